"""Writes of calendars and terms; each is a fact in the ledger."""

from lapor.domain.deadlines.actions.calendars import (
    add_holiday,
    cancel_holiday,
    make_calendar,
)
from lapor.domain.deadlines.actions.loading import load_holidays, load_terms
from lapor.domain.deadlines.actions.terms import (
    add_regulation,
    change_regulation,
    set_allowance,
    set_term,
)

__all__ = [
    "add_holiday",
    "add_regulation",
    "cancel_holiday",
    "change_regulation",
    "load_holidays",
    "load_terms",
    "make_calendar",
    "set_allowance",
    "set_term",
]
