"""How far two assessors agree: Cohen's kappa with quadratic weights."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from .rubric import BEST, WORST

#: Below this, assessors meet to calibrate (domain §12.4).
ENOUGH: Final = Fraction(6, 10)


def weighted_kappa(
    pairs: Sequence[tuple[int, int]], *, low: int = WORST, high: int = BEST
) -> Fraction | None:
    """Return kappa with quadratic weights of marks from ``low`` to ``high``.

    1 is full agreement, 0 what chance gives. None without pairs, or when chance alone
    would agree fully (everybody gave one and the same mark) and nothing can be said.
    Exact. Cohen, Psychological Bulletin 70 (1968).

    >>> weighted_kappa([(0, 0), (4, 4), (2, 2)])
    Fraction(1, 1)
    """
    n = len(pairs)
    if not n:
        return None
    span = (high - low) ** 2
    first = [sum(a == mark for a, _b in pairs) for mark in range(low, high + 1)]
    second = [sum(b == mark for _a, b in pairs) for mark in range(low, high + 1)]
    seen = Fraction(sum((a - b) ** 2 for a, b in pairs), span * n)
    by_chance = Fraction(
        sum(
            first[i] * second[j] * (i - j) ** 2
            for i in range(len(first))
            for j in range(len(second))
        ),
        span * n * n,
    )
    return 1 - seen / by_chance if by_chance else None


def needs_calibration(kappa: Fraction | None) -> bool:
    """Say whether assessors must meet: kappa is known and below 0.6."""
    return kappa is not None and kappa < ENOUGH
