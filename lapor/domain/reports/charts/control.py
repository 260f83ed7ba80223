"""A control chart (p-chart): the share on time, with what chance alone would give."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Final, NamedTuple

from django.utils.translation import gettext

from lapor.domain.reports import wording
from lapor.domain.reports.charts.drawing import BLUE, INK, SOFT, WIDTH, Drawing
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table

SIGMAS: Final = 3
#: A normal curve stands for chance only where so many are expected on either side.
EXPECTED: Final = 5
FEWEST: Final = 6  # points that tell what is usual
TOP, LEFT, HIGH, WIDE = 12.0, 38.0, 150.0, WIDTH - 38 - 8


class Point(NamedTuple):
    """One period: ``kept`` of ``n`` reports were in time."""

    label: str
    kept: int
    n: int


class Limits(NamedTuple):
    """Between which shares chance alone would leave a point; 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ControlChart:
    """Shares by period with limits of three standard deviations (Shewhart, 1931)."""

    title: str
    origin: Origin
    points: tuple[Point, ...]

    @property
    def mean(self) -> Fraction:
        """The share of all periods together."""
        return Fraction(
            sum(point.kept for point in self.points),
            sum(point.n for point in self.points) or 1,
        )

    def limits(self, n: int) -> Limits:
        """Return the limits for a period of ``n`` reports."""
        mean = float(self.mean)
        half = SIGMAS * sqrt(mean * (1 - mean) / n) if n else 1.0
        return Limits(max(0.0, mean - half), min(1.0, mean + half))

    def is_out(self, point: Point) -> bool:
        """Say whether a period lies outside of what chance alone would give."""
        low, high = self.limits(point.n)
        return bool(point.n) and not low <= point.kept / point.n <= high

    def table(self) -> Table:
        """Return the periods with their limits, and all together."""
        columns = (
            Column("period", gettext("Masa"), Kind.TEXT),
            Column("kept", gettext("Tepat waktu"), adds=True),
            Column("n", gettext("Semua"), adds=True),
            Column("share", gettext("Persen"), Kind.SHARE, part="kept", whole="n"),
            Column("low", gettext("Batas bawah"), Kind.TEXT),
            Column("high", gettext("Batas atas"), Kind.TEXT),
            Column("remark", gettext("Catatan"), Kind.TEXT),
        )
        rows = tuple(
            {
                "period": point.label,
                "kept": point.kept,
                "n": point.n,
                "low": wording.share(self.limits(point.n).low),
                "high": wording.share(self.limits(point.n).high),
                "remark": gettext("di luar batas") if self.is_out(point) else "",
            }
            for point in self.points
        )
        return Table(self.title, columns, rows, self.origin).summed(gettext("Jumlah"))

    def svg(self) -> str:
        """Draw the points; those out of the limits are hollow and named."""
        drawing = Drawing(
            TOP + HIGH + 46,
            self.title,
            gettext("Persen tepat waktu per masa, dengan batas kendali tiga sigma."),
        )
        for step in range(5):
            y = _y(step / 4)
            drawing.line((LEFT, y), (LEFT + WIDE, y))
            label = f"{step * 25}%"
            drawing.text(LEFT - 4, y + 4, label, anchor="end", size=9.5, ink=SOFT)
        shown = [point for point in self.points if point.n]
        if shown:
            self._draw(drawing, shown)
        key = TOP + HIGH + 37
        drawing.line((LEFT, key), (LEFT + 22, key), ink=INK, dash="4 2")
        drawing.text(LEFT + 27, key + 4, gettext("batas kendali"), size=10)
        drawing.mark(LEFT + 158, key, hollow=True)
        drawing.text(LEFT + 166, key + 4, gettext("di luar batas"), size=10)
        return drawing.svg()

    def _draw(self, drawing: Drawing, shown: list[Point]) -> None:
        room = WIDE / len(shown)
        middles = [LEFT + room * (at + 0.5) for at in range(len(shown))]
        mean = _y(float(self.mean))
        drawing.line((LEFT, mean), (LEFT + WIDE, mean), ink=INK, width=1.2)
        for side in ("low", "high"):
            way = []
            for x, point in zip(middles, shown, strict=True):
                y = _y(getattr(self.limits(point.n), side))
                way += [(x - room / 2, y), (x + room / 2, y)]
            drawing.path(way, ink=INK, width=1, dash="4 2")
        spots = [
            (x, _y(point.kept / point.n))
            for x, point in zip(middles, shown, strict=True)
        ]
        drawing.path(spots, ink=BLUE, width=1.4)
        for (x, y), point in zip(spots, shown, strict=True):
            drawing.mark(x, y, hollow=self.is_out(point), size=3.2)
            share = wording.share(Fraction(point.kept, point.n))
            if len(shown) <= 8:
                drawing.text(x, y - 7, share, anchor="middle", size=9.5)
            for line, word in enumerate(point.label.split(" ", 1)):
                below = TOP + HIGH + 13 + 10 * line
                drawing.text(x, below, word, anchor="middle", size=9)


def suffices(points: Sequence[Point]) -> bool:
    """Say whether there are enough periods, and enough reports in each of them.

    >>> month = Point("Nov 26", 45, 50)
    >>> suffices([month] * 6), suffices([month] * 5)
    (True, False)
    >>> suffices([*[month] * 6, Point("Des 26", 4, 4)])
    False
    """
    n = sum(point.n for point in points)
    kept = sum(point.kept for point in points)
    rare = min(kept, n - kept)
    enough = all(point.n * rare >= EXPECTED * n for point in points)
    return len(points) >= FEWEST and enough


def _y(share: float) -> float:
    return TOP + HIGH - HIGH * share
