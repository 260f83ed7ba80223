"""One mail taken: an answer to a case, a bounce, a new report, or a robot's.

Taking twice is taking once, so a mail stays in the mailbox until it was taken and its
sender was answered: the mailbox is the queue.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.core.files.base import ContentFile
from django.utils.translation import gettext

from lapor.channels.email import sending
from lapor.channels.email.bounces import Bounce, bounce_of
from lapor.channels.email.reading import Mail, read
from lapor.channels.email.robots import robot, without_plus
from lapor.channels.email.stripping import new_words
from lapor.channels.email.tokens import number_in
from lapor.channels.rating import finish
from lapor.channels.transport import Refused
from lapor.domain.cases.rules import Channel
from lapor.domain.intake import actions as intake
from lapor.kernel import files, throttle
from lapor.kernel.enums import Labelled, noop
from lapor.kernel.errors import DomainError, TooMany
from lapor.kernel.files import Accepted
from lapor.kernel.text import clean

LONGEST: Final = 10_000  # characters of a report or message (domain §5.2)
#: Mails of one sender: above, the rest waits in its folder for a person's look.
MOST_AN_HOUR: Final = 30
HOUR: Final = timedelta(hours=1)
#: Answers to one sender; a loop with a robot that marks nothing ends here.
MOST_ANSWERS: Final = 25
DAY: Final = timedelta(days=1)


class Outcome(Labelled):
    """What became of a mail."""

    TALKED = "talked", noop("Laporan baru atau lanjutannya")
    HEARD = "heard", noop("Jawaban untuk sebuah laporan")
    BOUNCED = "bounced", noop("Surel kami yang tidak sampai")
    ROBOT = "robot", noop("Surel dari mesin")
    HELD = "held", noop("Terlalu banyak dari satu alamat")
    UNREADABLE = "unreadable", noop("Tanpa pengirim atau tidak terbaca")


class Kept(NamedTuple):
    """The files of a mail that we keep, and a sentence for each that we do not."""

    accepted: Sequence[Accepted]
    refused: Sequence[str]


def take(raw: bytes, *, at: datetime, is_whole: bool = True) -> Outcome:
    """Take one mail as it came from the mailbox or the pipe.

    Raises Unreachable when the sender could not be answered now, and Busy when the
    machine is full: take it again later. No mail makes it raise anything else.
    """
    mail = read(raw, is_whole=is_whole)
    if back := bounce_of(mail.mime, mail.recipients):
        _note(back, at)
        return Outcome.BOUNCED
    if robot(mail.mime, own=sending.own_addresses()):
        return Outcome.ROBOT
    if not mail.sender:
        return Outcome.UNREADABLE
    if _is_flooding(mail.sender, at):
        return Outcome.HELD
    number = _number(mail)
    if number:
        _hear(mail, number, at)
        return Outcome.HEARD
    _talk(mail, at)
    return Outcome.TALKED


def _note(back: Bounce, at: datetime) -> None:
    from lapor.domain.notifications import actions as notifications  # noqa: PLC0415

    notifications.bounced(back.mail, permanent=back.is_permanent, at=at)


def _number(mail: Mail) -> str:
    """Return the case this mail answers: by address, thread, or subject."""
    for place in (*mail.recipients, mail.references, mail.subject):
        if found := number_in(place):
            return found
    return ""


def _hear(mail: Mail, number: str, at: datetime) -> None:
    kept = _kept(mail, at)
    words, is_cut = _words(new_words(mail.text))
    try:
        heard = intake.hear(
            number=number,
            channel=Channel.EMAIL,
            external_id=mail.external_id,
            text=words,
            files=kept.accepted,
            at=at,
        )
    except DomainError as refusal:
        files.discard(file.key for file in kept.accepted)
        lines = [refusal.message, *refusal.fields.values()]
    else:
        lines = [heard.warning, heard.sentence]
        if not heard.is_written:
            files.discard(file.key for file in kept.accepted)
    lines += _left_out(mail, kept, is_cut)
    _answer(mail, lines, at, number=number)


def _talk(mail: Mail, at: datetime) -> None:
    kept = _kept(mail, at)
    # What answers our question is freed of it; what begins a talk may be a forward.
    text = new_words(mail.text) if sending.is_ours(mail.references) else mail.text
    words, is_cut = _words(text)
    lines = intake.converse(
        channel=Channel.EMAIL,
        address=mail.sender,
        external_id=mail.external_id,
        text=words,
        files=kept.accepted,
        subject=_line(mail.subject),
        name=_line(mail.sender_name),
        at=at,
        details=intake.Details(finish=finish),
    )
    _answer(mail, [*lines, *_left_out(mail, kept, is_cut)], at)


def _kept(mail: Mail, at: datetime) -> Kept:
    """Take the files through the same gate as uploads; each refusal is a sentence."""
    accepted: list[Accepted] = []
    refused: list[str] = []
    for piece in mail.files:
        if len(accepted) == files.MAX_FILES:
            refused.append(
                gettext("%(name)s: paling banyak %(most)d lampiran.")
                % {"name": files.shown_name(piece.name), "most": files.MAX_FILES}
            )
            continue
        try:
            upload = ContentFile(piece.content, name=piece.name)
            accepted.append(files.accept(upload, at=at))
        except DomainError as refusal:
            if refusal.status == 503:
                files.discard(file.key for file in accepted)
                raise
            refused.append(refusal.message)
    return Kept(accepted, refused)


def _left_out(mail: Mail, kept: Kept, is_cut: bool) -> list[str]:
    """Say what of the mail we could not take, and what to do."""
    lines = []
    if mail.is_locked:
        lines.append(
            gettext(
                "Surel Anda terkunci (terenkripsi), jadi isinya tidak dapat kami baca. "
                "Kirim lagi tanpa enkripsi."
            )
        )
    if mail.is_cut or is_cut:
        lines.append(
            gettext(
                "Surel Anda terlalu panjang atau terlalu besar; hanya bagian awalnya "
                "yang kami catat. Kirim sisanya dalam surel yang lebih kecil."
            )
        )
    if kept.refused:
        lines.append(gettext("Lampiran yang tidak dapat kami simpan:"))
        lines += [f"- {sentence}" for sentence in kept.refused[:10]]
    return lines


def _words(text: str) -> tuple[str, bool]:
    """Return the text as we store it, and whether a part of it was cut off."""
    plain = clean(text, max_length=len(text) + 1, multiline=True)
    return plain[:LONGEST], len(plain) > LONGEST


def _line(text: str) -> str:
    return clean(text, max_length=len(text) + 1)[:150]


def _is_flooding(sender: str, at: datetime) -> bool:
    """Count the mails of a sender; true above thirty an hour."""
    who = without_plus(sender)
    try:
        throttle.check("mail", who, limit=MOST_AN_HOUR, window=HOUR, at=at)
    except TooMany:
        return True
    throttle.count("mail", who, limit=MOST_AN_HOUR, window=HOUR, at=at)
    return False


def _answer(
    mail: Mail, lines: Sequence[str], at: datetime, *, number: str = ""
) -> None:
    """Answer the sender, so many times a day; the last answer says that it is that."""
    who, told = without_plus(mail.sender), [line for line in lines if line]
    if not _may_answer(who, MOST_ANSWERS, at):
        return
    if told and not _may_answer(who, MOST_ANSWERS - 1, at):
        told.append(
            gettext(
                "Hari ini kami tidak membalas surel Anda lagi; yang Anda kirim tetap "
                "kami catat. Untuk bercakap-cakap, pakai situs."
            )
        )
    try:
        sending.answer(mail, told, number=number)
    except Refused:
        return  # an address that takes nothing cannot be told so
    throttle.count("mail-answer", who, limit=MOST_ANSWERS, window=DAY, at=at)


def _may_answer(who: str, limit: int, at: datetime) -> bool:
    try:
        throttle.check("mail-answer", who, limit=limit, window=DAY, at=at)
    except TooMany:
        return False
    return True
