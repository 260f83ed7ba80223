"""Statistics of counts: tails of Poisson and binomial, surges, rate ratios. Exact sums.

No library is needed for these few sums; the tests hold them against scipy.
"""

from collections.abc import Callable, Sequence
from math import exp, inf, lgamma, log, log1p
from typing import NamedTuple

CONFIDENCE = 0.95


def poisson_tail(observed: int, expected: float) -> float:
    """Return the chance of at least ``observed`` when ``expected`` are usual."""
    if observed <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    below = sum(
        exp(k * log(expected) - expected - lgamma(k + 1)) for k in range(observed)
    )
    return min(1.0, max(0.0, 1.0 - below))


def binomial_tail(successes: int, n: int, chance: float) -> float:
    """Return the chance of at least ``successes`` of ``n`` at a chance of one."""
    if successes <= 0:
        return 1.0
    if successes > n or chance <= 0:
        return 0.0
    if chance >= 1:
        return 1.0
    p, q = log(chance), log1p(-chance)
    whole = lgamma(n + 1)
    tail = sum(
        exp(whole - lgamma(k + 1) - lgamma(n - k + 1) + k * p + (n - k) * q)
        for k in range(successes, n + 1)
    )
    return min(1.0, tail)


def surge_chance(now: int, before: int, *, growth: float = 1.0) -> float:
    """Return the chance of such a rise if the rate had stayed as it was.

    ``now`` and ``before`` are counts of two windows of the same length, ``growth`` is
    how much all reports of the agency grew (now ÷ before). Both counts are random, so
    the split of their sum is judged (conditional test of two Poisson rates), not the
    one against the other taken as certain: that would cry wolf too often.
    """
    share = growth / (1 + growth)
    return binomial_tail(now, now + before, share)


def which_stand_out(chances: Sequence[float], *, rate: float) -> list[bool]:
    """Say which of many tests stand out when ``rate`` of those may be false alarms.

    Benjamini and Hochberg (1995). Testing a thousand topics at 1 % alone would give
    ten alarms in a country in which nothing happened.
    """
    order = sorted(range(len(chances)), key=lambda i: chances[i])
    last = -1
    for rank, place in enumerate(order, start=1):
        if chances[place] <= rate * rank / len(chances):
            last = rank
    chosen = set(order[:last]) if last > 0 else set()
    return [place in chosen for place in range(len(chances))]


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
