"""Compute one due day and explain it."""

import json
from argparse import ArgumentTypeError
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.formats import date_format
from django.utils.translation import gettext

from lapor.domain.deadlines import queries
from lapor.domain.deadlines.actions.loading import published_days
from lapor.domain.deadlines.rules import (
    Due,
    TermLine,
    Timer,
    Unit,
    WorkCalendar,
    due,
    end_of,
    local_day,
)
from lapor.domain.organisations.queries import organisation_by_code

DEFAULT_ZONE = "Asia/Jakarta"
ABBREVIATIONS = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}


class Answer(NamedTuple):
    """What was asked and what came out."""

    start: datetime
    amount: int
    unit: Unit
    zone: str
    calendar_name: str
    term: TermLine | None
    found: Due


class Command(BaseCommand):
    """Parse, make one call into the domain, say what came out."""

    help = "Menghitung jatuh tempo dan menjelaskan setiap hari yang dihitung"
    example = "lapor due --from 2025-03-28T10:00+07:00 --days 5 --explain"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Either a number of days or a timer of the law; one agency or one zone."""
        parser.add_argument(
            "--from",
            dest="start",
            required=True,
            type=_moment,
            metavar="WAKTU",
            help="saat mulai dengan zona, misalnya 2025-03-28T10:00+07:00",
        )
        limit = parser.add_mutually_exclusive_group(required=True)
        limit.add_argument("--days", type=_amount, help="lamanya, dalam hari kerja")
        limit.add_argument("--timer", choices=list(Timer), help="batas waktu peraturan")
        parser.add_argument(
            "--unit",
            type=Unit,
            choices=list(Unit),
            default=Unit.WORKING_DAYS,
            help="satuan --days (bawaan: working_days)",
        )
        parser.add_argument(
            "--class", dest="classification", default="", help="kode klasifikasi"
        )
        parser.add_argument(
            "--on", type=_day, help="hari laporan masuk (bawaan: hari --from)"
        )
        parser.add_argument("--agency", help="kode instansi: zona, kalender, batasnya")
        parser.add_argument("--zone", type=_zone, help="misalnya Asia/Makassar")
        parser.add_argument("--calendar", help="kode kalender (bawaan: nasional)")
        parser.add_argument(
            "--explain", action="store_true", help="sebut setiap hari dan alasannya"
        )
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *, explain: bool, json: bool, **asked: Any) -> None:
        """Compute and tell."""
        try:
            answer = self._answer(**asked)
        except DatabaseError as error:
            raise CommandError(
                gettext("Basis data belum siap. Jalankan lapor up, atau pakai --days.")
            ) from error
        if json:
            self.stdout.write(as_json(answer))
        else:
            self.stdout.write("\n".join(as_text(answer, explain=explain)))

    def _answer(
        self,
        *,
        start: datetime,
        days: int | None,
        unit: Unit,
        timer: str | None,
        classification: str,
        on: date | None,
        agency: str | None,
        zone: str | None,
        calendar: str | None,
        **_: object,
    ) -> Answer:
        office = organisation_by_code(agency) if agency else None
        zone = zone or (office.zone if office else DEFAULT_ZONE)
        code = calendar or (office.calendar_code if office else queries.NATIONAL)
        term = None
        if timer:
            term = queries.term_for(
                timer,
                classification=classification,
                organisation_id=office.pk if office else None,
                on=on or local_day(start, zone),
            )
            days, unit = term.amount, term.unit
        assert days is not None  # noqa: S101 - argparse demands one of the two
        try:
            found = due(start, days, unit, zone, self._calendar(code, start))
        except OverflowError as error:
            raise CommandError(
                gettext("Tanggal itu terlalu jauh."), returncode=2
            ) from error
        return Answer(start, days, unit, zone, code, term, found)

    def _calendar(self, code: str, start: datetime) -> WorkCalendar:
        """Take the calendar of the database; if there is none, say so."""
        try:
            if queries.has_days(code):
                return queries.calendar_for(code, fresh=True)
            why = gettext("Kalender “{code}” belum ada di basis data").format(code=code)
        except DatabaseError:
            why = gettext("Basis data belum siap")
        self.stderr.write(
            gettext("{why}; dipakai hari libur bawaan program.").format(why=why)
        )
        years = range(start.year - 1, start.year + 12)
        return WorkCalendar({day.on: day.name for day in published_days(years)})


def as_json(answer: Answer) -> str:
    """Return the answer for machines; instants in UTC, days as local dates."""
    found, term = answer.found, answer.term
    told: dict[str, object] = {
        "from": answer.start.isoformat(),
        "days": answer.amount,
        "unit": answer.unit,
        "zone": answer.zone,
        "calendar": answer.calendar_name,
        "day_zero": found.day_zero.isoformat(),
        "due_on": found.due_on.isoformat(),
        "due_at": found.due_at.isoformat(),
        "counted": [day.isoformat() for day in found.counted],
        "skipped": [
            {"on": day.on.isoformat(), "why": day.why} for day in found.skipped
        ],
    }
    if term:
        told["term"] = {
            "timer": term.timer,
            "classification": term.classification,
            "regulation": term.regulation,
            "article": term.article,
            "evidence": term.evidence,
        }
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_text(answer: Answer, *, explain: bool) -> list[str]:
    """Return the answer for people, line by line."""
    found = answer.found
    zone = ABBREVIATIONS.get(answer.zone, answer.zone)
    lines = [
        gettext("Jatuh tempo: {day} pukul 23.59 {zone}").format(
            day=_say(found.due_on), zone=zone
        ),
        gettext("Batas waktu: {amount} {unit}").format(
            amount=answer.amount, unit=answer.unit.label
        ),
    ]
    if answer.term:
        lines[-1] += f" ({answer.term.legal_text}; {answer.term.evidence.label})"
    if not explain:
        return lines
    marks = {day: str(number) for number, day in enumerate(found.counted, start=1)}
    marks[found.day_zero] = gettext("0 (hari mulai)")
    reasons = {day.on: day.label for day in found.skipped}
    lines += ["", gettext("Hari demi hari:")]
    for day in sorted({*marks, *reasons}):
        mark = marks.get(day) or gettext("tidak dihitung: {why}").format(
            why=reasons[day]
        )
        lines.append(f"  {_say(day):<28} {mark}")
    return lines


def _say(day: date) -> str:
    return date_format(day, "l, j F Y")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            gettext(
                "“{text}” bukan waktu; tulis seperti 2025-03-28T10:00+07:00"
            ).format(text=text)
        ) from None
    if moment.tzinfo is None:
        raise ArgumentTypeError(
            gettext(
                "“{text}” tanpa zona; tambahkan +07:00, +08:00, atau +09:00"
            ).format(text=text)
        )
    return moment


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            gettext("“{text}” bukan tanggal; tulis seperti 2025-03-28").format(
                text=text
            )
        ) from None


def _zone(text: str) -> str:
    try:
        end_of(date(2025, 1, 1), text)
    except ValueError:
        raise ArgumentTypeError(
            gettext("zona “{text}” tidak dikenal; misalnya Asia/Jakarta").format(
                text=text
            )
        ) from None
    return str(ZoneInfo(text))


def _amount(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:5]) <= 3660):
        raise ArgumentTypeError(gettext("isi bilangan bulat 1 sampai 3660"))
    return int(text)
