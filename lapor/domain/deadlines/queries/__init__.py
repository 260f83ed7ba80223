"""Reads of calendars and terms; cheap enough for every request."""

from lapor.domain.deadlines.queries.calendars import (
    calendar_for,
    calendar_named,
    calendars,
    calendars_if,
    calendars_on,
    day_rows,
    days_of,
    has_days,
)
from lapor.domain.deadlines.queries.snapshot import NATIONAL, STALE_AFTER, forget
from lapor.domain.deadlines.queries.terms import (
    allowance,
    allowances,
    regulation_named,
    regulations,
    term_for,
    terms,
)

__all__ = [
    "NATIONAL",
    "STALE_AFTER",
    "allowance",
    "allowances",
    "calendar_for",
    "calendar_named",
    "calendars",
    "calendars_if",
    "calendars_on",
    "day_rows",
    "days_of",
    "forget",
    "has_days",
    "regulation_named",
    "regulations",
    "term_for",
    "terms",
]
