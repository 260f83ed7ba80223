"""Calendars and moments for tests of time: the national one comes from the oracle."""

import csv
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from lapor.domain.deadlines.rules import WorkCalendar

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
