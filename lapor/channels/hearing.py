"""What came in is heard: files fetched, the conversation asked, the answer sent.

Every step can be repeated: the conversation hears a message once, and an answer that
was handed over is not handed over again.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from lapor.channels.rating import finish
from lapor.channels.telegram import media as telegram
from lapor.channels.transport import (
    Message,
    NotSetUp,
    Refused,
    transport_for,
)
from lapor.channels.whatsapp import media as whatsapp
from lapor.domain.cases.rules import Channel
from lapor.domain.intake import actions as intake
from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.intake.queries import parts_of, read_inbound, reminder_of
from lapor.domain.notifications.actions import spend
from lapor.domain.notifications.rules import Way
from lapor.kernel import files
from lapor.kernel.errors import DomainError
from lapor.kernel.files import Accepted

Fetch = Callable[[Mapping[str, Any]], "ContentFile[bytes]"]
#: How a channel brings a file that a message names.
FETCH: Final[Mapping[str, Fetch]] = {
    Channel.WHATSAPP: whatsapp.fetch,
    Channel.TELEGRAM: telegram.fetch,
}
#: Social networks share one connector.
OVER_SOCIAL: Final = frozenset({Channel.TWITTER, Channel.INSTAGRAM, Channel.OTHER})


def hear(inbound: int, *, at: datetime) -> None:
    """Hear one kept message and answer it. Raises Unreachable or Busy: try again."""
    row = Inbound.objects.filter(pk=inbound).first()
    if row is None or row.answered_at is not None:
        return
    content = read_inbound(row)
    if "payload" not in content:  # heard by its own door, or forgotten
        return
    if row.group:
        _hear_piece(row, at=at)
        return
    if row.heard_at is None:
        replies = _converse(row, content, at=at)
    else:
        replies = content.get("replies", [])
    _answer(row, content["address"], replies, at=at)


def remind(talk: int, *, at: datetime) -> None:
    """Send what reminds a reporter of his draft."""
    row = Talk.objects.filter(pk=talk, has_draft=True).first()
    if row is None:
        return
    address, lines = reminder_of(row, at.date())
    name = f"talk:{row.pk}:{row.heard_at:%Y%m%d%H%M%S}"
    with suppress(Refused, NotSetUp):  # whoever cannot be reminded is not
        _send(Channel(row.channel), name, address, lines, at=at)


def _hear_piece(row: Inbound, *, at: datetime) -> None:
    if row.heard_at is not None:
        return
    parts = list(parts_of(row))
    texts = {part.pk: _text(part) for part in parts}
    newest = max(part.received_at for part in parts)
    whole = intake.whole_of(row, texts, is_over=at - newest >= intake.PATIENCE)
    if whole is None:
        return
    content = read_inbound(row)
    replies = intake.converse(
        channel=Channel(row.channel),
        address=content["address"],
        external_id=whole.external_id,
        text=whole.text,
        at=at,
        details=intake.Details(torn=whole.torn, fills=whole.fills, finish=finish),
    )
    _answer(row, content["address"], replies, at=at)
    intake.note_parts_heard(whole, at=at)


def _text(part: Inbound) -> str:
    return str(read_inbound(part).get("payload", {}).get("text", ""))


def _converse(row: Inbound, content: Mapping[str, Any], *, at: datetime) -> list[str]:
    payload = content["payload"]
    channel = Channel(row.channel)
    if payload.get("is_public"):
        return list(
            intake.hand_off(
                channel=channel,
                address=content["address"],
                external_id=payload["id"],
                text=payload.get("text", ""),
                url=payload.get("url", ""),
                at=at,
            )
        )
    accepted, notes = _fetched(channel, payload.get("media", ()), at=at)
    try:
        replies = intake.converse(
            channel=channel,
            address=content["address"],
            external_id=payload["id"],
            text=payload.get("text", ""),
            files=accepted,
            at=at,
            details=intake.Details(sent_at=row.sent_at, finish=finish),
        )
    except BaseException:
        files.discard(file.key for file in accepted)
        raise
    return [*notes, *payload.get("notes", ()), *replies]


def _fetched(
    channel: Channel, media: Sequence[Mapping[str, Any]], *, at: datetime
) -> tuple[list[Accepted], list[str]]:
    """Bring the files of a message through the gate of all uploads.

    Returns them, and a sentence for each that is not kept.
    """
    accepted: list[Accepted] = []
    notes: list[str] = []
    try:
        for each in media[: files.MAX_FILES]:
            try:
                accepted.append(files.accept(FETCH[channel](each), at=at))
            except Refused:
                notes.append(_("Berkas ini tidak dapat kami ambil. Kirim sekali lagi."))
            except DomainError as refusal:
                if refusal.status == 503:
                    raise
                notes.append(refusal.message)
    except BaseException:
        files.discard(file.key for file in accepted)
        raise
    return accepted, notes


def _answer(
    row: Inbound, address: str, replies: Sequence[str], *, at: datetime
) -> None:
    """Hand the answer to the channel; what can never be delivered is noted."""
    if not replies:
        return
    try:
        cost = _send(Channel(row.channel), f"inbound:{row.pk}", address, replies, at=at)
    except (Refused, NotSetUp) as trouble:
        intake.note_trouble(row, f"{type(trouble).__name__}: {trouble}")
        return
    intake.note_answered(row, cost=cost, at=at)


def _send(
    channel: Channel, name: str, address: str, lines: Sequence[str], *, at: datetime
) -> Decimal:
    """Send an answer. It is never held back, and counts under the daily limit."""
    way = "social" if channel in OVER_SOCIAL else str(channel)
    joint = " " if channel == Channel.SMS else "\n\n"
    message = Message(
        key=name,
        channel=way,
        to=address,
        subject="",
        text=joint.join(line for line in lines if line),
    )
    cost = transport_for(way).send(message).cost
    if channel not in OVER_SOCIAL:
        spend(Way(way), messages=1, cost=cost, at=at)
    return cost
