"""Messages as they come in: kept once, sealed, then heard, in the order of each sender.

The hook that takes a message only keeps it and defers the rest by name: a sender gets
his answer in milliseconds, and what he sent is safe.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from lapor.domain.cases.rules import Channel
from lapor.domain.intake.models import Inbound
from lapor.domain.intake.queries.inbound import (
    external_digest,
    place_of,
    read_inbound,
)
from lapor.domain.intake.queries.sealed import address_digest, closed
from lapor.kernel import queue

HEAR: Final = "channels.hear"
LONGEST_TROUBLE: Final = 200


def keep_inbound(
    *,
    channel: Channel,
    address: str,
    external_id: str,
    payload: Mapping[str, Any],
    at: datetime,
    sent_at: datetime | None = None,
    piece: tuple[str, int, int] | None = None,
) -> bool:
    """Keep a message as it came and defer its hearing; False when it was here before.

    ``piece`` is (reference, number, total) of a part of a long SMS. Messages of one
    address are heard one after the other.
    """
    group, part, parts = piece or ("", 1, 1)
    row = Inbound(
        channel=channel,
        external_id=external_digest(channel, external_id),
        address=address_digest(channel, address),
        group=f"{group}/{parts}" if piece else "",
        part=part,
        parts=parts,
        sent_at=sent_at,
        received_at=at,
    )
    closed(row, {"address": address, "payload": dict(payload)}, place_of(row))
    with transaction.atomic():
        made = Inbound.objects.bulk_create([row], ignore_conflicts=True)
        kept = Inbound.objects.filter(
            channel=row.channel, external_id=row.external_id
        ).get()
        is_new = bytes(kept.sealed) == bytes(made[0].sealed)
        if is_new:
            hear_later(kept)
    return is_new


def hear_later(row: Inbound) -> None:
    """Defer the hearing of a kept message, behind earlier ones of the same address."""
    turn = f"hear:{bytes(row.address).hex()[:32]}"
    queue.defer_in_turn(turn, HEAR, inbound=row.pk)


def taken(
    channel: Channel,
    address: str,
    external_id: str,
    *,
    sent_at: datetime | None,
    at: datetime,
) -> Inbound:
    """Return the row of a message, locked; made now when nobody kept it before."""
    row, is_new = Inbound.objects.select_for_update().get_or_create(
        channel=channel,
        external_id=external_digest(channel, external_id),
        defaults={
            "address": address_digest(channel, address),
            "sent_at": sent_at,
            "received_at": at,
            "wrapped_key": b"",
            "sealed": b"",
        },
    )
    if is_new:
        closed(row, {"address": address}, place_of(row))
    return row


def note_heard(row: Inbound, replies: Sequence[str], *, at: datetime) -> None:
    """Note that a message had its effect, and what was answered (sealed)."""
    content = {**read_inbound(row), "replies": list(replies)}
    closed(row, content, place_of(row))
    row.heard_at, row.reply_count, row.trouble = at, len(replies), ""
    row.save()


def note_answered(row: Inbound, *, cost: Decimal, at: datetime) -> None:
    """Note that the answer to a message was handed to its channel, at what cost."""
    Inbound.objects.filter(pk=row.pk).update(answered_at=at, cost=cost)


def note_trouble(row: Inbound, trouble: str) -> None:
    """Note why a message was not heard or not answered; never words of a person."""
    Inbound.objects.filter(pk=row.pk).update(trouble=trouble[:LONGEST_TROUBLE])
