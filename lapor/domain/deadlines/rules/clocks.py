"""A clock folded from its events: started, paused, resumed, extended, stopped.

A clock stands still only while the reporter has to act, within a cap (by default
two pauses and twenty working days together). The rule, exactly:

- Every event on a day off counts as if it happened on the next working day.
- The day of a pause still counts; the days after it do not, up to and with the day
  of the answer, which is a new day 0 for what was left of the limit.
- When the cap is used up the clock runs again by itself, even in silence: the last
  day of the cap is then day 0. So a paused clock always has a due day, the latest
  it can get, and nobody has to wake it.
- A pause that begins after the due instant changes nothing: late stays late. It
  still counts as one of the pauses allowed. A pause beyond the cap has no effect.
- An extension adds its days, of the limit's own kind, to what is left. Whether it may
  be granted is for the one who grants it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final, NamedTuple, Protocol

from lapor.domain.deadlines.rules.calendar import Skipped, WorkCalendar, days
from lapor.domain.deadlines.rules.counting import Due, check_amount, end_of, local_day
from lapor.domain.deadlines.rules.terms import Unit
from lapor.kernel.enums import Labelled, noop

WITH_REPORTER: Final = noop("Menunggu pelapor")


class EventKind(Labelled):
    """What can happen to a clock."""

    STARTED = "started", noop("mulai")
    PAUSED = "paused", noop("dijeda")
    RESUMED = "resumed", noop("berjalan lagi")
    EXTENDED = "extended", noop("diperpanjang")
    STOPPED = "stopped", noop("berhenti")


class ClockEvent(NamedTuple):
    """One thing that happened to a clock; ``at`` is aware.

    ``days`` are those of an extension, in the unit of the limit.
    """

    kind: EventKind
    at: datetime
    days: int = 0


def told(rows: Iterable[Sequence[Any]]) -> list[ClockEvent]:
    """Return the events of a clock as it keeps them: ``["paused", "2026-…Z"]``.

    >>> told([["extended", "2026-03-02T02:00:00+00:00", 5]])[0].days
    5
    """
    return [
        ClockEvent(EventKind(kind), datetime.fromisoformat(at), *days)
        for kind, at, *days in rows
    ]


class ClockState(Labelled):
    """How a clock stands."""

    RUNNING = "running", noop("berjalan")
    PAUSED = "paused", noop("dijeda")
    STOPPED = "stopped", noop("berhenti")


class PauseCap(NamedTuple):
    """How often and how long a clock may be paused in all."""

    pauses: int = 2
    working_days: int = 20


class Limit(Protocol):
    """Anything with an amount and a unit, such as a ``TermLine``."""

    @property
    def amount(self) -> int:
        """Days allowed."""

    @property
    def unit(self) -> Unit:
        """How they are counted."""


class Pause(NamedTuple):
    """Days later than ``after`` up to and with ``until`` were the reporter's."""

    after: date
    until: date

    def __contains__(self, day: object) -> bool:
        """Tell whether a day was the reporter's."""
        return isinstance(day, date) and self.after < day <= self.until


@dataclass(frozen=True, slots=True)
class Standing:
    """How a clock stands after its events, and why it is due when it is.

    ``used`` days of the limit had gone by at the moment asked for (may exceed the
    limit when late; what stopped on a day off counts to the next working day);
    ``extended`` days were added to it.
    ``runs_again_at`` is when a pause ends by itself. For a paused
    clock ``due`` holds if the reporter stays silent: the latest it can become.
    """

    state: ClockState
    due: Due
    used: int
    pauses: tuple[Pause, ...]
    runs_again_at: datetime | None
    stopped_at: datetime | None
    is_late: bool
    extended: int = 0

    @property
    def due_on(self) -> date:
        """The due day, local."""
        return self.due.due_on

    @property
    def due_at(self) -> datetime:
        """The last instant in time, in UTC."""
        return self.due.due_at


