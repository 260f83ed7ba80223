"""The periods whose numbers are counted ahead: this year and the last, in pieces."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from lapor.domain.analytics.rules.indicator import Basis, Window
from lapor.domain.analytics.rules.periods import Period, parse_period

#: A number is counted again when it is this old; finished periods change seldom.
FRESH: Final = timedelta(minutes=10)
FRESH_WHEN_OVER: Final = timedelta(hours=12)
#: Counting takes at most one part in so many of the time of a machine.
SHARE: Final = 30


def usual_periods(on: date) -> list[Period]:
    """Return years, halves, quarters of this year and the last, and two months.

    The newest first, inside a year the longest first; none that has not begun.
    """
    return [period for period in map(parse_period, _names(on)) if period.first <= on]


def _names(on: date) -> Iterator[str]:
    last_month = on.replace(day=1) - timedelta(days=1)
    yield f"{on:%Y-%m}"
    yield f"{last_month:%Y-%m}"
    for year in (on.year, on.year - 1):
        yield str(year)
        yield from (f"{year}-S{half}" for half in (2, 1))
        yield from (f"{year}-Q{quarter}" for quarter in (4, 3, 2, 1))


def window_of(period: Period, basis: Basis, *, at: datetime) -> Window:
    """Return a period as indicators see it at a moment."""
    return Window(period.start, period.end, at, basis)


def is_due(
    period: Period, counted_at: datetime | None, took: timedelta, *, at: datetime
) -> bool:
    """Say whether a period is to be counted again.

    Soon while it lasts, seldom once it is over, and never so often that counting
    becomes the main work of the machine.
    """
    if counted_at is None:
        return True
    wait = FRESH if at < period.end + FRESH_WHEN_OVER else FRESH_WHEN_OVER
    return at - counted_at >= max(wait, SHARE * took)
