"""Calendars and moments for tests of time: the national one comes from the oracle."""

import csv
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from lapor.domain.deadlines import actions
from lapor.domain.deadlines.actions.changes import next_change
from lapor.domain.deadlines.models import Calendar, Holiday
from lapor.domain.deadlines.rules import (
    Evidence,
    StartsAt,
    Timer,
    Unit,
    WorkCalendar,
)
from lapor.domain.deadlines.rules.rows import TermRow
from lapor.kernel.actor import SYSTEM

ORACLE = Path(__file__).parent.parent / "domain/deadlines/holidays_id_2019_2027.csv"
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


@cache
def oracle_rows() -> tuple[tuple[date, str, str], ...]:
    """Return (day, kind, name) of the published lists 2019 to 2027."""
    with ORACLE.open(newline="") as file:
        return tuple(
            (date.fromisoformat(row["date"]), row["kind"], row["name"])
            for row in csv.DictReader(file)
        )


@cache
def national_calendar(*, six_day: bool = False) -> WorkCalendar:
    """Return the national calendar of 2019 to 2027, without a database."""
    days_off = {day: name for day, _, name in oracle_rows()}
    return WorkCalendar(days_off, six_day=six_day)


def local(text: str, zone: str = "Asia/Jakarta") -> datetime:
    """Return ``2025-03-28 10:00`` as a moment in a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def load_calendar(code: str = "nasional") -> Calendar:
    """Put the oracle's days into the database, as known for ever."""
    calendar = Calendar.objects.create(code=code, name="Kalender nasional")
    number = next_change()
    kinds = {"libur_nasional": "public", "cuti_bersama": "collective"}
    Holiday.objects.bulk_create(
        Holiday(
            calendar=calendar,
            on=day,
            name=name,
            kind=kinds[kind],
            legal_basis="SKB 3 Menteri",
            added_at=local("2019-01-01 08:00"),
            added_by="system",
            version=number,
            is_loaded=True,
        )
        for day, kind, name in oracle_rows()
    )
    return calendar


def load_law() -> None:
    """Put calendar and limits into the database: what most tests need."""
    load_calendar()
    actions.load_terms(by=SYSTEM, at=local("2025-01-01 08:00"))


def term_row(**changes: object) -> TermRow:
    """Return a checked row of a limit: completion of information in 3 days."""
    row = TermRow(
        timer=Timer.COMPLETION,
        classification="information",
        organisation="",
        amount=3,
        unit=Unit.WORKING_DAYS,
        starts_at=StartsAt.DISPATCH,
        regulation="PermenPANRB 5/2025",
        article="Pasal 9",
        evidence=Evidence.ARTICLE,
        valid_from=date(2026, 1, 1),
        valid_until=None,
        transition="",
    )
    return row._replace(**changes)  # type: ignore[arg-type]