@dataclass(frozen=True, slots=True)
class _Run:
    """The arithmetic in between: ``left`` days count from after ``anchor``."""

    limit: Limit
    zone: str
    calendar: WorkCalendar
    anchor: date
    left: int
    cap: PauseCap
    pauses: tuple[Pause, ...] = ()
    paused_on: date | None = None

    def on_or_after(self, day: date) -> date:
        """Move a day off to the next working day, unless every day counts."""
        if self.limit.unit == Unit.CALENDAR_DAYS:
            return day
        return self.calendar.on_or_after(day)

    def after(self, day: date, count: int) -> date:
        """Return the ``count``-th day that counts after ``day``."""
        if self.limit.unit == Unit.CALENDAR_DAYS:
            return day + timedelta(days=count)
        return self.calendar.after(day, count)

    def count(self, after: date, until: date) -> int:
        """Count days that count, later than ``after`` up to ``until``."""
        if self.limit.unit == Unit.CALENDAR_DAYS:
            return max((until - after).days, 0)
        return self.calendar.count(after, until)

    @property
    def due_on(self) -> date:
        """The due day, were nothing else to happen."""
        return self.after(self.anchor, self.left)

    def paused(self, at: datetime) -> "_Run":
        """Begin a pause, if one is left, the clock runs and is not late."""
        day = local_day(at, self.zone)
        if self.paused_on or min(self.cap) < 1:
            return self
        cap = self.cap._replace(pauses=self.cap.pauses - 1)
        if day > self.due_on:
            return replace(self, cap=cap)
        day = self.on_or_after(day)
        left = self.left - self.count(self.anchor, day)
        return replace(self, cap=cap, anchor=day, left=left, paused_on=day)

    def resumed(self, at: datetime | None) -> "_Run":
        """End the pause at ``at``, or when the cap is used up, if earlier."""
        if self.paused_on is None:
            return self
        until = self.calendar.after(self.paused_on, self.cap.working_days)
        if at is not None:
            until = min(until, self.on_or_after(local_day(at, self.zone)))
        rest = self.cap.working_days - self.calendar.count(self.paused_on, until)
        return replace(
            self,
            anchor=until,
            cap=self.cap._replace(working_days=rest),
            pauses=(*self.pauses, Pause(self.paused_on, until)),
            paused_on=None,
        )


def fold(
    events: Iterable[ClockEvent],
    limit: Limit,
    zone: str,
    calendar: WorkCalendar,
    *,
    cap: PauseCap = PauseCap(),  # noqa: B008 - immutable
    at: datetime | None = None,
) -> Standing:
    """Return how a clock stands at ``at`` (default: right after its last event).

    ``events`` come oldest first: one ``started``, then any, ``stopped`` last. A
    pause while paused, or a resumption while running, changes nothing. Raises
    ValueError for any other order, for a time without zone or an impossible limit.
    """
    story = _checked(events)
    check_amount(limit.amount)
    first = local_day(story[0].at, zone)
    run = _Run(limit, zone, calendar, first, limit.amount, cap)
    run = replace(run, anchor=run.on_or_after(first))
    zero, stopped_at = run.anchor, None
    for kind, moment, added in story:
        if kind == EventKind.PAUSED:
            run = run.paused(moment)
        elif kind == EventKind.RESUMED:
            run = run.resumed(moment)
        elif kind == EventKind.EXTENDED:
            run = replace(run, left=run.left + added)
        elif kind == EventKind.STOPPED:
            stopped_at = moment
    stands = _standing(run, first, zero, stopped_at or at or story[-1].at, stopped_at)
    extended = sum(event.days for event in story if event.kind == EventKind.EXTENDED)
    return replace(stands, extended=extended)


def _standing(
    run: _Run, first: date, zero: date, at: datetime, stopped_at: datetime | None
) -> Standing:
    """Close an open pause at its cap and read off the result as of ``at``."""
    is_open = run.paused_on is not None
    run = run.resumed(None)
    due = _explained(run, first, zero)
    wakes_at = None
    state = ClockState.STOPPED if stopped_at else ClockState.RUNNING
    if is_open and not stopped_at:
        ends_at = end_of(run.pauses[-1].until, run.zone)
        if at <= ends_at:
            state, wakes_at = ClockState.PAUSED, ends_at + timedelta(microseconds=1)
    today = local_day(at, run.zone)
    if stopped_at:
        today = run.on_or_after(today)
    used = run.count(zero, today) - sum(
        run.count(pause.after, min(pause.until, today)) for pause in run.pauses
    )
    return Standing(state, due, used, run.pauses, wakes_at, stopped_at, due.is_late(at))


def _explained(run: _Run, first: date, zero: date) -> Due:
    """Name every day from the start to the due day: counted, or skipped and why."""
    due_on = run.due_on
    counted, skipped = [], []
    for day in days(first, due_on):
        is_off = run.limit.unit == Unit.WORKING_DAYS and run.calendar.why_not(day)
        if is_off:
            skipped.append(Skipped(day, is_off))
        elif any(day in pause for pause in run.pauses):
            skipped.append(Skipped(day, WITH_REPORTER))
        elif day > zero:
            counted.append(day)
    return Due(due_on, end_of(due_on, run.zone), zero, tuple(counted), tuple(skipped))


def _checked(events: Iterable[ClockEvent]) -> Sequence[ClockEvent]:
    """Return the events as a list, or raise ValueError if they make no sense."""
    story = list(events)
    kinds = [event.kind for event in story]
    if not kinds or kinds[0] != EventKind.STARTED:
        raise ValueError("a clock begins with its start")
    if EventKind.STARTED in kinds[1:]:
        raise ValueError("a clock starts once; a new start is a new clock")
    if EventKind.STOPPED in kinds[:-1]:
        raise ValueError("nothing happens to a clock that has stopped")
    times = [event.at for event in story]
    if any(later < earlier for earlier, later in pairwise(times)):
        raise ValueError("the events of a clock go forward in time")
    return story
