"""Talking with a reporter in any channel: one message in, sentences back.

The question graph (``rules.dialogue``) decides; here the state is kept, and what it
orders is done, in one transaction with the note that this message has been heard.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lapor.domain.cases.rules import Channel
from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.intake.queries.inbound import read_inbound
from lapor.domain.intake.queries.sealed import address_digest, case_handle, closed
from lapor.domain.intake.queries.talks import Memory, memory_of, place_of
from lapor.domain.intake.rules import dialogue
from lapor.domain.organisations.queries import search_regions
from lapor.domain.priorities.queries import emergency_text
from lapor.kernel import ids
from lapor.kernel.enums import noop
from lapor.kernel.errors import DomainError, Invalid
from lapor.kernel.files import Accepted
from lapor.kernel.text import clean

from .inbound import note_heard, taken
from .ordering import Finish, NotOpened, carry_out, case_in_hand, note_failure
from .submitting import HOME_ZONE

#: Channels in which a file cannot be sent, and whose messages cost by the piece.
WITHOUT_FILES: Final = frozenset({Channel.SMS})
LONGEST: Final = 10_000  # characters of one message
MOST_ANSWERS: Final = 60  # to one address in an hour
PAUSED: Final = noop(
    "Pesan Anda banyak sekali. Semua kami simpan, tetapi sampai satu jam lagi tidak "
    "kami balas."
)


class Details(NamedTuple):
    """What only some channels know of a message.

    ``sent_at`` is the moment of the sender's clock: a message older than one already
    answered answers no question, it is added to the report. ``torn`` names missing
    parts of a long SMS, ``fills`` the mark they left. ``finish`` accepts and rates a
    case (the room ``feedback``), given by the door.
    """

    sent_at: datetime | None = None
    torn: str = ""
    fills: str = ""
    finish: Finish | None = None


PLAIN: Final = Details()


def converse(
    *,
    channel: Channel,
    address: str,
    external_id: str,
    text: str,
    files: Sequence[Accepted] = (),
    at: datetime,
    subject: str = "",
    name: str = "",
    details: Details = PLAIN,
) -> list[str]:
    """Take one message of a conversation and return what to answer.

    ``address`` is where answers go, ``external_id`` the sender's id of the message:
    the same one twice has one effect and gets the same answer. ``subject`` and
    ``name`` come with a mail.
    """
    sent_at = details.sent_at
    with transaction.atomic():
        inbound = taken(channel, address, external_id, sent_at=sent_at, at=at)
        if inbound.heard_at is not None:
            return list(read_inbound(inbound).get("replies", ()))
        row = talk_with(channel, address, at)
        memory = memory_of(row)
        memory.address = address
        memory.files |= {file.key: _as_json(file) for file in files}
        said = dialogue.Said(
            text=text,
            files=tuple(file.key for file in files),
            subject=subject,
            name=name,
            torn=details.torn,
            fills=details.fills,
            is_late=bool(sent_at and row.sent_until and sent_at < row.sent_until),
        )
        with translation.override(memory.talk.language):
            replies = _turn(memory, said, inbound, details.finish, at)
            replies = _bounded(replies, memory.count(at))
        keep_talk(row, memory, sent_at, at)
        note_heard(inbound, replies, at=at)
    return replies


def _bounded(replies: list[str], count: int) -> list[str]:
    """Stop answering who writes without end: everything is heard, answers cost."""
    if count < MOST_ANSWERS:
        return replies
    if count > MOST_ANSWERS:
        return []
    return [*replies, _(PAUSED)]


def _turn(
    memory: Memory,
    said: dialogue.Said,
    inbound: Inbound,
    finish: Finish | None,
    at: datetime,
) -> list[str]:
    """Let the graph decide and do what it orders; what is refused is said."""
    channel = Channel(inbound.channel)
    try:
        said = _cleaned(said)
    except Invalid as refusal:
        return [refusal.message]
    setting = _setting(memory, said, channel, at)
    turn = dialogue.step(memory.talk, said, setting)
    before, memory.talk = memory.talk, turn.talk
    replies = list(turn.replies)
    if turn.order is not None:
        replies += _obeyed(memory, turn.order, inbound, finish, at)
    if turn.talk.language != before.language:
        with translation.override(turn.talk.language):
            replies.append(dialogue.question(turn.talk, setting))
    elif turn.order is not None and memory.talk.node != dialogue.Node.IDLE:
        replies.append(dialogue.question(memory.talk, setting))
    return [reply for reply in replies if reply]


def _obeyed(
    memory: Memory,
    order: dialogue.Order,
    inbound: Inbound,
    finish: Finish | None,
    at: datetime,
) -> list[str]:
    """Carry an order out; a refusal keeps the draft and becomes a sentence."""
    try:
        with transaction.atomic():
            return carry_out(memory, order, inbound, finish=finish, at=at)
    except DomainError as refusal:
        if isinstance(refusal, NotOpened):
            note_failure(inbound, at=at)
        if order.draft is not None:
            back = dialogue.Talk(dialogue.Node.CHECK, language=memory.talk.language)
            memory.talk = replace(back, draft=order.draft)
        return [refusal.message, *refusal.fields.values()]


def _setting(
    memory: Memory, said: dialogue.Said, channel: Channel, at: datetime
) -> dialogue.Setting:
    today = at.astimezone(HOME_ZONE).date()
    case = case_in_hand(memory, at=at)
    return dialogue.Setting(
        today=today,
        places=_places,
        about=case.number if case else "",
        warning=emergency_text(f"{said.subject} {said.text}", today),
        new_key=ids.new_media_key().replace("/", ""),
        takes_files=channel not in WITHOUT_FILES,
        is_short=channel in WITHOUT_FILES,
    )


def _places(text: str) -> list[tuple[str, str]]:
    """Return the regions a text may name: all of it, else what stands after commas."""
    for part in (text, *reversed(text.split(","))):
        if len(part.strip()) > 2 and (found := search_regions(part.strip(), limit=5)):
            return [(region.code, region.path) for region in found]
    return []


def _cleaned(said: dialogue.Said) -> dialogue.Said:
    """Return the message without what cannot be stored; raises Invalid if too long."""
    text = clean(said.text, max_length=LONGEST, multiline=True)
    if said.fills:  # a part of a longer text: what stood at its ends stays there
        before, after = said.text[:1], said.text[-1:]
        text = f"{' ' * before.isspace()}{text}{' ' * after.isspace()}"
    return replace(
        said,
        text=text,
        subject=clean(said.subject[:200], max_length=1_000),
        name=clean(said.name[:100], max_length=500)[: dialogue.LONGEST_NAME],
    )


def talk_with(channel: Channel, address: str, at: datetime) -> Talk:
    """Return the conversation with an address, locked; it begins when it is new."""
    row, _is_new = Talk.objects.select_for_update().get_or_create(
        channel=channel,
        address=address_digest(channel, address),
        defaults={"heard_at": at, "wrapped_key": b"", "sealed": b""},
    )
    return row


def keep_talk(
    row: Talk, memory: Memory, sent_at: datetime | None, at: datetime
) -> None:
    """Seal what is remembered. Files that no draft holds are swept up later."""
    draft = memory.talk.draft
    memory.files = {k: v for k, v in memory.files.items() if k in draft.files}
    closed(row, memory.as_json(), place_of(row))
    row.media = list(draft.files)
    row.handles = [case_handle(number) for number, _key, _channel in memory.cases]
    row.has_draft = bool(draft.key) and memory.talk.node != dialogue.Node.IDLE
    row.heard_at, row.reminded_at = at, None
    if sent_at and (row.sent_until is None or sent_at > row.sent_until):
        row.sent_until = sent_at
    row.save()


def _as_json(file: Accepted) -> dict[str, Any]:
    """Return what is known of a stored file as plain values."""
    return {
        "sha256": file.sha256.hex(),
        "size": file.size,
        "media_type": file.media_type,
        "shown_name": file.shown_name,
        "findings": [str(finding) for finding in file.findings],
    }
