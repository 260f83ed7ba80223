"""Working days, due days and clocks: pure arithmetic (domain rules of time)."""

from lapor.domain.deadlines.rules.calendar import Skipped, WorkCalendar
from lapor.domain.deadlines.rules.clocks import (
    ClockEvent,
    ClockState,
    EventKind,
    Limit,
    Pause,
    PauseCap,
    Standing,
    fold,
    told,
)
from lapor.domain.deadlines.rules.counting import (
    Due,
    due,
    elapsed_days,
    end_of,
    local_day,
    working_days_between,
)
from lapor.domain.deadlines.rules.terms import (
    Allowed,
    Evidence,
    HolidayKind,
    StartsAt,
    TermLine,
    Timer,
    Unit,
)

__all__ = [
    "Allowed",
    "ClockEvent",
    "ClockState",
    "Due",
    "EventKind",
    "Evidence",
    "HolidayKind",
    "Limit",
    "Pause",
    "PauseCap",
    "Skipped",
    "Standing",
    "StartsAt",
    "TermLine",
    "Timer",
    "Unit",
    "WorkCalendar",
    "due",
    "elapsed_days",
    "end_of",
    "fold",
    "local_day",
    "told",
    "working_days_between",
]
