"""From a sample to the whole: stratum-weighted means and shares with intervals.

Every estimate carries a 95 % interval with finite-population correction; a sample of
everything has an interval of no width. Cochran, Sampling Techniques, chapter 5.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import variance
from typing import Final

from lapor.kernel.statistics import Z95

#: A stratum with one answer has no variance of its own; this is the largest a share
#: or a score on 0 to 1 can have, so the interval errs on the wide side.
WIDEST: Final = 0.25


@dataclass(frozen=True)
class Estimate:
    """A mean with its interval, in the unit of the values. ``n`` of ``population``."""

    value: Fraction
    low: float
    high: float
    n: int
    population: int


def stratified(
    values: Mapping[str, list[Fraction]],
    sizes: Mapping[str, int],
    *,
    top: int = 1,
) -> Estimate | None:
    """Return the mean of a population from values by stratum; None without any.

    ``sizes`` are the answers of each stratum in the population; ``top`` the largest
    possible value, to which the interval is clipped. A stratum of which nothing was
    scored is left out, and the population with it.
    """
    known = {key: found for key, found in values.items() if found}
    population = sum(sizes[key] for key in known)
    if not population:
        return None
    mean, spread = Fraction(0), 0.0
    pooled = _pooled(known.values(), top)
    for key, found in known.items():
        size, n = sizes[key], len(found)
        weight = Fraction(size, population)
        mean += weight * sum(found, Fraction(0)) / n
        own = float(variance(found)) if n > 1 else pooled
        spread += float(weight) ** 2 * own / n * max(0.0, 1 - n / size)
    half = float(Z95) * sqrt(spread)
    return Estimate(
        mean,
        max(0.0, float(mean) - half),
        min(float(top), float(mean) + half),
        sum(map(len, known.values())),
        population,
    )


def _pooled(groups: Iterable[list[Fraction]], top: int) -> float:
    """Return the variance inside strata; the widest possible when none has two."""
    squares = degrees = 0.0
    for found in groups:
        if len(found) > 1:
            squares += float(variance(found)) * (len(found) - 1)
            degrees += len(found) - 1
    return squares / degrees if degrees else WIDEST * top**2


def corrected_share(
    checked: Mapping[str, list[bool]], sizes: Mapping[str, int]
) -> Estimate | None:
    """Return which share of "done" cases is really done, from outcome checks.

    ``checked`` says for each stratum which checked cases turned out to be done.
    """
    as_numbers = {
        key: [Fraction(int(done)) for done in found] for key, found in checked.items()
    }
    return stratified(as_numbers, sizes)
