"""The result of one subject of a round in words, for officers and for everybody."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from lapor.domain.monev.models import Result
from lapor.domain.scoring.rules import Category

TONES: Final[Mapping[Category, str]] = {
    Category.VERY_GOOD: "good",
    Category.GOOD: "good",
    Category.FAIR: "warn",
    Category.POOR: "bad",
    Category.UNASSESSED: "plain",
}


class Shown(NamedTuple):
    """A result in words: points as exact fractions, None when not assessable."""

    it: Result
    points: Fraction | None
    low: Fraction | None
    high: Fraction | None
    change: Fraction | None
    category: str
    tone: str

    @property
    def left(self) -> str:
        """Where the interval begins when it is drawn, in points."""
        return f"{float(self.low or 0):.1f}"

    @property
    def middle(self) -> str:
        """Where the score stands when it is drawn."""
        return f"{float(self.points or 0):.1f}"

    @property
    def width(self) -> str:
        """How wide the interval is drawn."""
        return f"{float((self.high or 0) - (self.low or 0)):.1f}"


def shown(found: Result) -> Shown:
    """Put a result into words."""
    category = Category(found.category)
    return Shown(
        found,
        points_of(found.score),
        points_of(found.low),
        points_of(found.high),
        points_of(found.change),
        category.label,
        TONES[category],
    )


def points_of(hundredths: int | None) -> Fraction | None:
    """Return hundredths of a point as points."""
    return None if hundredths is None else Fraction(hundredths, 100)
