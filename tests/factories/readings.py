"""Readings of made-up agencies."""

from collections.abc import Mapping
from fractions import Fraction

from lapor.domain.analytics.rules.catalogue import CATALOGUE, by_id
from lapor.domain.analytics.rules.indicator import Direction, Reading, Unit
from lapor.domain.scoring.rules import Facts

FACTS = Facts(
    received=120,
    dispatched=100,
    has_valid_decree=True,
    has_micro_round=True,
)
PERFECT = {
    "P5": (2 * 86_400_000_000, 1),
    "P11": (500, 0),
    "P17": (75, 5),
    "T6": (3, 0),
    "K1": (100, 1),
    "R1": (100, 1),
}


def reading(id: str, numerator: int, denominator: int, **more: object) -> Reading:
    """Return a reading by its two whole numbers, weighed as they are."""
    one = by_id(id)
    value = (
        one.scale * Fraction(numerator, denominator)
        if denominator
        else Fraction(numerator)
        if one.denominator is None and not one.over
        else None
    )
    return Reading(id, numerator, denominator, value, **more)


def perfect(**others: tuple[int, int]) -> dict[str, Reading]:
    """Return readings that give all points, some replaced."""
    found: dict[str, tuple[int, int]] = {}
    for one in CATALOGUE:
        if one.id in PERFECT:
            found[one.id] = PERFECT[one.id]
        elif one.unit == Unit.SHARE:
            best = int(1 / one.scale) * 100
            found[one.id] = (0 if one.direction == Direction.LOWER else best, 100)
    return {name: reading(name, *pair) for name, pair in (found | others).items()}


def without(readings: Mapping[str, Reading], *ids: str) -> dict[str, Reading]:
    """Return the readings without some."""
    return {name: one for name, one in readings.items() if name not in ids}
