"""Working days by table, for millions of due dates; a test holds it to the real rule.

Moments are whole seconds since 1970 (UTC). A zone is its distance from UTC in seconds:
the three Indonesian zones have no summer time.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from lapor.domain.deadlines.rules import Unit, WorkCalendar

DAY: Final = 86_400
EPOCH: Final = date(1970, 1, 1)


class Days:
    """A calendar between two days, unrolled. Days are counted since 1970."""

    def __init__(self, calendar: WorkCalendar, first: date, last: date) -> None:
        """Unroll; a day outside raises IndexError or is wrong, so give margins."""
        self.calendar = calendar
        self.first = (first - EPOCH).days
        self.worked: list[int] = []
        self.zero: list[int] = []
        self.count: list[int] = []
        day = first
        while day <= last:
            self.zero.append(len(self.worked))
            if calendar.is_working(day):
                self.worked.append((day - EPOCH).days)
            self.count.append(len(self.worked))
            day += timedelta(days=1)

    def due(self, start: int, amount: int, unit: Unit, zone: int) -> int:
        """Return the first second after the due day, by the counting rule."""
        day = (start + zone) // DAY
        if unit == Unit.CALENDAR_DAYS:
            last = day + amount
        else:
            last = self.worked[self.zero[day - self.first] + amount]
        return (last + 1) * DAY - zone

    def is_working(self, day: int) -> bool:
        """Tell whether a day is worked."""
        place = self.zero[day - self.first]
        return place < len(self.worked) and self.worked[place] == day

    def elapsed(self, start: int, end: int, zone: int) -> int:
        """Return the seconds that fell on working days."""
        first, last = (start + zone) // DAY, (end + zone) // DAY
        before = self.count[first - 1 - self.first]
        taken = (self.count[last - self.first] - before) * DAY
        if self.is_working(first):
            taken -= start + zone - first * DAY
        if self.is_working(last):
            taken -= (last + 1) * DAY - (end + zone)
        return taken

    def in_office(self, moment: int, zone: int, luck: float) -> int:
        """Return the moment itself in office hours, else some time the next morning."""
        day, second = divmod(moment + zone, DAY)
        if 8 * 3600 <= second < 16 * 3600 and self.is_working(day):
            return moment
        if second >= 16 * 3600:
            day += 1
        day = self.worked[self.zero[day - self.first]]
        return day * DAY + 8 * 3600 + int(luck * 6 * 3600) - zone


@lru_cache(maxsize=4)
def zone_seconds(name: str) -> int:
    """Return how far a zone is from UTC, in seconds."""
    offset = datetime(2020, 1, 1, tzinfo=ZoneInfo(name)).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def seconds(moment: datetime) -> int:
    """Return a moment as whole seconds since 1970."""
    return int(moment.timestamp())


@lru_cache(maxsize=256)
def iso(moment: int) -> str:
    """Return a moment as the database and the clocks write it."""
    return datetime.fromtimestamp(moment, UTC).isoformat()


@lru_cache(maxsize=4096)
def iso_due(after: int) -> str:
    """Return the last microsecond before a moment: the end of a due day."""
    return (datetime.fromtimestamp(after, UTC) - timedelta(microseconds=1)).isoformat()


@lru_cache(maxsize=4096)
def day_of(day: int) -> date:
    """Return the calendar day of a day counted since 1970."""
    return EPOCH + timedelta(days=day)
