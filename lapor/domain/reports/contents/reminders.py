"""The reminder letter about cases that climbed (surat teguran; domain §9.6)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.deadlines.rules import Timer
from lapor.domain.escalation.models import Letter, LetterLine
from lapor.domain.reports import wording
from lapor.domain.reports.contents.letters import verify_url
from lapor.domain.reports.rules.documents import (
    Block,
    Document,
    Facts,
    Paragraph,
    Signer,
)
from lapor.domain.reports.rules.kinds import DocumentKind
from lapor.domain.reports.rules.tables import Column, Kind, Origin, Table


def climb_letter(letter: Letter, *, token: str, at: datetime) -> Document:
    """Return the letter about the late cases it names; no word of a reporter is in it.

    Days late are working days of each case's own calendar as of the day on which the
    letter was prepared.
    """
    lines = list(
        letter.lines.select_related("climb__case__unit", "climb__clock").order_by(
            "climb__clock__due_at", "pk"
        )
    )
    on = letter.prepared_at.astimezone(ZoneInfo(letter.sender.zone)).date()
    cases = {line.climb.case_id for line in lines}  # one may be late in two ways
    blocks: list[Block] = [
        Paragraph(gettext("Yth. pimpinan %(name)s,") % {"name": letter.receiver.name}),
        Paragraph(
            gettext(
                "Pada %(cases)s laporan masyarakat di instansi Saudara, %(terms)s "
                "batas waktu telah lewat dan naik kepada kami menurut jenjang "
                "eskalasi. Daftarnya ada di bawah ini."
            )
            % {"cases": wording.whole(len(cases)), "terms": wording.whole(len(lines))}
        ),
        _table(letter, lines),
        Paragraph(
            gettext(
                "Mohon setiap laporan ditindaklanjuti atau dijelaskan hambatannya di "
                "Lapor dalam 5 hari kerja. Laporan yang tetap tidak dijawab naik ke "
                "admin nasional, dan pelapor berhak meneruskannya ke Ombudsman."
            ),
            strong=True,
        ),
        Facts(
            (
                (
                    gettext("Dasar"),
                    gettext(
                        "UU 25/2009 tentang Pelayanan Publik; Perpres 76/2013 Pasal 19"
                    ),
                ),
            )
        ),
    ]
    return Document(
        DocumentKind.REMINDER,
        gettext("Surat teguran: laporan lewat batas waktu"),
        letter.receiver.name,
        letter.sender.name,
        at,
        tuple(blocks),
        number=letter.number,
        verify_url=verify_url(token),
        is_letter=True,
        signer=Signer(wording.day(on), gettext("Pimpinan"), "", letter.sender.name),
    )


def _table(letter: Letter, lines: list[LetterLine]) -> Table:
    columns = (
        Column("number", gettext("Nomor laporan"), Kind.TEXT),
        Column("unit", gettext("Unit kerja"), Kind.TEXT),
        Column("timer", gettext("Batas waktu"), Kind.TEXT),
        Column("due", gettext("Jatuh tempo"), Kind.DATE),
        Column("late", gettext("Hari kerja terlambat")),
    )
    rows = tuple(
        {
            "number": line.climb.case.number,
            "unit": line.climb.case.unit.name if line.climb.case.unit else "",
            "timer": Timer(line.climb.clock.timer).label,
            "due": _due_on(line),
            "late": _days_late(line, letter.prepared_at),
        }
        for line in lines
    )
    origin = Origin(
        gettext("Lapor, jenjang eskalasi"),
        letter.prepared_at,
        gettext("laporan yang batas waktunya lewat dan masih berjalan"),
    )
    return Table(gettext("Laporan yang terlambat"), columns, rows, origin)


def _due_on(line: LetterLine) -> date:
    clock = line.climb.clock
    return clock.due_at.astimezone(ZoneInfo(clock.zone)).date()


def _days_late(line: LetterLine, at: datetime) -> int:
    clock = line.climb.clock
    today = at.astimezone(ZoneInfo(clock.zone)).date()
    return calendar_for(clock.calendar).count(_due_on(line), today)
