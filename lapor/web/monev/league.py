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

from lapor.domain.analytics.rules.indicator import SMALL, Reading
from lapor.domain.monev.queries import Line
from lapor.kernel.statistics import wilson_interval
from lapor.web.templatetags import ui

SIZE: Final = 25
FOLLOWED_UP: Final = "P3"


class Cell(NamedTuple):
    """One number for people, and the n it stands on."""

    shown: str
    n: str = ""


class Row(NamedTuple):
    """One member of the league. ``place`` 0: too few reports for a place.

    Numbers are worked out when somebody asks: a page shows a few of many members.
    """

    code: str
    name: str
    group: str
    place: int
    line: Line

    def value(self, key: str) -> Fraction | None:
        """Return the exact value of a column that holds an indicator."""
        return self.line.reading(_READ[key]).value

    @property
    def cells(self) -> list[Cell]:
        """The cells after place and name, in the order of the columns."""
        line = self.line
        return [
            Cell(ui.number(line.received)),
            Cell(ui.number(_waiting(line))),
            *(_cell(key, line.reading(id)) for key, id in _READ.items()),
        ]


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
_READ: Final[Mapping[str, str]] = {
    "ptl": "P3",
    "ps": "P4",
    "rtl": "P5",
    "tepat": "P7",
    "batas": "P8",
}


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
    bounds: dict[str, dict[str, float]] = defaultdict(dict)
    rows = []
    for line in lines:
        if line.member is None:
            continue
        code, name = line.member.code, line.member.name
        group = groups.get(code, "")
        rows.append(Row(code, name, group, 0, line))
        reading = line.reading(FOLLOWED_UP)
        if reading.denominator >= SMALL:
            bound = wilson_interval(reading.numerator, reading.denominator)[0]
            bounds[group][code] = bound
    places: dict[str, int] = {}
    for rivals in bounds.values():
        places |= _places(rivals)
    return [row._replace(place=places.get(row.code, 0)) for row in rows]


def _places(bounds: Mapping[str, float]) -> dict[str, int]:
    """Return the place of each, the highest bound first; equals share theirs."""
    first: dict[float, int] = {}
    for place, bound in enumerate(sorted(bounds.values(), reverse=True), 1):
        first.setdefault(bound, place)
    return {code: first[bound] for code, bound in bounds.items()}


def ordered(rows: Iterable[Row], key: str, *, down: bool) -> list[Row]:
    """Return rows by a column; what has no value stands last both ways."""
    take = _KEYS.get(key, _KEYS["tempat"])
    named = sorted(rows, key=lambda row: row.name)
    taken = [(take(row), row) for row in named]
    known = [(value, row) for value, row in taken if value is not None]
    known.sort(key=lambda pair: pair[0], reverse=down)
    unknown = [row for value, row in taken if value is None]
    return [*(row for _value, row in known), *unknown]


def page_of(rows: Sequence[Row], number: int) -> Page:
    """Return one page; a number beyond the last means the last."""
    pages = max(1, -(-len(rows) // SIZE))
    number = min(max(number, 1), pages)
    return Page(rows[(number - 1) * SIZE : number * SIZE], number, pages, len(rows))


def _cell(key: str, reading: Reading) -> Cell:
    if reading.value is None:
        return Cell(ui.NOTHING)
    n = ui.number(reading.denominator)
    if key == "rtl":
        return Cell(number_format(round(float(reading.value), 1), 1), n)
    return Cell(ui.share(reading.value), n)


def _waiting(line: Line) -> int:
    return line.buckets().get("waiting", 0)


_KEYS: Final[Mapping[str, Callable[[Row], Fraction | int | str | None]]] = {
    "tempat": lambda row: row.place or None,
    "nama": lambda row: row.name,
    "masuk": lambda row: row.line.received,
    "belum": lambda row: _waiting(row.line),
    **{
        key: (lambda row, key=key: row.value(key))  # type: ignore[misc]
        for key in _READ
    },
}
