"""How the clocks of a case stand, and why a date is what it is."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from lapor.domain.cases.models import Case, Clock
from lapor.domain.deadlines.queries import allowance, calendar_for
from lapor.domain.deadlines.rules import (
    Allowed,
    Limit,
    PauseCap,
    Standing,
    Timer,
    fold,
    told,
)
from lapor.domain.deadlines.rules import Unit as DayUnit


class WhyThisDate(NamedTuple):
    """One running term with everything that made its date (shown to anybody)."""

    timer: Timer
    standing: Standing
    amount: int
    unit: DayUnit
    regulation: str
    article: str
    started_at: datetime
    zone: str


def standing_of(
    clock: Clock, *, limit: Limit | None, at: datetime | None = None
) -> Standing:
    """Fold the events of a clock under its term and today's calendar.

    ``limit`` spares a query when the caller has the term already; ``at`` (UTC)
    defaults to the last event.
    """
    events = told(clock.events)
    calendar = calendar_for(clock.calendar)
    cap = cap_of(events[0].at, clock.zone)
    limit = limit or _limit(clock)
    return fold(events, limit, clock.zone, calendar, cap=cap, at=at)


def cap_of(began_at: datetime, zone: str) -> PauseCap:
    """Return how often and how long a clock may stand still that began then."""
    began_on = began_at.astimezone(ZoneInfo(zone)).date()
    return PauseCap(
        allowance(Allowed.MOST_PAUSES, on=began_on),
        allowance(Allowed.PAUSE_DAYS, on=began_on),
    )


def why(case: Case, timer: Timer, *, at: datetime) -> WhyThisDate | None:
    """Explain the latest clock of a kind; None when the case never had one."""
    clock = (
        Clock.objects.filter(case=case, timer=timer, assignment=None)
        .select_related("term__regulation")
        .order_by("-pk")
        .first()
    )
    if clock is None:
        return None
    until = clock.stopped_at or at
    return WhyThisDate(
        timer,
        standing_of(clock, limit=None, at=until),
        clock.term.amount,
        DayUnit(clock.term.unit),
        str(clock.term.regulation),
        clock.term.article,
        datetime.fromisoformat(clock.events[0][1]),
        clock.zone,
    )


class _Line(NamedTuple):
    amount: int
    unit: DayUnit


def _limit(clock: Clock) -> Limit:
    return _Line(clock.term.amount, DayUnit(clock.term.unit))
