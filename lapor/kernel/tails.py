"""Tails of counts: how likely so many, or so few, would be by chance alone. Exact sums.

No library is needed for these few sums; the tests hold them against scipy.
"""

from collections.abc import Callable, Sequence
from math import exp, inf, lgamma, log, log1p
from typing import Final

_NOTHING: Final = 1e-18


def binomial_tail(successes: int, n: int, chance: float) -> float:
    """Return the chance of at least ``successes`` of ``n`` at a chance of one."""
    if successes <= 0:
        return 1.0
    if successes > n or chance <= 0:
        return 0.0
    if chance >= 1:
        return 1.0
    p, q, whole = log(chance), log1p(-chance), lgamma(n + 1)
    return _upper(
        successes,
        n * chance,
        n,
        lambda k: whole - lgamma(k + 1) - lgamma(n - k + 1) + k * p + (n - k) * q,
    )


def scattered_tail(observed: int, expected: float, shape: float) -> float:
    """Return the chance of at least ``observed`` when the rate itself is scattered.

    Negative binomial: a Poisson count whose rate is gamma with this ``shape`` around
    ``expected``. A large shape is Poisson, a small one is wild.
    """
    if observed <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    return _upper(observed, expected, inf, _scattered(expected, shape))


def scattered_floor(observed: int, expected: float, shape: float) -> float:
    """Return the chance of at most ``observed`` when the rate itself is scattered."""
    if observed < 0:
        return 0.0
    if expected <= 0:
        return 1.0
    log_of = _scattered(expected, shape)
    return min(1.0, _down(observed, log_of))


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


def _scattered(expected: float, shape: float) -> Callable[[int], float]:
    scale = log(expected) - log(expected + shape)
    start = shape * (log(shape) - log(expected + shape)) - lgamma(shape)
    return lambda k: start + lgamma(k + shape) - lgamma(k + 1) + k * scale


def _upper(
    first: int, middle: float, last: float, log_of: Callable[[int], float]
) -> float:
    """Sum from ``first`` up, or one less what is below it: whichever is shorter."""
    if first <= middle:
        return max(0.0, 1.0 - _down(first - 1, log_of))
    total, k = 0.0, first
    while k <= last:
        term = exp(log_of(k))
        total += term
        if term <= _NOTHING * total:  # terms only fall from here on
            break
        k += 1
    return min(1.0, total)


def _down(first: int, log_of: Callable[[int], float]) -> float:
    """Sum from ``first`` down to nothing, largest terms wherever they are."""
    total, before = 0.0, inf
    for k in range(first, -1, -1):
        term = exp(log_of(k))
        total += term
        if total and term <= _NOTHING * total and term <= before:
            break
        before = term
    return total
