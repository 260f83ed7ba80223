"""The numbered days of every calendar, for the database to count with."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final
from zlib import crc32

from lapor.domain.analytics.models import FactState, WorkDay
from lapor.domain.deadlines.models import Calendar, Change
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.deadlines.rules import WorkCalendar
from lapor.domain.organisations.models import Organisation
from lapor.kernel import bulk
from lapor.kernel.errors import NotFound

FIRST: Final = date(2000, 1, 1)
LAST: Final = date(2060, 12, 31)
ONE_DAY: Final = timedelta(days=1)
COLUMNS: Final = ("calendar", "day", "is_working", "before")


def fill_workdays(cursor: Any) -> bool:
    """Number the days anew if a calendar or its users changed; says whether.

    Runs in the caller's transaction. Without any calendar there are no numbers, and
    no durations.
    """
    codes = _codes()
    mark = _mark(codes)
    state = FactState.objects.first()
    if state is not None and state.calendars == mark:
        return False
    cursor.execute("DELETE FROM analytics_workday")
    for code in codes:
        if calendar := _calendar(code):
            bulk.copy_in(WorkDay, COLUMNS, _days(code, calendar))
    cursor.execute("ANALYZE analytics_workday")
    if state is not None:
        FactState.objects.filter(pk=state.pk).update(calendars=mark)
    return True


def _codes() -> list[str]:
    used = Organisation.objects.order_by().values_list("calendar_code", flat=True)
    return sorted({*used.distinct(), *Calendar.objects.values_list("code", flat=True)})


def _mark(codes: list[str]) -> str:
    change = Change.objects.first()
    return f"{change.token if change else ''} {crc32('|'.join(codes).encode()):08x}"


def _calendar(code: str) -> WorkCalendar | None:
    try:
        return calendar_for(code, fresh=True)
    except NotFound:
        return None


def _days(code: str, calendar: WorkCalendar) -> Iterator[tuple[str, date, bool, int]]:
    """Yield the days; asks the database for nothing, which is busy taking them."""
    day, before = FIRST, 0
    while day <= LAST:
        is_working = calendar.is_working(day)
        yield code, day, is_working, before
        before += is_working
        day += ONE_DAY
