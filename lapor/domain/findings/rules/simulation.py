"""Agencies of known behaviour, honest and not, to see how often a detector is right.

Every simulation draws agencies as they work in thirteen weeks and lets the real rules
judge them all together. Honest agencies differ too: in size, in habits, by season; a
detector that takes a difference for a trick names them. How they differ is assumed here
and stated in words, so the rates hold for agencies like these and not for all.
"""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from random import Random
from types import MappingProxyType
from typing import Final, NamedTuple

from lapor.kernel.simulated import Outcome, binomial, outcome, poisson, scattered

from .bursts import WEEKS, judge_bursts
from .shares import Count, judge_shares
from .silence import Place, judge_silence
from .thresholds import shipped_on
from .words import Kind

HONEST: Final = 400
GUILTY: Final = 40
TODAY: Final = date(2026, 12, 31)
WORKING_DAYS: Final = 63
MINUTES: Final = 9 * 60
SESSION: Final = 30  # minutes
#: A text that so many answers have is a copy.
COPIES: Final = 5


class Habit(NamedTuple):
    """A share as honest agencies have it (beta) and as others have it (from, to)."""

    honest: tuple[float, float]
    guilty: tuple[float, float]


#: Beta(1, 60) has a mean of 1.6 % and one in twenty above 5 %.
HABITS: Final[Mapping[Kind, Habit]] = MappingProxyType(
    {
        Kind.SWIFT: Habit((1, 60), (0.2, 0.5)),
        Kind.UNANSWERED: Habit((1, 300), (0.08, 0.3)),
        Kind.SILENT_CLOSING: Habit((12, 18), (0.85, 0.98)),
        Kind.PING_PONG: Habit((2, 30), (0.3, 0.6)),
        Kind.SELF_MADE: Habit((1, 40), (0.25, 0.5)),
        Kind.BACKDATED: Habit((1, 2000), (0.05, 0.2)),
        Kind.ARCHIVING: Habit((4, 26), (0.6, 0.9)),
    }
)


def simulate(kind: Kind, *, seed: int) -> Outcome:
    """Return how one detector does on agencies drawn by a seed."""
    luck = Random(f"{seed} {kind}")  # noqa: S311 - a simulation, not a secret
    guilty = [i < GUILTY for i in range(HONEST + GUILTY)]
    luck.shuffle(guilty)
    return outcome(kind, guilty, _SPECIAL.get(kind, _by_habit)(kind, guilty, luck))


def simulate_all(*, seed: int) -> list[Outcome]:
    """Return how every detector does."""
    return [simulate(kind, seed=seed) for kind in Kind]


def _size(luck: Random) -> int:
    """Answers of an agency in thirteen weeks: from a few to thousands."""
    return min(3_000, max(20, round(luck.lognormvariate(5.0, 1.0))))


def _by_habit(kind: Kind, guilty: list[bool], luck: Random) -> list[bool]:
    counts = []
    for is_guilty in guilty:
        whole, habit = _size(luck), HABITS[kind]
        share = (
            luck.uniform(*habit.guilty)
            if is_guilty
            else luck.betavariate(*habit.honest)
        )
        counts.append(Count(binomial(luck, whole, share), whole))
    return _signs(counts, kind)


def _signs(counts: list[Count], kind: Kind) -> list[bool]:
    verdicts = judge_shares(counts, shipped_on(kind, TODAY))
    return [verdict.is_sign for verdict in verdicts]


def _bursts(kind: Kind, guilty: list[bool], luck: Random) -> list[bool]:
    """Weeks scatter and drift; who cheats moves a third to two thirds to the last."""
    histories = []
    for is_guilty in guilty:
        size, drift = _size(luck), luck.uniform(-0.02, 0.02)
        shape = luck.uniform(5, 40)
        weeks = [
            scattered(luck, size / WEEKS * (1 + drift * (week - 6)), shape)
            for week in range(WEEKS)
        ]
        if is_guilty:
            part = luck.uniform(0.33, 0.67)
            moved = [binomial(luck, n, part) for n in weeks[:-1]]
            weeks = [n - m for n, m in zip(weeks, moved, strict=False)]
            weeks.append(scattered(luck, size / WEEKS, shape) + sum(moved))
        histories.append(weeks)
    verdicts = judge_bursts(histories, shipped_on(kind, TODAY))
    return [verdict.is_sign for verdict in verdicts]


def _copies(kind: Kind, guilty: list[bool], luck: Random) -> list[bool]:
    """Everybody has thirty standard texts; the honest use one for 2 % of answers."""
    counts = []
    for is_guilty in guilty:
        whole = _size(luck)
        share = luck.uniform(0.2, 0.7) if is_guilty else luck.betavariate(2, 98)
        texts = [0] * (3 if is_guilty else 30)
        for _ in range(binomial(luck, whole, share)):
            texts[luck.randrange(len(texts))] += 1
        counts.append(Count(sum(n for n in texts if n >= COPIES), whole))
    return _signs(counts, kind)


def _accounts(kind: Kind, guilty: list[bool], luck: Random) -> list[bool]:
    """A person logs in two or three times a day, and 2 % of the time twice in a row.

    A shared account is three to six persons who do not know of each other.
    """
    counts = []
    for is_guilty in guilty:
        persons = luck.randint(3, 6) if is_guilty else 1
        quick = whole = 0
        for _ in range(WORKING_DAYS):
            n = poisson(luck, 2.5 * persons)
            times = sorted(luck.uniform(0, MINUTES) for _ in range(n))
            if not is_guilty:  # his session still runs: he need not log in again
                times = _half_an_hour_apart(times)
                again = binomial(luck, len(times), 0.02)
                quick, whole = quick + again, whole + again
            quick += sum(later - earlier < 10 for earlier, later in pairwise(times))
            whole += len(times)
        counts.append(Count(quick, whole))
    return _signs(counts, kind)


def _half_an_hour_apart(times: list[float]) -> list[float]:
    kept: list[float] = []
    for minute in times:
        if not kept or minute - kept[-1] > SESSION:
            kept.append(minute)
    return kept


def _silence(kind: Kind, guilty: list[bool], luck: Random) -> list[bool]:
    """Places differ in size and by a factor of two in zeal; silent ones keep 3 %."""
    places = []
    for is_guilty in guilty:
        exposure = luck.lognormvariate(5.0, 0.5)
        rate = 0.5 * (0.03 if is_guilty else 1.0)
        places.append(Place(scattered(luck, rate * exposure, 4.0), exposure))
    found = judge_silence(places, shipped_on(kind, TODAY))
    return [quiet.is_sign for quiet in found]


_SPECIAL: Final[Mapping[Kind, Callable[[Kind, list[bool], Random], list[bool]]]] = (
    MappingProxyType(
        {
            Kind.BURST: _bursts,
            Kind.COPIES: _copies,
            Kind.SHARED_ACCOUNT: _accounts,
            Kind.SILENCE: _silence,
        }
    )
)
