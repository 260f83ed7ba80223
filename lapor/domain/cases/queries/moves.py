"""How many due days a decree would move, counted before it is entered."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from lapor.domain.cases.models import Clock
from lapor.domain.deadlines.queries import calendars_if
from lapor.domain.deadlines.rules import Unit as DayUnit
from lapor.domain.deadlines.rules import WorkCalendar, fold, told

from .clocks import cap_of

#: The day begins first in the far east of the country: UTC+9.
_EARLIEST = timedelta(hours=9)
BATCH = 2_000


class Moves(NamedTuple):
    """What would happen to running clocks. Unit: clocks."""

    running: int
    later: int
    sooner: int

    @property
    def moved(self) -> int:
        """All that get another due day."""
        return self.later + self.sooner


def moves_if(calendar: str, *, on: date, name: str | None) -> Moves:
    """Count the running clocks that would move if a day were decided otherwise.

    ``name`` None makes the day a working day again. Nothing is changed. Only clocks
    that end on or after that day can move, so only those are folded.
    """
    calendars = calendars_if(calendar, on=on, name=name)
    begins = datetime.combine(on, time(), UTC) - _EARLIEST
    running = Clock.objects.filter(calendar__in=calendars, stopped_at=None)
    later = sooner = 0
    candidates = running.filter(due_at__gte=begins).values_list(
        "events", "term__amount", "term__unit", "zone", "calendar", "due_at"
    )
    for cells in candidates.iterator(chunk_size=BATCH):
        row = _Row(*cells)
        then = _due_at(row, calendars)
        if row.due_at is not None:
            later += then > row.due_at
            sooner += then < row.due_at
    return Moves(running.count(), later, sooner)


class _Limit(NamedTuple):
    amount: int
    unit: DayUnit


class _Row(NamedTuple):
    events: list[list[Any]]
    amount: int
    unit: str
    zone: str
    calendar: str
    due_at: datetime | None


def _due_at(row: _Row, calendars: Mapping[str, WorkCalendar]) -> datetime:
    limit = _Limit(row.amount, DayUnit(row.unit))
    calendar, events = calendars[row.calendar], told(row.events)
    cap = cap_of(events[0].at, row.zone)
    return fold(events, limit, row.zone, calendar, cap=cap).due_at
