"""What indicators ask of days: measures, issues, items and plans have dates."""

from datetime import timedelta
from typing import Any, Final

from lapor.domain.analytics.rules.indicator import Window

#: Thirty days for an action to take hold, ninety days to look at (domain §12.3).
UNTIL_TESTED: Final = timedelta(days=120)


def within(day: Any, window: Window) -> Any:
    """A day of the period; never null."""
    return day.notnull() & (day >= window.first) & (day <= window.last)


def due(day: Any, window: Window) -> Any:
    """A day of the period that has passed at the cut-off."""
    return within(day, window) & (day <= window.today)


def due_by(day: Any, window: Window) -> Any:
    """A day that has passed at the end of the period or at the cut-off."""
    return day.notnull() & (day <= window.today)


def tested(day: Any, window: Window) -> Any:
    """The test of an action that ended on this day fell into the period."""
    return (
        day.notnull()
        & (day >= window.first - UNTIL_TESTED)
        & (day <= window.last - UNTIL_TESTED)
    )
