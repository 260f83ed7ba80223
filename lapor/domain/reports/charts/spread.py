"""Boxes of time by unit, and lines over the years."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext

from lapor.domain.reports import wording
from lapor.domain.reports.charts.drawing import (
    BLUE,
    DASHES,
    INK,
    SOFT,
    WIDTH,
    Drawing,
    ceiling,
    shorten,
)
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table


class Box(NamedTuple):
    """Working days until the first follow-up: n, tenth, quarters, median, ninetieth."""

    name: str
    n: int
    p10: Fraction
    q1: Fraction
    median: Fraction
    q3: Fraction
    p90: Fraction


@dataclass(frozen=True, slots=True)
class Boxes:
    """How the time spreads in each unit. Unit: working days."""

    title: str
    origin: Origin
    rows: tuple[Box, ...]

    def table(self) -> Table:
        """Return what the boxes show; the counts add up."""
        columns = (
            Column("name", gettext("Unit kerja"), Kind.TEXT),
            Column("n", gettext("Laporan"), adds=True),
            Column("share", gettext("Persen"), Kind.SHARE, part="n"),
            Column("p10", gettext("10% tercepat"), Kind.DAYS),
            Column("median", gettext("Median"), Kind.DAYS),
            Column("p90", gettext("90% paling lama"), Kind.DAYS),
        )
        rows = tuple(row._asdict() for row in self.rows)
        return Table(self.title, columns, rows, self.origin).summed(gettext("Jumlah"))

    def svg(self) -> str:
        """Draw a box from quarter to quarter, whiskers from a tenth to nine tenths."""
        most = ceiling(
            -(-max((row.p90 for row in self.rows), default=Fraction(1)) // 1)
        )
        drawing = Drawing(
            30.0 * len(self.rows) + 30,
            self.title,
            gettext("Kotak: setengah laporan; garis tengah: median; dalam hari kerja."),
        )
        bottom = 30.0 * len(self.rows) + 4
        for step in range(5):
            x = 8 + (WIDTH - 24) * step / 4
            drawing.line((x, 2), (x, bottom))
            label = wording.decimal(Fraction(most * step, 4), 0 if most >= 4 else 1)
            drawing.text(x, bottom + 12, label, anchor="middle", size=9.5, ink=SOFT)
        for at, row in enumerate(self.rows):
            self._box(drawing, row, at * 30.0 + 2, most)
        drawing.text(
            WIDTH / 2, bottom + 24, gettext("hari kerja"), anchor="middle", size=10
        )
        return drawing.svg()

    def _box(self, drawing: Drawing, row: Box, y: float, most: int) -> None:
        def x(days: Fraction) -> float:
            return 8 + (WIDTH - 24) * float(days) / most

        words = gettext("%(name)s (n = %(n)s, median %(median)s)") % {
            "name": shorten(row.name, WIDTH - 150, 10),
            "n": wording.whole(row.n),
            "median": wording.decimal(row.median),
        }
        drawing.text(4, y + 10, words, size=10)
        drawing.line((x(row.p10), y + 19), (x(row.p90), y + 19), ink=INK, width=1.2)
        drawing.rect(x(row.q1), y + 14, x(row.q3) - x(row.q1), 10, drawing.fill(2))
        middle = x(row.median)
        drawing.line((middle, y + 13), (middle, y + 25), ink=INK, width=2.2)


@dataclass(frozen=True, slots=True)
class Trend:
    """Lines over periods. ``series``: name and an amount for each label, or None."""

    title: str
    origin: Origin
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | None, ...]], ...]

    def table(self) -> Table:
        """Return the periods as rows and the series as columns, added up."""
        columns = (
            Column("label", gettext("Masa"), Kind.TEXT),
            *(
                Column(f"s{at}", name, adds=True)
                for at, (name, _amounts) in enumerate(self.series)
            ),
        )
        rows = tuple(
            {
                "label": label,
                **{f"s{n}": line[1][at] for n, line in enumerate(self.series)},
            }
            for at, label in enumerate(self.labels)
        )
        return Table(self.title, columns, rows, self.origin).summed(gettext("Jumlah"))

    def svg(self) -> str:
        """Draw the lines, told apart by their dashes and named in the key."""
        drawing = Drawing(
            190 + 16 * len(self.series),
            self.title,
            gettext("Garis menurut masa; angkanya ada di tabel."),
        )
        amounts = [n for _name, line in self.series for n in line if n is not None]
        most = ceiling(max(amounts, default=1))
        left, top, high = 42.0, 10.0, 150.0
        for step in range(5):
            y = top + high - high * step / 4
            drawing.line((left, y), (WIDTH - 4, y))
            label = wording.whole(round(most * step / 4))
            drawing.text(left - 4, y + 4, label, anchor="end", size=9.5, ink=SOFT)
        room = (WIDTH - left - 8) / max(len(self.labels), 1)
        for at, label in enumerate(self.labels):
            x = left + room * (at + 0.5)
            drawing.text(x, top + high + 14, label, anchor="middle", size=9)
        for number, (name, line) in enumerate(self.series):
            ink, dash = (BLUE, "") if number == 0 else (INK, DASHES[number % 4])
            spots = [
                (left + room * (at + 0.5), top + high - high * amount / most)
                for at, amount in enumerate(line)
                if amount is not None
            ]
            if spots:
                drawing.path(spots, ink=ink, width=2, dash=dash)
            for spot in spots:
                drawing.mark(*spot, hollow=number > 0, size=2.4)
            y = top + high + 30 + 16 * number
            drawing.line((8, y), (34, y), ink=ink, width=2, dash=dash)
            drawing.text(40, y + 4, name)
        return drawing.svg()
