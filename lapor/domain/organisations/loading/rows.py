"""One organisation as a row of the staging table."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lapor.domain.organisations.rules import (
    OrganisationKind,
    Zone,
    normalise,
    slugify,
)


class OrganisationRow(NamedTuple):
    """One organisation in the order of the staging table; JSON as text."""

    code: str
    name: str
    slug: str
    kind: str
    parent: str | None
    agency: str
    region: str | None
    zone: str
    duties: str
    external_id: int | None
    aliases: str
    evidence: str
    search: str


def make_row(  # noqa: PLR0913 - one argument per column
    *,
    code: str,
    name: str,
    kind: OrganisationKind,
    zone: Zone,
    evidence: Mapping[str, str],
    parent: OrganisationRow | None = None,
    region: str | None = None,
    duties: str = "",
    external_id: int | None = None,
    aliases: Iterable[str] = (),
    words: str = "",
) -> OrganisationRow:
    """Return the row of an agency, or of a unit when there is a ``parent``.

    ``words`` are further words to find it by, such as its abbreviation.
    """
    aliases = list(aliases)
    tail = code.rpartition("-")[2]
    texts = [name, words, tail if tail.isalpha() else "", *aliases]
    return OrganisationRow(
        code=code,
        name=name,
        slug=slugify(name)[:120].strip("-"),
        kind=kind.value,
        parent=parent.code if parent else None,
        agency=parent.agency if parent else code,
        region=region,
        zone=zone.value,
        duties=duties,
        external_id=external_id,
        aliases=json.dumps(aliases, ensure_ascii=False),
        evidence=json.dumps(dict(evidence), ensure_ascii=False),
        search=search_text(*texts, parent.name if parent else ""),
    )


def search_text(*texts: str) -> str:
    """Return a space and the distinct words of the texts, in order."""
    words = normalise(" ".join(texts)).split()
    return " " + " ".join(dict.fromkeys(words))


def with_unique_slugs(rows: Iterable[OrganisationRow]) -> Iterable[OrganisationRow]:
    """Yield the rows; a slug that is taken gets the code at its end."""
    taken: set[str] = set()
    for row in rows:
        slug = row.slug
        if slug in taken:
            tail = slugify(row.code)
            slug = f"{slug[: 119 - len(tail)]}-{tail}"
        taken.add(slug)
        yield row._replace(slug=slug)
