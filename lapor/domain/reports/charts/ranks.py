"""Ranks: a slope chart of before and now, and scores with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext

from lapor.domain.reports import wording
from lapor.domain.reports.charts.drawing import (
    BLUE,
    INK,
    WIDTH,
    Drawing,
    shorten,
)
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table


class Slope(NamedTuple):
    """One subject: its rank in the round before, and now; 1 is the best."""

    name: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class SlopeChart:
    """How ranks moved between two rounds."""

    title: str
    origin: Origin
    before: str
    now: str
    lines: tuple[Slope, ...]

    def table(self) -> Table:
        """Return the ranks by the present one."""
        columns = (
            Column("name", gettext("Instansi"), Kind.TEXT),
            Column("before", self.before),
            Column("now", self.now),
            Column("change", gettext("Naik atau turun"), Kind.TEXT),
        )
        rows = tuple(
            {
                "name": line.name,
                "before": line.before,
                "now": line.now,
                "change": moved(line.before - line.now),
            }
            for line in sorted(self.lines, key=lambda line: (line.now, line.name))
        )
        return Table(self.title, columns, rows, self.origin)

    def svg(self) -> str:
        """Draw a line for each subject; falling ones are dashed."""
        ranks = sorted({rank for line in self.lines for rank in line[1:]})
        place = {rank: 34 + 17 * at for at, rank in enumerate(ranks)}
        left, right = 42.0, 150.0
        drawing = Drawing(
            34 + 17 * max(len(ranks), 1),
            self.title,
            gettext("Peringkat sebelumnya dan sekarang; garis putus-putus turun."),
        )
        drawing.text(left, 12, shorten(self.before, 74), anchor="middle", bold=True)
        drawing.text(right, 12, shorten(self.now, 90), anchor="middle", bold=True)
        for line in self.lines:
            start, end = (left, place[line.before]), (right, place[line.now])
            dash = "5 3" if line.now > line.before else ""
            drawing.line(start, end, ink=BLUE, width=1.6, dash=dash)
            drawing.mark(*start, size=2.6)
            drawing.mark(*end, size=2.6)
            drawing.text(left - 6, start[1] + 4, str(line.before), anchor="end")
        for at, line in _apart(self.lines, place):
            words = shorten(f"{line.now}  {line.name}", WIDTH - right - 14)
            drawing.text(right + 8, at + 4, words)
        return drawing.svg()


class Interval(NamedTuple):
    """One subject: score and 95 % bounds in hundredths of a point; None: TDN."""

    name: str
    score: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores with their intervals, the best first (forest plot). 0 to 100 points."""

    title: str
    origin: Origin
    rows: tuple[Interval, ...]

    def table(self) -> Table:
        """Return the scores; they are no parts of a sum."""
        columns = (
            Column("place", gettext("No.")),
            Column("name", gettext("Instansi"), Kind.TEXT),
            Column("score", gettext("Nilai"), Kind.POINTS),
            Column("low", gettext("Paling rendah"), Kind.POINTS),
            Column("high", gettext("Paling tinggi"), Kind.POINTS),
        )
        rows = tuple(
            {"place": at, **row._asdict()} for at, row in enumerate(self.rows, start=1)
        )
        return Table(self.title, columns, rows, self.origin)

    def svg(self) -> str:
        """Draw a mark for each score with its interval as a line."""
        drawing = Drawing(
            28.0 * len(self.rows) + 24,
            self.title,
            gettext("Nilai dengan rentang kepercayaan 95 persen."),
        )
        bottom = 28.0 * len(self.rows) + 4
        for step in range(5):
            x = _x(step * 2500)
            drawing.line((x, 2), (x, bottom))
            drawing.text(x, bottom + 13, str(step * 25), anchor="middle", size=9.5)
        for at, row in enumerate(self.rows):
            y = at * 28.0 + 12
            label = shorten(f"{at + 1}. {row.name}", WIDTH - 60)
            drawing.text(4, y, label, size=10.5)
            shown = wording.points(row.score)
            drawing.text(WIDTH - 4, y, shown, anchor="end", size=10.5, bold=True)
            if row.score is not None:
                self._interval(drawing, row.score, row.low, row.high, y + 8)
        return drawing.svg()

    def _interval(
        self, drawing: Drawing, score: int, low: int | None, high: int | None, y: float
    ) -> None:
        if low is not None and high is not None:
            drawing.line((_x(low), y), (_x(high), y), ink=INK, width=1.6)
            for end in (low, high):
                drawing.line((_x(end), y - 4), (_x(end), y + 4), ink=INK, width=1.2)
        drawing.mark(_x(score), y, size=3.2)


def moved(places: int) -> str:
    """Say in words how many places a subject went up or down."""
    if not places:
        return gettext("tetap")
    words = gettext("naik %(n)s") if places > 0 else gettext("turun %(n)s")
    return words % {"n": abs(places)}


def _apart(lines: Sequence[Slope], place: dict[int, int]) -> list[tuple[float, Slope]]:
    """Return where each name stands, so that equal ranks do not cover each other."""
    found: list[tuple[float, Slope]] = []
    floor = 0.0
    for line in sorted(lines, key=lambda line: (line.now, line.name)):
        floor = max(float(place[line.now]), floor)
        found.append((floor, line))
        floor += 11
    return found


def _x(hundredths: int) -> float:
    return 12 + (WIDTH - 24) * hundredths / 10_000
