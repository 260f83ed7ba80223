"""How sure the points of an indicator are: Wilson's interval, made points. Pure."""

from collections.abc import Callable
from fractions import Fraction
from math import isqrt
from typing import Final, NamedTuple

from lapor.domain.analytics.rules.indicator import Indicator, Reading, Unit
from lapor.kernel.statistics import wilson_interval

#: Shares of these tables are of many; those of plans and decrees are facts.
DRAWN: Final = frozenset({"cases", "answers"})
FINE: Final = 10**9


class Ends(NamedTuple):
    """Points of 0 to 100 with the two ends of their 95 % interval."""

    points: Fraction
    low: Fraction
    high: Fraction


def ends_of(
    indicator: Indicator,
    reading: Reading,
    points: Fraction,
    normal: Callable[[Fraction], Fraction] | None,
    given: tuple[Fraction, Fraction] | None = None,
) -> Ends:
    """Return the points of a reading with their interval.

    A ``given`` interval of the value wins. Else shares of reports and answers get
    Wilson's; all other readings are facts, sure by themselves.
    """
    value = reading.value
    if value is None or normal is None:
        return Ends(points, points, points)
    bounds = given or _wilson(indicator, reading, value)
    if bounds is None:
        return Ends(points, points, points)
    both = [_clipped(normal(end)) for end in bounds]
    return Ends(points, min(*both, points), max(*both, points))


def _wilson(
    indicator: Indicator, reading: Reading, value: Fraction
) -> tuple[Fraction, Fraction] | None:
    """Return Wilson's interval of a share, moved to where the value stands.

    The value of P8 is weighed by class, and so is not quite kept / n.
    """
    if indicator.unit != Unit.SHARE or indicator.table not in DRAWN:
        return None
    if not reading.denominator > 0 or not 0 <= reading.numerator <= reading.denominator:
        return None
    share = Fraction(reading.numerator, reading.denominator)
    low, high = wilson_interval(reading.numerator, reading.denominator)
    return value - share + _fine(low), value - share + _fine(high)


def _fine(number: float) -> Fraction:
    """Return a float to nine decimals, alike on every machine."""
    return Fraction(round(number * FINE), FINE)


def _clipped(points: Fraction) -> Fraction:
    return min(max(points, Fraction(0)), Fraction(100))


def root(square: Fraction) -> Fraction:
    """Return a square root to nine decimals, rounded up, from whole numbers only.

    >>> root(Fraction(9, 4))
    Fraction(3, 2)
    """
    scaled = -(-square.numerator * FINE * FINE // square.denominator)
    whole = isqrt(scaled)
    return Fraction(whole + (whole * whole < scaled), FINE)
