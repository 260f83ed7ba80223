"""How far a tier agrees with the one below it (koefisien kesesuaian). Pure.

The upper tier scores a drawn part of the lower results anew. The coefficient is Lin's
concordance: 1 when every pair is equal, lower for scatter and for a constant shift
alike. It needs three pairs that differ; the mean distance is always shown beside it.
"""

import random
from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Final, NamedTuple

#: A tenth of the lower results, at least three (an assumption).
SHARE: Final = Fraction(1, 10)
LEAST: Final = 3
#: Two scores this near count as the same judgement, in points.
NEAR: Final = 5


class Agreement(NamedTuple):
    """``coefficient`` is None when it cannot be told; distances are in points."""

    pairs: int
    coefficient: Fraction | None
    distance: Fraction | None
    shift: Fraction | None
    near: int


def agreement(pairs: Sequence[tuple[Fraction, Fraction]]) -> Agreement:
    """Return how far pairs of (lower, upper) scores, 0 to 100, agree.

    >>> same = [(Fraction(n), Fraction(n)) for n in (50, 70, 90)]
    >>> agreement(same).coefficient
    Fraction(1, 1)
    """
    n = len(pairs)
    if not n:
        return Agreement(0, None, None, None, 0)
    lower = Fraction(sum(low for low, _up in pairs), n)
    upper = Fraction(sum(up for _low, up in pairs), n)
    distance = Fraction(sum(abs(up - low) for low, up in pairs), n)
    spread = sum((low - lower) ** 2 + (up - upper) ** 2 for low, up in pairs)
    together = sum((low - lower) * (up - upper) for low, up in pairs)
    below = spread + n * (lower - upper) ** 2
    enough = n >= LEAST and below > 0
    return Agreement(
        n,
        Fraction(2 * together, below) if enough else None,
        distance,
        upper - lower,
        sum(abs(up - low) <= NEAR for low, up in pairs),
    )


def drawn(keys: Sequence[int], *, seed: int) -> list[int]:
    """Return which of the lower results are scored anew; the same for the same seed."""
    size = min(len(keys), max(LEAST, ceil(SHARE * len(keys))))
    luck = random.Random(seed)  # noqa: S311 - a draw that must be repeatable
    return sorted(luck.sample(sorted(keys), size))
