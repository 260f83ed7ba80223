"""Closing much at the end of a period: the last week against the twelve before it."""

from collections.abc import Sequence
from statistics import mean, pvariance
from typing import Final

from lapor.kernel.tails import scattered_tail, which_stand_out

from .shares import Verdict
from .thresholds import LUCK, Threshold

WEEKS: Final = 13
_STEADY: Final = 1e6


def judge_bursts(
    histories: Sequence[Sequence[int]], threshold: Threshold
) -> list[Verdict]:
    """Judge the last week of each history of answers a week, oldest first.

    Weeks of one agency scatter more than luck alone (holidays, leave, field work), so
    its own scatter is the measure: negative binomial with the mean and the variance of
    its twelve weeks. ``tolerated`` is so many times the usual week.
    """
    chances = [chance_of(weeks) for weeks in histories]
    stands = which_stand_out(chances, rate=LUCK)
    return [
        Verdict(
            stands_out
            and chance < threshold.level
            and weeks[-1] >= threshold.fewest
            and weeks[-1] >= threshold.tolerated * mean(weeks[:-1]),
            threshold.tolerated,
            chance,
        )
        for weeks, chance, stands_out in zip(histories, chances, stands, strict=True)
    ]


def chance_of(weeks: Sequence[int]) -> float:
    """Return the chance of such a last week, or a busier one, if nothing changed."""
    usual, last = weeks[:-1], weeks[-1]
    expected = mean(usual) or 1 / len(usual)
    spread = max(pvariance(usual) * len(usual) / (len(usual) - 1), expected)
    spread *= 1 + 1 / len(usual)  # the mean itself is only estimated
    extra = spread - expected
    shape = min(_STEADY, expected**2 / extra) if extra > 0 else _STEADY
    return scattered_tail(last, expected, shape)
