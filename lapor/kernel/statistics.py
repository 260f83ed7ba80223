"""Small statistics that several parts need: exact where a formula allows it."""

from fractions import Fraction
from math import ceil, sqrt
from typing import Final

#: Two-sided 95 %, as the manuals of public surveys print it.
Z95: Final = Fraction(196, 100)


def sample_size(
    population: int, margin: Fraction, *, share: Fraction = Fraction(1, 2)
) -> int:
    """Return how many of a finite population to ask for a margin at 95 %.

    ``margin`` and ``share`` are ratios. Krejcie and Morgan (1970) with z = 1.96:
    ``N z² p(1-p) / (e²(N-1) + z² p(1-p))``, rounded up.

    >>> sample_size(1000, Fraction(1, 10)), sample_size(30, Fraction(15, 100))
    (88, 18)
    """
    if population <= 0:
        return 0
    spread = Z95**2 * share * (1 - share)
    return ceil(population * spread / (margin**2 * (population - 1) + spread))


def margin_of_mean(variance: float, n: int, population: int | None = None) -> float:
    """Return the half width of the 95 % interval of a mean.

    Unit: that of the values. A finite ``population`` makes it narrower; 0 when all of
    it was asked.
    """
    if n <= 0:
        return 0.0
    left = 1.0 if population is None else max(0.0, 1 - n / population)
    return float(Z95) * sqrt(max(variance, 0.0) / n * left)


def wilson_interval(kept: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson (1927), both ends 0 to 1.

    Its lower end orders leagues, so that 3 of 3 does not beat 950 of 1,000. With
    nobody asked nothing is known: 0 to 1.

    >>> [round(end, 4) for end in wilson_interval(950, 1000)]
    [0.9347, 0.9619]
    >>> round(wilson_interval(3, 3)[0], 4)
    0.4385
    """
    if n <= 0:
        return 0.0, 1.0
    z, share = float(Z95), kept / n
    middle = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)
