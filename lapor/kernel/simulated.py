"""Luck for simulations, by seed; and what came out of one."""

from math import exp, floor, sqrt
from random import Random
from typing import Final, NamedTuple

#: From this mean on a Poisson count is drawn as a rounded normal one.
_LARGE: Final = 60


class Outcome(NamedTuple):
    """How many that were planted were found, and how many honest ones were named."""

    name: str
    planted: int
    found: int
    honest: int
    alarms: int

    @property
    def sensitivity(self) -> float:
        """The part of what was planted that was found."""
        return self.found / self.planted if self.planted else 0.0

    @property
    def false_alarms(self) -> float:
        """The part of the honest that were named."""
        return self.alarms / self.honest if self.honest else 0.0


def outcome(name: str, guilty: list[bool], named: list[bool]) -> Outcome:
    """Count what was named against what was planted."""
    both = list(zip(guilty, named, strict=True))
    return Outcome(
        name,
        sum(guilty),
        sum(is_guilty and is_named for is_guilty, is_named in both),
        len(guilty) - sum(guilty),
        sum(is_named and not is_guilty for is_guilty, is_named in both),
    )


def poisson(luck: Random, mean: float) -> int:
    """Draw a count with this mean."""
    if mean > _LARGE:
        return max(0, floor(luck.gauss(mean, sqrt(mean)) + 0.5))
    edge, product, n = exp(-mean), luck.random(), 0
    while product > edge:
        product *= luck.random()
        n += 1
    return n


def scattered(luck: Random, mean: float, shape: float) -> int:
    """Draw a count whose rate is itself scattered (negative binomial)."""
    return poisson(luck, luck.gammavariate(shape, mean / shape)) if mean > 0 else 0


def binomial(luck: Random, n: int, chance: float) -> int:
    """Draw how many of ``n`` happen."""
    return sum(luck.random() < chance for _ in range(n))
