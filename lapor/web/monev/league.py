"""The league of those below: who stands where, sorted as one asks, in pages.

The place is taken by the lower end of the 95 % interval of follow-up (PTL), among
organisations of one group only; fewer than ten dispatched reports give no place.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapor.domain.monev.queries import Line
from lapor.kernel.statistics import wilson_interval
from lapor.web.templatetags import ui

SIZE: Final = 25


class Cell(NamedTuple):
    """One number for people, and the n it stands on."""

    shown: str
    n: str = ""


class Row(NamedTuple):
    """One member of the league. ``place`` 0: too few reports for a place."""

    code: str
    name: str
    group: str
    place: int
    line: Line
    cells: Sequence[Cell]
    values: Mapping[str, Fraction | None]


class Column(NamedTuple):
    """A heading that sorts; ``full`` says it in words."""

    key: str
    short: str | Promise
    full: str | Promise
    up_first: bool = False


class Head(NamedTuple):
    """A heading with its address and what it does now."""

    column: Column
    url: str
    sorted: str


COLUMNS: Final = (
    Column("tempat", _("Tempat"), _("Tempat di kelompoknya"), up_first=True),
    Column("nama", _("Nama"), _("Nama"), up_first=True),
    Column("masuk", "M", _("Semua laporan")),
    Column("belum", _("Belum TL"), _("Laporan terdisposisi belum ditindaklanjuti")),
    Column("ptl", "PTL", _("Persentase tindak lanjut")),
    Column("ps", "PS", _("Persentase penyelesaian")),
    Column("rtl", "RTL", _("Rata-rata tindak lanjut pertama, hari"), up_first=True),
    Column("tepat", _("TL tepat"), _("Tindak lanjut pertama tepat waktu")),
    Column("batas", _("Batas ditepati"), _("Batas penyelesaian ditepati")),
)
_READ: Final = (
    *(("ptl", "P3"), ("ps", "P4"), ("rtl", "P5"), ("tepat", "P7"), ("batas", "P8")),
)


class Page(NamedTuple):
    """What is shown: some rows, and the words of the pages around them."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int


def rows_of(lines: Iterable[Line], groups: Mapping[str, str]) -> list[Row]:
    """Return everybody of a scope with a place inside his group.

    ``groups`` names the group of each code; who has none stands with all others.
    """
    rows = [
        _row(line.member.code, line.member.name, line, groups)
        for line in lines
        if line.member is not None
    ]
    rivals: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if not row.line.is_small:
            rivals[row.group].append(row)
    places: dict[str, int] = {}
    for group in rivals.values():
        bounds = {row.code: _bound(row.line) for row in group}
        for row in group:
            better = sum(1 for bound in bounds.values() if bound > bounds[row.code])
            places[row.code] = better + 1
    return [row._replace(place=places.get(row.code, 0)) for row in rows]


def ordered(rows: Iterable[Row], key: str, *, down: bool) -> list[Row]:
    """Return rows by a column; what has no value stands last both ways."""
    take = _KEYS.get(key, _KEYS["tempat"])
    known = [row for row in rows if take(row) is not None]
    unknown = [row for row in rows if take(row) is None]
    known.sort(key=lambda row: row.name)
    known.sort(key=lambda row: take(row) or 0, reverse=down)
    return [*known, *sorted(unknown, key=lambda row: row.name)]


def page_of(rows: Sequence[Row], number: int) -> Page:
    """Return one page; a number beyond the last means the last."""
    pages = max(1, -(-len(rows) // SIZE))
    number = min(max(number, 1), pages)
    return Page(rows[(number - 1) * SIZE : number * SIZE], number, pages, len(rows))


def _row(code: str, name: str, line: Line, groups: Mapping[str, str]) -> Row:
    found = {key: line.reading(id) for key, id in _READ}
    values = {key: reading.value for key, reading in found.items()}
    cells = [Cell(ui.number(line.received)), Cell(ui.number(_waiting(line)))]
    for key in ("ptl", "ps", "rtl", "tepat", "batas"):
        reading = found[key]
        if reading.value is None:
            cells.append(Cell(ui.NOTHING))
        elif key == "rtl":
            days = number_format(round(float(reading.value), 1), 1)
            cells.append(Cell(days, ui.number(reading.denominator)))
        else:
            shown = ui.share(reading.value)
            cells.append(Cell(shown, ui.number(reading.denominator)))
    return Row(code, name, groups.get(code, ""), 0, line, cells, values)


def _waiting(line: Line) -> int:
    return line.buckets().get("waiting", 0)


def _bound(line: Line) -> float:
    reading = line.reading("P3")
    return wilson_interval(reading.numerator, reading.denominator)[0]


_KEYS: Final[Mapping[str, Callable[[Row], Fraction | int | str | None]]] = {
    "tempat": lambda row: row.place or None,
    "nama": lambda row: row.name,
    "masuk": lambda row: row.line.received,
    "belum": lambda row: _waiting(row.line),
    **{
        key: (lambda row, key=key: row.values[key])  # type: ignore[misc]
        for key in ("ptl", "ps", "rtl", "tepat", "batas")
    },
}
