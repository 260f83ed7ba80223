"""A survival curve: the share of a cohort still without answer, day after day."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext

from lapor.domain.reports import wording
from lapor.domain.reports.charts.drawing import (
    BLUE,
    DASHES,
    INK,
    SOFT,
    WIDTH,
    Drawing,
)
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Row, Table

#: Working days at which the law, or the class, draws a line (domain §8.1).
LIMITS: Final = (5, 14, 60)
LONGEST: Final = 65
SHOWN: Final = (0, 1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 45, 60)
TOP, LEFT, HIGH, WIDE = 16.0, 38.0, 160.0, WIDTH - 38 - 8


@dataclass(frozen=True, slots=True)
class Survival:
    """Of ``cohort`` reports, ``spread[n]`` were answered on working day n."""

    title: str
    origin: Origin
    cohort: int
    spread: Mapping[int, int]

    def waiting(self, day: int) -> int:
        """Return how many were still waiting at the end of that working day."""
        return self.cohort - sum(n for at, n in self.spread.items() if at <= day)

    def table(self) -> Table:
        """Return chosen days; the rows are one cohort, not parts of a sum."""
        columns = (
            Column("day", gettext("Sampai hari kerja ke-")),
            Column("answered", gettext("Sudah dijawab")),
            Column("waiting", gettext("Belum dijawab")),
            Column("all", gettext("Semua laporan"), parts=("answered", "waiting")),
            Column(
                "share",
                gettext("Persen belum dijawab"),
                Kind.SHARE,
                part="waiting",
                whole="all",
            ),
        )
        return Table(self.title, columns, tuple(map(self._row, SHOWN)), self.origin)

    def svg(self) -> str:
        """Draw the steps, with the days at which a term ends."""
        drawing = Drawing(
            TOP + HIGH + 34,
            self.title,
            gettext("Bagian laporan yang belum dijawab, menurut hari kerja."),
        )
        for step in range(5):
            y = _y(Fraction(step, 4))
            drawing.line((LEFT, y), (LEFT + WIDE, y))
            label = f"{step * 25}%"
            drawing.text(LEFT - 4, y + 4, label, anchor="end", size=9.5, ink=SOFT)
        for number, day in enumerate(LIMITS):
            self._limit(drawing, day, DASHES[number + 1])
        if self.cohort:
            drawing.path(self._steps(), ink=BLUE, width=2)
        drawing.text(
            LEFT + WIDE / 2,
            TOP + HIGH + 29,
            gettext("hari kerja sejak disposisi"),
            anchor="middle",
            size=10,
        )
        return drawing.svg()

    def _row(self, day: int) -> Row:
        waiting = self.waiting(day)
        return {
            "day": day,
            "answered": self.cohort - waiting,
            "waiting": waiting,
            "all": self.cohort,
        }

    def _steps(self) -> list[tuple[float, float]]:
        points, before = [], _y(Fraction(1))
        points.append((_x(0), before))
        for day in range(LONGEST + 1):
            y = _y(Fraction(self.waiting(day), self.cohort))
            points += [(_x(day), before), (_x(day), y)]
            before = y
        return [*points, (_x(LONGEST), before)]

    def _limit(self, drawing: Drawing, day: int, dash: str) -> None:
        x = _x(day)
        drawing.line((x, TOP), (x, TOP + HIGH), ink=INK, width=1.1, dash=dash)
        drawing.text(x, TOP + HIGH + 14, str(day), anchor="middle", bold=True)
        if self.cohort:
            left = wording.share(Fraction(self.waiting(day), self.cohort))
            anchor = "end" if day == max(LIMITS) else "start"
            shift = -3 if anchor == "end" else 3
            drawing.text(x + shift, TOP - 4, left, anchor=anchor, size=10)


def _x(day: int) -> float:
    return LEFT + WIDE * day / LONGEST


def _y(share: Fraction) -> float:
    return TOP + HIGH - HIGH * float(share)
