"""How far two assessors agree: Cohen's kappa with quadratic weights."""

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from typing import Final

from lapor.kernel.statistics import Z95

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


def interval_of(
    pairs: Sequence[tuple[int, int]], *, low: int = WORST, high: int = BEST
) -> tuple[float, float] | None:
    """Return the 95 % interval of the weighted kappa, -1 to 1; None where it is.

    For large samples (Fleiss, Cohen and Everitt, Psychological Bulletin 72, 1969);
    with few pairs it is rough, and wide.
    """
    found = weighted_kappa(pairs, low=low, high=high)
    if found is None:
        return None
    n, kappa, marks = len(pairs), float(found), range(low, high + 1)
    first = {mark: sum(a == mark for a, _b in pairs) / n for mark in marks}
    second = {mark: sum(b == mark for _a, b in pairs) / n for mark in marks}
    span = (high - low) ** 2
    near = {(i, j): 1 - (i - j) ** 2 / span for i in marks for j in marks}
    of_row = {i: sum(near[i, j] * second[j] for j in marks) for i in marks}
    of_column = {j: sum(near[i, j] * first[i] for i in marks) for j in marks}
    by_chance = sum(first[i] * of_row[i] for i in marks)
    spread = sum(
        (near[a, b] - (of_row[a] + of_column[b]) * (1 - kappa)) ** 2 / n
        for a, b in pairs
    )
    spread -= (kappa - by_chance * (1 - kappa)) ** 2
    half = float(Z95) * sqrt(max(spread, 0.0) / n) / (1 - by_chance)
    return max(-1.0, kappa - half), min(1.0, kappa + half)


def needs_calibration(kappa: Fraction | None) -> bool:
    """Say whether assessors must meet: kappa is known and below 0.6."""
    return kappa is not None and kappa < ENOUGH
