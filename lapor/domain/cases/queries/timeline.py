"""One clear timeline of a case, as far as these eyes may see."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from django.utils.formats import date_format

from lapor.domain.cases.models import Attachment, Case, Message
from lapor.domain.cases.rules import (
    Act,
    AnswerResult,
    ArchiveReason,
    Kind,
    OmbudsmanOutcome,
    Origin,
    PromiseVerdict,
    State,
    Visibility,
)
from lapor.domain.deadlines.rules import Timer
from lapor.kernel.actor import REPORTER
from lapor.kernel.enums import Labelled, noop, translate


class Eyes(Labelled):
    """Who is looking."""

    PUBLIC = "public", noop("Publik")
    REPORTER = "reporter", noop("Pelapor")
    OFFICER = "officer", noop("Petugas")


SEES: Final[Mapping[Eyes, frozenset[Visibility]]] = MappingProxyType(
    {
        Eyes.PUBLIC: frozenset({Visibility.PUBLIC}),
        Eyes.REPORTER: frozenset({Visibility.PUBLIC, Visibility.REPORTER}),
        Eyes.OFFICER: frozenset(Visibility),
    }
)

SENTENCES: Final[Mapping[Act, str]] = MappingProxyType(
    {
        Act.HOLD: noop("Verifikator meminta data tambahan"),
        Act.COMPLETE: noop("Pelapor melengkapi laporan"),
        Act.EXPIRE_HOLD: noop("Diarsipkan karena data tidak dilengkapi"),
        Act.ARCHIVE: noop("Diarsipkan: {reason}"),
        Act.PASS_ON: noop("{source} menyatakan bukan wewenangnya"),
        Act.CLASSIFY: noop("Klasifikasi diperbaiki: {classification}"),
        Act.DISPATCH: noop("Terdisposisi ke {organisation}"),
        Act.DISPATCH_UNIT: noop("Diteruskan ke {organisation}"),
        Act.HAND_BACK: noop("Dikembalikan ke admin instansi"),
        Act.ASK_RETURN: noop("Instansi meminta peninjauan kewenangan"),
        Act.GRANT_RETURN: noop("Terdisposisi ke {organisation}"),
        Act.REFUSE_RETURN: noop("Kewenangan ditetapkan tetap pada instansi ini"),
        Act.FOLLOW_UP: noop("Ditindaklanjuti oleh instansi"),
        Act.ASK_REPORTER: noop("Instansi meminta data dari pelapor"),
        Act.SUPPLY: noop("Pelapor mengirim data yang diminta"),
        Act.FINAL_ANSWER: noop("Jawaban akhir: {result}"),
        Act.NOTE: noop("Catatan internal"),
        Act.COMMENT: noop("Pesan dari pelapor"),
        Act.REPLY: noop("Ditanggapi oleh pelapor"),
        Act.ACCEPT: noop("Pelapor menerima jawaban; laporan selesai"),
        Act.EXPIRE_SILENCE: noop("Ditutup otomatis karena tidak ada tanggapan"),
        Act.CLOSE: noop("Laporan ditutup petugas"),
        Act.REOPEN: noop("Laporan dibuka kembali"),
        Act.REVIVE: noop("Laporan dikeluarkan dari arsip"),
        Act.WITHDRAW: noop("Pelapor mencabut laporan"),
        Act.LEAVE: noop("Pelapor mencabut laporan; temuan tetap diperiksa"),
        Act.MERGE: noop("Digabungkan dengan laporan lain tentang hal yang sama"),
        Act.UNMERGE: noop("Dilepas dari gabungan"),
        Act.PROTECT: noop("Perlindungan pelapor dinyalakan"),
        Act.TAG: noop("Program prioritas: {programme}"),
        Act.RESTRICT: noop("Isi dirahasiakan dan pembacanya dibatasi"),
        Act.ASK_PROMISE: noop("Hari ini janji instansi jatuh tempo: {promise}"),
        Act.CONFIRM_PROMISE: noop("Kata pelapor tentang janji: {promised}"),
        Act.ESCALATE: noop("Diteruskan ke Ombudsman atas persetujuan pelapor"),
        Act.INVITE: noop("{organisation} ikut menangani laporan ini"),
        Act.COPY: noop("Tembusan dikirim kepada {organisation}"),
        Act.CONSULT: noop("Pendapat {organisation} diminta"),
        Act.CONTRIBUTE: noop("{organisation} menyerahkan bagiannya"),
        Act.ADVISE: noop("{organisation} memberi pendapat"),
        Act.DECLINE: noop("{organisation} menyatakan bukan wewenangnya"),
        Act.RELEASE: noop("{organisation} tidak ikut menangani lagi"),
        Act.CONVENE: noop("Rapat koordinasi: {count} keputusan"),
        Act.COME_BACK: noop("Kembali dari Ombudsman: {outcome}"),
        Act.RELAY: noop("Kabar dari {origin}"),
        Act.EXTEND: noop("Batas penyelesaian diperpanjang sampai {due_on}"),
        Act.CLIMB: noop("{step}{offices}{timer}"),
    }
)
RECEIVED: Final = noop("Laporan diterima")
LAST_WAY: Final = Timer.OMBUDSMAN  # the step of this timer says itself what it is
WORDS_OF: Final = MappingProxyType(
    {
        "result": AnswerResult,
        "promised": PromiseVerdict,
        "reason": ArchiveReason,
        "outcome": OmbudsmanOutcome,
        "origin": Origin,
    }
)


class Line(NamedTuple):
    """One line of the timeline. ``at`` is UTC; ``by`` names an office, never a person
    to the outside; ``missing`` lists the data asked for; ``is_late`` tells of lateness
    that everybody may know.
    """

    at: datetime
    kind: str
    sentence: str
    content: str
    by: str
    files: tuple[Attachment, ...]
    missing: tuple[str, ...]
    is_internal: bool
    is_from_reporter: bool
    is_late: bool = False


def timeline(case: Case, eyes: Eyes) -> list[Line]:
    """Return the lines of a case in order, the receipt first. Two queries.

    The public learns what a reporter did and never reads his words: nobody has masked
    them, and no second person has let them out.
    """
    messages = (
        case.messages.filter(visibility__in=sorted(SEES[eyes]))
        .select_related("organisation")
        .order_by("pk")
    )
    files: dict[int | None, list[Attachment]] = {}
    if eyes == Eyes.PUBLIC:
        for message in messages:
            if message.author == REPORTER.ref:
                message.content = ""
    else:
        for file in case.attachments.order_by("pk"):
            files.setdefault(file.message_id, []).append(file)
    return lines_of(case, messages, files)


def lines_of(
    case: Case,
    messages: Iterable[Message],
    files: Mapping[int | None, list[Attachment]],
) -> list[Line]:
    """Tell messages that are at hand; ``files`` by message id, None: of the report."""
    return [_receipt(case, files.get(None, [])), *(_line(m, files) for m in messages)]


def sentence_of(message: Message) -> str:
    """Return the sentence of a line in the language of the reader."""
    if not message.template:
        return Kind(message.kind).label
    words = {name: _word(name, value) for name, value in message.parameters.items()}
    return translate(SENTENCES[Act(message.template)]).format_map(_Blank(words))


class _Blank(dict[str, str]):
    """A missing parameter of an old line leaves a gap, not an error."""

    def __missing__(self, key: str) -> str:
        return "…"


def _word(name: str, value: object) -> str:
    if name == "offices" and isinstance(value, list):
        return ": " + ", ".join(map(str, value)) if value else ""
    if name == "timer":
        return f" ({Timer(str(value)).label.lower()})" if value != LAST_WAY else ""
    if name == "due_on":
        return date_format(date.fromisoformat(str(value)), "j F Y")
    if name in WORDS_OF and isinstance(value, str) and value:
        return WORDS_OF[name](value).label
    if name in {"classification", "step"}:
        return translate(str(value))
    return str(value)


def _receipt(case: Case, files: list[Attachment]) -> Line:
    return Line(
        at=case.received_at,
        kind=State.RECEIVED,
        sentence=translate(RECEIVED),
        content="",
        by="",
        files=tuple(files),
        missing=(),
        is_internal=False,
        is_from_reporter=True,
    )


def _line(message: Message, files: Mapping[int | None, list[Attachment]]) -> Line:
    missing = message.parameters.get("missing", ())
    return Line(
        at=message.created_at,
        kind=message.kind,
        sentence=sentence_of(message),
        content=message.content,
        by=message.organisation.name if message.organisation else "",
        files=tuple(files.get(message.pk, [])),
        missing=tuple(translate(str(item)) for item in missing),
        is_internal=message.visibility == Visibility.OFFICERS,
        is_from_reporter=message.author == "reporter",
        is_late=message.template == Act.CLIMB
        and message.visibility != Visibility.OFFICERS,
    )
