"""Too large a share: of answers within the hour, of copies, of returns and so on."""

from collections.abc import Sequence
from statistics import median
from typing import Final, NamedTuple

from lapor.kernel.tails import binomial_tail, which_stand_out

from .thresholds import LUCK, Threshold

#: With fewer agencies there is no middle of all to compare with.
FEWEST_PEERS: Final = 5
#: A share of fewer says nothing about what is usual.
FEWEST_OF_PEER: Final = 20


class Count(NamedTuple):
    """``part`` of ``whole`` of somebody."""

    part: int
    whole: int


class Verdict(NamedTuple):
    """Whether it is a sign, what was tolerated, and the chance of luck."""

    is_sign: bool
    tolerated: float
    chance: float


def judge_shares(counts: Sequence[Count], threshold: Threshold) -> list[Verdict]:
    """Judge everybody together.

    A share is a sign when even at the tolerated share so many would hardly ever come
    about (exact binomial tail), after correction for how many are judged. So a small
    agency is not named for two of three.
    """
    tolerated = tolerated_of(counts, threshold)
    chances = [binomial_tail(part, whole, tolerated) for part, whole in counts]
    stands = which_stand_out(chances, rate=LUCK)
    return [
        Verdict(
            stands_out and chance < threshold.level and count.part >= threshold.fewest,
            tolerated,
            chance,
        )
        for count, chance, stands_out in zip(counts, chances, stands, strict=True)
    ]


def tolerated_of(counts: Sequence[Count], threshold: Threshold) -> float:
    """Return the share nobody asks about: the fixed one, or that above the middle."""
    usual = [part / whole for part, whole in counts if whole >= FEWEST_OF_PEER]
    if threshold.margin is None or len(usual) < FEWEST_PEERS:
        return threshold.tolerated
    return min(0.99, max(threshold.tolerated, median(usual) + threshold.margin))
