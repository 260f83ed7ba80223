"""The letter to a reporter who has no e-mail: what was said, and how to go on."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.translation import gettext

from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.domain.cases.models import Case, Message
from lapor.domain.cases.rules import AnswerResult, Kind, State, Visibility
from lapor.domain.intake.queries import counter_entry
from lapor.domain.reporters.rules import Person
from lapor.domain.reports import wording
from lapor.domain.reports.rules.documents import (
    Block,
    Document,
    Facts,
    Heading,
    Paragraph,
    Points,
    Signer,
)
from lapor.domain.reports.rules.kinds import DocumentKind

#: What an officer says to the reporter; the newest of these is what is sent.
TOLD: Final = (Kind.FINAL_ANSWER, Kind.FOLLOW_UP, Kind.DATA_REQUEST, Kind.DECISION)
LONGEST: Final = 8_000  # characters of an answer on paper


def last_told(case: Case) -> Message | None:
    """Return the newest words of an officer to the reporter, None before any."""
    return (
        Message.objects.filter(case=case, kind__in=TOLD)
        .exclude(visibility=Visibility.OFFICERS)
        .exclude(content="")
        .order_by("-pk")
        .first()
    )


def answer_letter(
    case: Case, message: Message, person: Person, *, at: datetime
) -> Document:
    """Return the letter, with the address where a window envelope shows it."""
    blocks: list[Block] = [
        Paragraph("\n".join(_addressee(person))),
        Facts(_about(case)),
        Paragraph(gettext("Dengan hormat,")),
        Paragraph(_opening(case, message)),
        *(Paragraph(part) for part in _paragraphs(message.content)),
        *_missing(message),
        Heading(gettext("Bila Anda ingin menanggapi"), 2),
        Points(_ways(case)),
    ]
    return Document(
        DocumentKind.ANSWER,
        gettext("Tentang laporan Anda nomor %(number)s") % {"number": case.number},
        "",
        case.agency.name,
        at,
        tuple(blocks),
        is_letter=True,
        signer=Signer(
            wording.day(at.astimezone(HOME_ZONE).date()),
            gettext("Pejabat penghubung"),
            "",
            case.agency.name,
        ),
    )


def _addressee(person: Person) -> list[str]:
    first = gettext("Yth. %(name)s") % {"name": person.name or gettext("Pelapor")}
    parts = [part.strip() for part in person.address.split(",")]
    return [first, *(part for part in parts if part)]


def _about(case: Case) -> tuple[tuple[str, str], ...]:
    pairs = [
        (gettext("Nomor laporan"), case.number),
        (
            gettext("Diterima"),
            wording.day(case.received_at.astimezone(HOME_ZONE).date()),
        ),
    ]
    entry = counter_entry(case)
    if entry and (entry.letter_number or entry.letter_on):
        day = wording.day(entry.letter_on) if entry.letter_on else ""
        named = [part for part in (entry.letter_number, day) if part]
        pairs.append((gettext("Surat Anda"), ", ".join(named)))
    return tuple(pairs)


def _opening(case: Case, message: Message) -> str:
    if message.kind == Kind.DATA_REQUEST:
        return gettext(
            "terima kasih atas laporan Anda. Agar dapat kami tangani, kami memerlukan "
            "keterangan berikut."
        )
    if message.kind == Kind.FINAL_ANSWER and case.result:
        return gettext(
            "terima kasih atas laporan Anda. Hasil penanganannya: %(result)s."
        ) % {"result": AnswerResult(case.result).label}
    return gettext(
        "terima kasih atas laporan Anda. Kami sampaikan perkembangannya sebagai "
        "berikut."
    )


def _paragraphs(content: str) -> list[str]:
    kept = content[:LONGEST]
    parts = [part.strip() for part in kept.split("\n\n") if part.strip()]
    if len(content) > LONGEST:
        parts.append(gettext("(Selengkapnya dapat dibaca di situs.)"))
    return parts


def _missing(message: Message) -> list[Block]:
    items = message.parameters.get("missing") or []
    return [Points(tuple(str(item) for item in items))] if items else []


def _ways(case: Case) -> tuple[str, ...]:
    return (
        gettext("Buka %(url)s/lacak/ dengan nomor laporan dan kode akses Anda.")
        % {"url": settings.LAPOR_PUBLIC_URL},
        gettext(
            "Atau datang, telepon, atau tulis surat kepada %(agency)s dengan menyebut "
            "nomor laporan ini."
        )
        % {"agency": case.agency.name},
        *_until(case),
    )


def _until(case: Case) -> tuple[str, ...]:
    """Say until when an answer can be replied to: then the case is closed."""
    if case.state != State.ANSWERED or case.due_at is None:
        return ()
    last = wording.day(case.due_at.astimezone(HOME_ZONE).date())
    return (
        gettext("Bila tidak ada tanggapan sampai %(day)s, laporan ini ditutup.")
        % {"day": last},
    )
