"""Writes of calendars and terms; each is a fact in the ledger."""

from lapor.domain.deadlines.actions.calendars import (
    add_holiday,
    cancel_holiday,
    import_holidays,
    make_calendar,
)
from lapor.domain.deadlines.actions.loading import load_holidays, load_terms
from lapor.domain.deadlines.actions.terms import (
    add_regulation,
    import_terms,
    set_allowance,
    set_term,
)

__all__ = [
    "add_holiday",
    "add_regulation",
    "cancel_holiday",
    "import_holidays",
    "import_terms",
    "load_holidays",
    "load_terms",
    "make_calendar",
    "set_allowance",
    "set_term",
]
