"""The counting rule: from a moment to its due day, and time spent between two.

The day of the event is day 0. A limit of n working days ends at 23:59:59.999999,
local time of the agency, on the n-th working day after. What happens on a day off
counts as if it had happened on the next working day. Calendar days are counted
likewise, without leaving any out.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lapor.domain.deadlines.rules.calendar import (
    ONE_DAY,
    Skipped,
    WorkCalendar,
    days,
)
from lapor.domain.deadlines.rules.terms import Unit

LONGEST: Final = 3660
"""No limit of the law is longer than ten years, in days."""

_TICK: Final = timedelta(microseconds=1)
_DAY_IN_TICKS: Final = ONE_DAY // _TICK


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends, and why on that day.

    ``due_at`` is the last microsecond that is still in time, in UTC. ``counted``
    are the days that made up the limit; ``skipped`` those left out on the way,
    each with its reason; ``day_zero`` is neither.
    """

    due_on: date
    due_at: datetime
    day_zero: date
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]

    def is_late(self, at: datetime) -> bool:
        """Tell whether ``at`` is past the limit; the last instant is in time."""
        return at > self.due_at


def local_day(at: datetime, zone: str) -> date:
    """Return the day on the wall of an office in ``zone``.

    Raises ValueError for a time without a zone, or a zone that does not exist.

    >>> local_day(datetime(2025, 3, 27, 17, 30, tzinfo=UTC), "Asia/Jakarta")
    datetime.date(2025, 3, 28)
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return at.astimezone(_zone(zone)).date()


def end_of(day: date, zone: str) -> datetime:
    """Return the last microsecond of a local day, in UTC.

    >>> end_of(date(2025, 4, 15), "Asia/Jayapura").isoformat()
    '2025-04-15T14:59:59.999999+00:00'
    """
    return datetime.combine(day, time.max, _zone(zone)).astimezone(UTC)


def due(
    start: datetime, amount: int, unit: Unit, zone: str, calendar: WorkCalendar
) -> Due:
    """Return the end of a limit of ``amount`` days that began at ``start``.

    ``zone`` is that of the agency. Raises ValueError when ``start`` has no zone or
    ``amount`` is not between 1 and ten years of days.

    >>> friday = datetime(2025, 3, 21, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
    >>> found = due(friday, 5, Unit.WORKING_DAYS, "Asia/Jakarta", WorkCalendar({}))
    >>> found.due_on.isoformat(), found.due_at.isoformat()
    ('2025-03-28', '2025-03-28T16:59:59.999999+00:00')
    >>> [(day.on.day, day.why) for day in found.skipped]
    [(22, 'Sabtu'), (23, 'Minggu')]
    """
    check_amount(amount)
    first = local_day(start, zone)
    if unit == Unit.CALENDAR_DAYS:
        due_on = first + timedelta(days=amount)
        every_day = tuple(days(first + ONE_DAY, due_on))
        return Due(due_on, end_of(due_on, zone), first, every_day, ())
    zero = calendar.on_or_after(first)
    due_on = calendar.after(zero, amount)
    counted, skipped = [], []
    for day in days(first, due_on):
        if why := calendar.why_not(day):
            skipped.append(Skipped(day, why))
        elif day > zero:
            counted.append(day)
    return Due(due_on, end_of(due_on, zone), zero, tuple(counted), tuple(skipped))


def check_amount(amount: int) -> None:
    """Raise ValueError unless the amount is a possible limit, 1 to ``LONGEST``."""
    if not 1 <= amount <= LONGEST:
        raise ValueError(f"{amount} days is no limit: 1 to {LONGEST}")


def working_days_between(
    start: datetime, end: datetime, zone: str, calendar: WorkCalendar
) -> int:
    """Return how many working days were taken, by the counting rule.

    It is the smallest limit that ``end`` would still have kept: n or fewer if and
    only if ``end`` is not past ``due(start, n, …)``. Day 0, and anything before it,
    is 0; work done on a Sunday counts to the Monday. Raises ValueError if ``end``
    is earlier than ``start``.

    >>> jakarta = ZoneInfo("Asia/Jakarta")
    >>> thursday, sunday = (datetime(2025, 3, d, 9, tzinfo=jakarta) for d in (20, 23))
    >>> working_days_between(thursday, sunday, "Asia/Jakarta", WorkCalendar({}))
    2
    """
    _check_order(start, end)
    zero = calendar.on_or_after(local_day(start, zone))
    last = calendar.on_or_after(local_day(end, zone))
    return calendar.count(zero, last)


def elapsed_days(
    start: datetime, end: datetime, zone: str, calendar: WorkCalendar
) -> Fraction:
    """Return the time that fell on working days, in days of 24 hours, exactly.

    Unit   days; 2.4 hours on a working day are 1/10. Nights count, days off do not.
    Empty  0 when all of it fell on days off.

    Raises ValueError if ``end`` is earlier than ``start``.

    >>> jakarta = ZoneInfo("Asia/Jakarta")
    >>> friday = datetime(2025, 3, 21, 12, tzinfo=jakarta)
    >>> monday = datetime(2025, 3, 24, 6, tzinfo=jakarta)
    >>> elapsed_days(friday, monday, "Asia/Jakarta", WorkCalendar({}))
    Fraction(3, 4)
    """
    _check_order(start, end)
    first, last = local_day(start, zone), local_day(end, zone)
    ticks = calendar.count(first - ONE_DAY, last) * _DAY_IN_TICKS
    if calendar.is_working(first):
        ticks -= (start - _midnight(first, zone)) // _TICK
    if calendar.is_working(last):
        ticks -= (_midnight(last + ONE_DAY, zone) - end) // _TICK
    return Fraction(ticks, _DAY_IN_TICKS)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, _zone(zone)).astimezone(UTC)


def _check_order(start: datetime, end: datetime) -> None:
    if end < start:
        raise ValueError(f"{end.isoformat()} is before {start.isoformat()}")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone") from error
