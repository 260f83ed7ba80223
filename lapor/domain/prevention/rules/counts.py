"""Statistics of counts: surges, and the ratio of two rates with its exact bounds."""

from collections.abc import Callable
from math import inf
from typing import NamedTuple

from lapor.kernel.tails import binomial_tail

CONFIDENCE = 0.95


def surge_chance(now: int, before: int, *, growth: float = 1.0) -> float:
    """Return the chance of such a rise if the rate had stayed as it was.

    ``now`` and ``before`` are counts of two windows of the same length, ``growth`` is
    how much all reports of the agency grew (now ÷ before). Both counts are random, so
    the split of their sum is judged (conditional test of two Poisson rates), not the
    one against the other taken as certain: that would cry wolf too often.
    """
    share = growth / (1 + growth)
    return binomial_tail(now, now + before, share)


class Ratio(NamedTuple):
    """A ratio of two rates and its interval; ``high`` is infinite without a before."""

    value: float
    low: float
    high: float


def rate_ratio(
    after: int, before: int, *, exposure_after: float, exposure_before: float
) -> Ratio | None:
    """Return (after ÷ its exposure) ÷ (before ÷ its exposure) with 95 % bounds.

    Exact, conditional on the sum of both counts (Clopper and Pearson 1934 on the split
    of the sum). None when nothing happened in either window.
    """
    n = after + before
    if not n or exposure_after <= 0 or exposure_before <= 0:
        return None
    scale = exposure_before / exposure_after
    low, high = _clopper_pearson(after, n)
    value = after / before * scale if before else inf
    return Ratio(value, _odds(low) * scale, _odds(high) * scale)


def _clopper_pearson(successes: int, n: int) -> tuple[float, float]:
    half = (1 - CONFIDENCE) / 2
    low, high = 0.0, 1.0
    if successes:
        low = _root(lambda p: binomial_tail(successes, n, p) - half)
    if successes < n:
        high = _root(lambda p: half - (1 - binomial_tail(successes + 1, n, p)))
    return low, high


def _root(rising: Callable[[float], float]) -> float:
    """Return where a rising function of 0..1 crosses zero."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else inf
