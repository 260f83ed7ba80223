"""Which days are worked, by whom, as known when."""

import logging
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext

from lapor.domain.deadlines.models import Calendar, Holiday
from lapor.domain.deadlines.queries.snapshot import NATIONAL, snapshot
from lapor.domain.deadlines.rules import WorkCalendar
from lapor.kernel.errors import NotFound

_log: Final = logging.getLogger(__name__)


def calendar_for(
    code: str = NATIONAL, *, as_of: datetime | None = None, fresh: bool = False
) -> WorkCalendar:
    """Return the calendar with this code, from this process's copy.

    ``as_of`` asks for the calendar as people had made it by then; ``fresh`` looks
    for changes now instead of within two seconds. A code nobody made falls back to
    the national calendar with a warning: a wrong setting must not lose a report.
    Raises NotFound when there is no national calendar either.
    """
    kept = snapshot(fresh=fresh)
    if calendar := kept.calendar(code, as_of):
        return calendar
    if national := kept.calendar(NATIONAL, as_of):
        _log.warning("no calendar %r; the national one is used", code)
        return national
    raise NotFound(
        gettext(
            "Kalender hari kerja belum dimuat. Hubungi admin nasional untuk memuatnya."
        )
    )


def calendars() -> QuerySet[Calendar]:
    """Return all calendars with their bases, by code."""
    return Calendar.objects.select_related("base")


def has_days(code: str = NATIONAL) -> bool:
    """Tell whether a calendar has been loaded at all (looks at the database)."""
    return Holiday.objects.filter(calendar__code=code).exists()


def days_of(code: str, *, year: int) -> QuerySet[Holiday]:
    """Return every decision about days of a year, oldest first within a day."""
    return Holiday.objects.filter(calendar__code=code, on__year=year)


def calendars_if(code: str, *, on: date, name: str | None) -> dict[str, WorkCalendar]:
    """Return the calendars as they would be if a day were decided otherwise.

    ``name`` None makes the day a working day. A calendar built on this one follows,
    unless it has decided about the day itself.
    """
    kept = snapshot(fresh=True)
    found = {}
    for each in calendars_on(code, on=on):
        calendar = kept.calendar(each, None)
        if calendar is None:
            continue
        days = {day: why for day, why in calendar.holidays.items() if day != on}
        if name:
            days[on] = name
        found[each] = WorkCalendar(days, six_day=calendar.six_day)
    return found


def calendars_on(code: str, *, on: date | None = None) -> list[str]:
    """Return a calendar and those built on it, which change with it.

    With ``on`` those are left out that have decided about that day themselves.
    """
    sheets = snapshot(fresh=True).sheets
    found = [code] if code in sheets else []
    for above in found:
        for each, sheet in sheets.items():
            own = on is not None and any(day.on == on for day in sheet.days)
            if sheet.base == above and each not in found and not own:
                found.append(each)
    return found


def day_rows(code: str, *, year: int) -> dict[date, Holiday]:
    """Return the latest decision about each day of a year, of this calendar alone."""
    decisions = days_of(code, year=year).order_by("on", "version")
    return {day.on: day for day in decisions}


def calendar_named(code: str) -> Calendar:
    """Return one calendar with its base; raises NotFound."""
    found = calendars().filter(code=code).first()
    if found is None:
        raise NotFound(gettext("Kalender ini tidak ada."))
    return found
