"""From what people type to one region or one agency; unclear names become a choice."""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext

from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import (
    organisation_by_code,
    region_by_code,
    search_organisations,
    search_regions,
)
from lapor.kernel.errors import NotFound
from lapor.kernel.text import clean

MOST_HITS: Final = 8
LONGEST: Final = 1_000  # characters that are looked at
CODE: Final = re.compile(r"\d\d(\.\d\d){0,2}(\.\d{4})?")


class Hit(NamedTuple):
    """One thing that may be meant."""

    code: str
    label: str


class Choice(NamedTuple):
    """What came of a typed name: a code, or a sentence and the hits to choose from."""

    code: str = ""
    error: str = ""
    hits: Sequence[Hit] = ()


def region_hits(text: str) -> list[Hit]:
    """Return the regions a text may mean, best first."""
    return [Hit(row.code, row.path) for row in search_regions(text, limit=MOST_HITS)]


def agency_hits(text: str) -> list[Hit]:
    """Return the agencies and units a text may mean, best first."""
    found = search_organisations(text, limit=MOST_HITS)
    return [Hit(row.code, _full_name(row)) for row in found]


def choose_region(typed: Sequence[str], asked: str) -> Choice:
    """Return the region meant. ``typed`` is the text and, maybe, the picked code.

    ``asked`` is the text for which the hits were offered: a pick for another text
    does not count.
    """
    return _choose(
        typed,
        asked,
        by_code=lambda code: region_by_code(code).code if CODE.fullmatch(code) else "",
        hits=region_hits,
        nothing=gettext(
            "Wilayah ini tidak kami temukan. Periksa ejaannya, atau tulis nama kota "
            "saja."
        ),
        shorter=_without_rest,
    )


def choose_agency(typed: Sequence[str], asked: str) -> Choice:
    """Return the agency or unit meant; see ``choose_region``."""
    return _choose(
        typed,
        asked,
        by_code=lambda code: organisation_by_code(code).code,
        hits=agency_hits,
        nothing=gettext(
            "Instansi ini tidak kami temukan. Periksa ejaannya, atau kosongkan: "
            "petugas kami yang meneruskan."
        ),
        shorter=lambda text: "",
    )


def _choose(
    typed: Sequence[str],
    asked: str,
    *,
    by_code: Callable[[str], str],
    hits: Callable[[str], list[Hit]],
    nothing: str,
    shorter: Callable[[str], str],
) -> Choice:
    text = _plain(typed[0]) if typed else ""
    picked = _plain(typed[-1]) if len(typed) > 1 else ""
    for code in [picked] if picked and _plain(asked) == text else [text]:
        if code and (found := _known(code, by_code)):
            return Choice(code=found)
    if not text:
        return Choice()
    found_hits = hits(text)
    exact = [hit for hit in found_hits if hit.label.casefold() == text.casefold()]
    for only in (found_hits, exact):
        if len(only) == 1:
            return Choice(code=only[0].code)
    if found_hits:
        return Choice(
            error=gettext("Ada beberapa yang bernama “%(text)s”: pilih satu di bawah.")
            % {"text": text},
            hits=found_hits,
        )
    nearby = hits(shorter(text)) if shorter(text) else []
    if nearby:
        return Choice(
            error=gettext(
                "“%(text)s” tidak ada. Wilayah dengan nama serupa ada di bawah ini."
            )
            % {"text": text},
            hits=nearby,
        )
    return Choice(error=nothing)


def _plain(typed: str) -> str:
    """Return one line that may be looked for; the database takes no NUL."""
    start = typed[:LONGEST]
    return clean(start, max_length=4 * LONGEST)


def _known(code: str, by_code: Callable[[str], str]) -> str:
    try:
        return by_code(code)
    except NotFound:
        return ""


def _without_rest(text: str) -> str:
    """Return the part before the first comma: the village without its regency."""
    head, comma, _ = text.partition(",")
    return head.strip() if comma else ""


def _full_name(row: Organisation) -> str:
    if row.agency is None or row.agency_id == row.pk:
        return row.name
    return f"{row.name}, {row.agency.name}"
