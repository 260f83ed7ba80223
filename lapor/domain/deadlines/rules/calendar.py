"""A calendar of working days: weekdays less holidays (kalender hari kerja).

A working day is Monday to Friday (Perpres 21/2023), or to Saturday where an office
works six days, less national holidays and collective leave (SKB 3 Menteri).
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple

from lapor.kernel.enums import noop, translate

ONE_DAY: Final = timedelta(days=1)
SATURDAY, SUNDAY = noop("Sabtu"), noop("Minggu")
_WEEKEND: Final = {5: SATURDAY, 6: SUNDAY}


class Skipped(NamedTuple):
    """A day that does not count, and why: ``Sabtu``, or a holiday's name."""

    on: date
    why: str

    @property
    def label(self) -> str:
        """The reason in the language of the reader."""
        return ", ".join(translate(part) for part in self.why.split(", "))


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked. ``holidays`` maps a day off to its name.

    >>> nasional = WorkCalendar({date(2025, 3, 28): "Cuti Bersama Hari Suci Nyepi"})
    >>> nasional.is_working(date(2025, 3, 27)), nasional.is_working(date(2025, 3, 28))
    (True, False)
    >>> nasional.why_not(date(2025, 3, 29))
    'Sabtu'
    """

    holidays: Mapping[date, str]
    six_day: bool = False
    _closed: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the holidays that fall on days otherwise worked."""
        closed = sorted(day for day in self.holidays if day.weekday() < self._week)
        object.__setattr__(self, "_closed", tuple(closed))

    @property
    def _week(self) -> int:
        return 6 if self.six_day else 5

    def is_working(self, day: date) -> bool:
        """Tell whether the office works on that day."""
        return day.weekday() < self._week and day not in self.holidays

    def why_not(self, day: date) -> str:
        """Say why a day is not worked; empty when it is.

        >>> WorkCalendar({date(2025, 3, 29): "Hari Suci Nyepi"}).why_not(
        ...     date(2025, 3, 29)
        ... )
        'Sabtu, Hari Suci Nyepi'
        """
        weekend = _WEEKEND[day.weekday()] if day.weekday() >= self._week else ""
        return ", ".join(filter(None, (weekend, self.holidays.get(day, ""))))

    def on_or_after(self, day: date) -> date:
        """Return the day itself if worked, else the next day that is."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day``; 0 rolls onto one.

        >>> WorkCalendar({}).after(date(2025, 12, 31), 2)
        datetime.date(2026, 1, 2)
        """
        if count == 0:
            return self.on_or_after(day)
        for _ in range(count):
            day = self.on_or_after(day + ONE_DAY)
        return day

    def count(self, after: date, until: date) -> int:
        """Count working days later than ``after``, up to and with ``until``.

        By arithmetic, so that years cost no more than days; 0 if ``until`` is not
        later.

        >>> WorkCalendar({}).count(date(2025, 1, 3), date(2025, 1, 6))
        1
        """
        return max(self._worked_until(until) - self._worked_until(after), 0)

    def _worked_until(self, day: date) -> int:
        weeks, rest = divmod(day.toordinal(), 7)
        ordinary = weeks * self._week + min(rest, self._week)
        return ordinary - bisect_right(self._closed, day)


def days(first: date, last: date) -> Iterator[date]:
    """Yield every day from ``first`` to ``last``, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
