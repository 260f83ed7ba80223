"""Too few reports: what comparable places let one expect, and how rare so few are.

Few complaints are not good service (features 4.14): people may not know the channel,
not reach it, or not dare. The rate of a group times the exposure of a place is what is
expected; the scatter of the group says how much places differ without any silence.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from lapor.kernel.tails import scattered_floor, which_stand_out

from .thresholds import LUCK, Threshold

#: Fewer places tell nothing about what is usual.
FEWEST_PLACES: Final = 8
_ROUNDS: Final = 3
_STEADY: Final = 1e6


class Place(NamedTuple):
    """Reports from a place and its exposure: inhabitants, villages, or a year ago."""

    got: int
    exposure: float


class Usual(NamedTuple):
    """Reports for one of exposure, and the shape of the scatter between places."""

    rate: float
    shape: float


class Quiet(NamedTuple):
    """How many were expected, the chance of so few, and whether that is a sign."""

    is_sign: bool
    expected: float
    chance: float


def judge_silence(places: Sequence[Place], threshold: Threshold) -> list[Quiet]:
    """Judge the places of one group together.

    A sign needs at least ``fewest`` expected, less than ``tolerated`` of them received,
    and a chance below the level after correction for how many are judged. Silent places
    would pull down what is usual, so they are left out and the rest is looked at again.
    """
    kept = list(range(len(places)))
    quiet = [Quiet(is_sign=False, expected=0.0, chance=1.0) for _ in places]
    if len(places) < FEWEST_PLACES:
        return quiet
    for _ in range(_ROUNDS):
        usual = usual_of([places[i] for i in kept])
        if usual is None:
            return quiet
        quiet = _judged(places, usual, threshold)
        left = [i for i, found in enumerate(quiet) if not found.is_sign]
        if left == kept or len(left) < FEWEST_PLACES:
            break
        kept = left
    return quiet


def usual_of(places: Sequence[Place]) -> Usual | None:
    """Fit rate and scatter of a group by their moments; None when nothing is known."""
    exposure = sum(place.exposure for place in places)
    got = sum(place.got for place in places)
    if not got or exposure <= 0:
        return None
    rate = got / exposure
    means = [rate * place.exposure for place in places]
    extra = sum(
        (place.got - mean) ** 2 - mean
        for place, mean in zip(places, means, strict=True)
    )
    squares = sum(mean * mean for mean in means)
    shape = squares / extra if extra > squares / _STEADY else _STEADY
    return Usual(rate, shape)


def _judged(places: Sequence[Place], usual: Usual, threshold: Threshold) -> list[Quiet]:
    expected = [usual.rate * place.exposure for place in places]
    chances = [
        scattered_floor(place.got, mean, usual.shape)
        for place, mean in zip(places, expected, strict=True)
    ]
    stands = which_stand_out(chances, rate=LUCK)
    return [
        Quiet(
            stands_out
            and chance < threshold.level
            and mean >= threshold.fewest
            and place.got < threshold.tolerated * mean,
            mean,
            chance,
        )
        for place, mean, chance, stands_out in zip(
            places, expected, chances, stands, strict=True
        )
    ]
