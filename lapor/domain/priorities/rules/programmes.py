"""Which priority programmes a report is about (domain §9.9)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from lapor.kernel.validity import is_in_force, last_begun

from .words import compiled, normalised


class ProgrammeRow(NamedTuple):
    """A programme on the days of its validity (both ends included).

    It is met by one of its words or topics (slugs), in one of its regions (Kemendagri
    codes with all below them; none: the whole country). ``responsible`` carries it
    out, ``overseer`` presses on; both are keys of organisations.
    """

    code: str
    name: str
    keywords: tuple[str, ...]
    categories: tuple[str, ...]
    regions: tuple[str, ...]
    responsible: int | None
    overseer: int
    valid_from: date
    valid_until: date | None


def programmes_found(
    text: str,
    rows: Iterable[ProgrammeRow],
    *,
    region: str,
    categories: Iterable[str],
    on: date,
) -> list[str]:
    """Return the codes of the programmes a report is about, the best founded first.

    More words and a narrower place are better founded; then the code decides, so that
    the same report always gets the same tag. ``categories``: a topic and its parents.
    """
    plain, topics = normalised(text), set(categories)
    found = []
    for row in rows:
        if not is_in_force(row, on) or not _is_there(region, row.regions):
            continue
        pattern = compiled(row.keywords)
        hits = len(set(pattern.findall(plain))) if pattern else 0
        hits += len(topics.intersection(row.categories))
        if hits:
            found.append((-hits, not row.regions, row.code))
    return list(dict.fromkeys(code for *_, code in sorted(found)))


def in_force(code: str, rows: Iterable[ProgrammeRow], on: date) -> ProgrammeRow | None:
    """Return the row of a code that counts on a day: the valid one, else the last.

    An overseer keeps what was tagged for him after his programme has ended: nothing
    that is still open goes out of sight.
    """
    return last_begun((row for row in rows if row.code == code), on)


def _is_there(region: str, regions: tuple[str, ...]) -> bool:
    if not regions:
        return True
    return any(region == place or region.startswith(f"{place}.") for place in regions)
