"""Days off: added, cancelled, imported (hari libur dan cuti bersama)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from lapor.domain.deadlines.actions.changes import next_change
from lapor.domain.deadlines.models import Calendar, Holiday
from lapor.domain.deadlines.queries import NATIONAL, calendar_for, calendars_on
from lapor.domain.deadlines.rules import HolidayKind
from lapor.domain.deadlines.rules.rows import HolidayRow
from lapor.domain.ledger.actions import record
from lapor.kernel import queue
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Conflict, Invalid, NotFound


@transaction.atomic
def make_calendar(
    *,
    code: str,
    name: str,
    by: Actor,
    at: datetime,
    base: str | None = NATIONAL,
    six_day: bool = False,
) -> Calendar:
    """Make a regional or six-day calendar on top of another (``base``).

    Raises Conflict if the code is taken, NotFound if the base is not there.
    """
    number = next_change()
    if Calendar.objects.filter(code=code).exists():
        raise Conflict(gettext("Kalender dengan kode ini sudah ada."))
    below = _calendar(base) if base else None
    made = Calendar.objects.create(code=code, name=name, base=below, six_day=six_day)
    record(
        "calendar.added",
        subject=f"calendar:{code}",
        actor=by,
        at=at,
        six_day=six_day,
        base=base or "",
        change=number,
    )
    return made


@transaction.atomic
def add_holiday(
    *,
    on: date,
    name: str,
    kind: HolidayKind,
    legal_basis: str,
    by: Actor,
    at: datetime,
    calendar: str = NATIONAL,
    recompute: bool = True,
) -> Holiday:
    """Declare a day off under a decree; open clocks are folded again in a job.

    ``recompute`` False leaves that to the caller. Raises Invalid without a decree or
    a name, or when the kind is ``working_day`` (use ``cancel_holiday``).
    """
    if kind == HolidayKind.WORKING_DAY:
        raise Invalid(gettext("Untuk mencabut hari libur, pakai pencabutan."))
    row = HolidayRow(calendar, on, name, kind, legal_basis)
    return _decide(row, by=by, at=at, recompute=recompute)


@transaction.atomic
def cancel_holiday(
    *,
    on: date,
    legal_basis: str,
    by: Actor,
    at: datetime,
    calendar: str = NATIONAL,
    name: str = "",
    recompute: bool = True,
) -> Holiday:
    """Make a day off a working day again, under a decree.

    ``recompute`` as with ``add_holiday``. Raises Invalid without a decree, Conflict
    when the day is no holiday.
    """
    known = calendar_for(calendar, fresh=True).holidays.get(on)
    if known is None:
        raise Conflict(
            gettext("{on} bukan hari libur pada kalender ini.").format(
                on=on.isoformat()
            )
        )
    row = HolidayRow(calendar, on, name or known, HolidayKind.WORKING_DAY, legal_basis)
    return _decide(row, by=by, at=at, recompute=recompute)


def recompute_later(codes: Iterable[str]) -> None:
    """Let running clocks be folded again once these calendars have changed.

    Whoever keeps clocks listens under this name; calendars built on them follow.
    """
    affected = {each for code in codes for each in calendars_on(code)}
    for code in sorted(affected):
        queue.defer("cases.recompute", calendar=code)


def _decide(row: HolidayRow, *, by: Actor, at: datetime, recompute: bool) -> Holiday:
    if not row.legal_basis.strip():
        raise Invalid(
            gettext("Dasar hukum harus diisi."),
            fields={"legal_basis": gettext("Tulis nomor keputusannya.")},
        )
    if not row.name.strip():
        raise Invalid(
            gettext("Nama hari libur harus diisi."),
            fields={"name": gettext("Tulis nama hari libur ini.")},
        )
    day = _write(row, number=next_change(), by=by, at=at)
    if recompute:
        recompute_later({row.calendar})
    return day


def _write(row: HolidayRow, *, number: int, by: Actor, at: datetime) -> Holiday:
    day = Holiday.objects.create(
        calendar=_calendar(row.calendar),
        on=row.on,
        name=row.name.strip(),
        kind=row.kind,
        legal_basis=row.legal_basis.strip(),
        added_at=at,
        added_by=by.ref,
        version=number,
    )
    is_cancelled = row.kind == HolidayKind.WORKING_DAY
    record(
        "holiday.cancelled" if is_cancelled else "holiday.added",
        subject=f"calendar:{row.calendar}",
        actor=by,
        at=at,
        on=row.on.isoformat(),
        kind=row.kind,
        legal_basis=day.legal_basis,
        change=number,
    )
    return day


def _calendar(code: str) -> Calendar:
    try:
        return Calendar.objects.get(code=code)
    except Calendar.DoesNotExist:
        raise NotFound(gettext("Kalender ini tidak ada.")) from None
