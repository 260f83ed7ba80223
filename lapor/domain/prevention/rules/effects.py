"""Did it help? Complaints before and after a preventive action (domain §12.3)."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from .counts import Ratio, rate_ratio
from .words import Effect

LENGTH: Final = timedelta(days=90)
WASH_OUT: Final = timedelta(days=30)
YEAR: Final = timedelta(days=364)  # the same weekdays, the same season


class Windows(NamedTuple):
    """Two windows of the same length; first days, and days after the last."""

    before: tuple[date, date]
    after: tuple[date, date]
    same_season: bool


def windows(finished_on: date, *, first_data: date | None) -> Windows:
    """Return which days are compared for an action that ended on a day.

    After it come 30 days that do not count, then 90 that do. Before it count the same
    90 days of the year before, if there are data of then, else the 90 days before it.
    """
    start = finished_on + WASH_OUT
    after = (start, start + LENGTH)
    season = (after[0] - YEAR, after[1] - YEAR)
    if first_data is not None and first_data <= season[0]:
        return Windows(season, after, same_season=True)
    return Windows((finished_on - LENGTH, finished_on), after, same_season=False)


class Verdict(NamedTuple):
    """The counts that were compared, the ratio and the verdict."""

    before: int
    after: int
    exposure_before: int
    exposure_after: int
    ratio: Ratio | None
    effect: Effect


def judge(
    *, before: int, after: int, exposure_before: int, exposure_after: int
) -> Verdict:
    """Judge two windows; exposure is all reports of the agency in each of them.

    Effective when even the upper bound of the ratio is below 1, worse when even the
    lower one is above, else unproven: then nothing is claimed.
    """
    ratio = rate_ratio(
        after,
        before,
        exposure_after=exposure_after,
        exposure_before=exposure_before,
    )
    effect = Effect.UNPROVEN
    if ratio and ratio.high < 1:
        effect = Effect.EFFECTIVE
    if ratio and ratio.low > 1:
        effect = Effect.WORSE
    return Verdict(before, after, exposure_before, exposure_after, ratio, effect)
