"""Reads of calendars and terms; cheap enough for every request."""

from lapor.domain.deadlines.queries.calendars import (
    calendar_for,
    calendar_named,
    calendars,
    calendars_changed_since,
    calendars_if,
    calendars_on,
    change_number,
    day_rows,
    days_of,
    has_days,
    holiday_rows,
)
from lapor.domain.deadlines.queries.snapshot import NATIONAL, STALE_AFTER, forget
from lapor.domain.deadlines.queries.terms import (
    allowance,
    due_for,
    regulations,
    term_for,
    term_rows,
    terms,
)

__all__ = [
    "NATIONAL",
    "STALE_AFTER",
    "allowance",
    "calendar_for",
    "calendar_named",
    "calendars",
    "calendars_changed_since",
    "calendars_if",
    "calendars_on",
    "change_number",
    "day_rows",
    "days_of",
    "due_for",
    "forget",
    "has_days",
    "holiday_rows",
    "regulations",
    "term_for",
    "term_rows",
    "terms",
]
