"""When a step is reached: arithmetic of days, turned round so a database can ask it.

A step stands some days before or after the due day of a clock. For one moment ``at``
there is a last due instant for which the step is reached: so a whole country is asked
with one comparison, ``due_at <= until``, and no clock is folded.

- 75 and 90 percent: the beginning of the day on which that share of the term is passed.
- *n* days before: the beginning of the *n*-th working day before the due day.
- On the due day and *n* days after: when that day has ended (23:59:59 local), as any
  limit of *n* days ends (domain §8.2).
- A step never waits behind a later one: of a term of five days, 90 percent falls on
  the due day, but is told with the reminder of the day before.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from lapor.domain.deadlines.rules import Unit, WorkCalendar, end_of, local_day

from .words import Measure

ONE_DAY: Final = timedelta(days=1)
WHOLE: Final = 100  # percent


class Line(NamedTuple):
    """A step as arithmetic sees it. ``amount`` is percent or signed days."""

    step: int
    measure: Measure
    amount: int


class Offset(NamedTuple):
    """Days from the due day; ``is_early``: told when that day begins, else at its end.

    ``unit`` says which days count.
    """

    days: int
    unit: Unit
    is_early: bool


def offset_of(line: Line, amount: int, unit: Unit) -> Offset:
    """Return where a step stands against the due day of a term of ``amount`` days.

    >>> offset_of(Line(10, Measure.SHARE, 75), 14, Unit.WORKING_DAYS).days
    -3
    >>> offset_of(Line(40, Measure.WORKING_DAYS, 0), 14, Unit.WORKING_DAYS).is_early
    False
    """
    if line.measure == Measure.SHARE:
        used = int(Fraction(line.amount, WHOLE) * amount)
        return Offset(min(used + 1 - amount, 0), unit, True)
    counted = (
        Unit.WORKING_DAYS
        if line.measure == Measure.WORKING_DAYS
        else Unit.CALENDAR_DAYS
    )
    return Offset(line.amount, counted, line.amount < 0)


def last_due(
    offset: Offset, zone: str, calendar: WorkCalendar, at: datetime
) -> datetime:
    """Return the last due instant (UTC) for which the step is reached at ``at``.

    >>> day = datetime.fromisoformat("2025-03-20T05:00:00+00:00")  # a Thursday
    >>> plain = WorkCalendar({})
    >>> late = Offset(3, Unit.WORKING_DAYS, is_early=False)
    >>> last_due(late, "Asia/Jakarta", plain, day).date().isoformat()
    '2025-03-16'
    >>> soon = Offset(-1, Unit.WORKING_DAYS, is_early=True)
    >>> last_due(soon, "Asia/Jakarta", plain, day).date().isoformat()
    '2025-03-21'
    """
    today = local_day(at, zone)
    if offset.is_early:
        ahead = -offset.days
        if offset.unit == Unit.CALENDAR_DAYS:
            return end_of(today + timedelta(days=ahead), zone)
        return end_of(calendar.after(today, ahead) if ahead else today, zone)
    ended = today - ONE_DAY  # the last day that is over
    if offset.unit == Unit.CALENDAR_DAYS:
        return end_of(ended - timedelta(days=offset.days), zone)
    for _ in range(offset.days):
        while not calendar.is_working(ended):
            ended -= ONE_DAY
        ended -= ONE_DAY
    return end_of(ended, zone)


def reached_until(
    ladder: Sequence[Line],
    term: tuple[int, Unit],
    zone: str,
    calendar: WorkCalendar,
    at: datetime,
) -> dict[int, datetime]:
    """Return for each step the last due instant for which it is reached at ``at``.

    ``term`` is amount and unit of the limit.
    """
    found: dict[int, datetime] = {}
    latest: datetime | None = None
    for line in sorted(ladder, key=lambda each: each.step, reverse=True):
        until = last_due(offset_of(line, *term), zone, calendar, at)
        latest = until if latest is None else max(latest, until)
        found[line.step] = latest
    return found


def steps_reached(
    until: Mapping[int, datetime], due_at: datetime, climbed: int
) -> list[int]:
    """Return the steps above ``climbed`` that a clock due at ``due_at`` has reached."""
    return [step for step in sorted(until) if step > climbed and due_at <= until[step]]


def next_steps(ladder: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Yield pairs of a step and the one after it, beginning with 0.

    >>> list(next_steps([40, 10]))
    [(0, 10), (10, 40)]
    """
    before = 0
    for step in sorted(ladder):
        yield before, step
        before = step
