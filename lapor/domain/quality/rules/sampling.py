"""Which answers are looked at: how many, from which strata, drawn by a seed.

Domain §12.4: strata are class x unit x on time or late x rated or not; the sample is
proportional, at least one from each stratum; what auditors must see is taken whole.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil
from random import Random
from typing import Final, NamedTuple

from lapor.kernel.statistics import sample_size

#: Margins of error by level, and the smallest sample (assumptions of domain §12.4).
MACRO_MARGIN: Final = Fraction(10, 100)
MICRO_MARGIN: Final = Fraction(15, 100)
SMALLEST: Final = 10
#: Part of a sample that two assessors score, and the fewest of them.
DOUBLE: Final = Fraction(20, 100)
FEWEST_DOUBLE: Final = 5


class Candidate(NamedTuple):
    """One answer that may be drawn. ``must`` ones are taken whole."""

    case_id: int
    unit: str
    classification: str
    is_late: bool
    is_rated: bool
    must: bool = False

    @property
    def stratum(self) -> str:
        """The stratum as people read it: class, unit, lateness, rating."""
        return "|".join(
            (
                self.classification or "-",
                self.unit or "-",
                "late" if self.is_late else "on_time",
                "rated" if self.is_rated else "unrated",
            )
        )


class Drawn(NamedTuple):
    """One drawn answer, with what its weight is made of."""

    case_id: int
    stratum: str
    stratum_size: int
    stratum_sampled: int
    is_double: bool


def size_of(population: int, margin: Fraction) -> int:
    """Return the size of a sample: by the formula, at least 10, or all if N <= 10.

    >>> size_of(1000, MACRO_MARGIN), size_of(30, MICRO_MARGIN), size_of(7, MACRO_MARGIN)
    (88, 18, 7)
    """
    if population <= SMALLEST:
        return population
    return max(SMALLEST, sample_size(population, margin))


def allocate(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """Share ``n`` places among strata by their sizes, at least one each.

    Largest remainders decide what rounding leaves over; ties go by name. When there
    are more strata than places, every stratum still gets its one.
    """
    total = sum(sizes.values())
    if not total:
        return {}
    n = min(max(n, len(sizes)), total)
    exact = {key: Fraction(size * n, total) for key, size in sizes.items()}
    given = {key: min(sizes[key], max(1, int(exact[key]))) for key in sizes}
    by_need = sorted(sizes, key=lambda key: (given[key] - exact[key], key))
    while (left := n - sum(given.values())) > 0:
        open_ones = [key for key in by_need if given[key] < sizes[key]]
        for key in open_ones[:left]:
            given[key] += 1
    while sum(given.values()) > n:
        several = [key for key, places in given.items() if places > 1]
        rich = max(several, key=lambda key: (given[key] - exact[key], key))
        given[rich] -= 1
    return given


def draw(
    candidates: Sequence[Candidate],
    *,
    margin: Fraction,
    seed: int,
    n: int | None = None,
) -> list[Drawn]:
    """Draw a sample that the same seed draws again, whatever order they come in.

    ``n`` replaces the size by formula. The order drawn is the order to score in; at
    least a fifth, and at least five, are marked to be scored by two.
    """
    luck = Random(f"sample {seed}")  # noqa: S311 - repeatable on purpose, no secret
    must = sorted(c.case_id for c in candidates if c.must)
    strata: dict[str, list[int]] = defaultdict(list)
    for each in sorted(candidates, key=lambda c: c.case_id):
        if not each.must:
            strata[each.stratum].append(each.case_id)
    population = len(candidates) - len(must)
    wanted = n if n is not None else size_of(population, margin)
    sizes = {name: len(members) for name, members in sorted(strata.items())}
    drawn = [(key, "must", len(must), len(must)) for key in must]
    for name, places in allocate(sizes, wanted).items():
        for key in luck.sample(strata[name], places):
            drawn.append((key, name, sizes[name], places))
    luck.shuffle(drawn)
    doubles = doubled(len(drawn))
    return [Drawn(*row, is_double=i < doubles) for i, row in enumerate(drawn)]


def doubled(n: int) -> int:
    """Return how many of a sample are scored by two.

    >>> doubled(88), doubled(10), doubled(3)
    (18, 5, 3)
    """
    return min(n, max(FEWEST_DOUBLE, ceil(n * DOUBLE)))
