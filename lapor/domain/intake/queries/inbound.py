"""Messages as they came: what is in them, which wait, which lack a part."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from lapor.domain.cases.rules import Channel
from lapor.domain.intake.models import Inbound
from lapor.kernel.ids import digest

from .sealed import opened

_PLACE: Final = b"intake.inbound\0"


def external_digest(channel: str, external_id: str) -> str:
    """Return the name under which a sender's message id is kept."""
    return digest(f"{channel}\0{external_id}", "inbound").hex()


def place_of(row: Inbound) -> bytes:
    """Return what binds the box of a message to its row."""
    return _PLACE + f"{row.channel}\0{row.external_id}".encode()


def read_inbound(row: Inbound) -> dict[str, Any]:
    """Return what lies in the box of a message: "address", "payload", "replies"."""
    return opened(row, place_of(row))


def waiting(*, before: datetime) -> "QuerySet[Inbound]":
    """Return whole messages that came before a moment, not heard or not answered.

    A mail is answered by its own door; one with a trouble can never be answered.
    """
    unheard = Q(heard_at=None)
    unanswered = Q(answered_at=None, reply_count__gt=0, trouble="")
    return (
        Inbound.objects.filter(unheard | unanswered, received_at__lt=before, group="")
        .exclude(channel=Channel.EMAIL)
        .order_by("received_at", "id")
    )


def parts_of(row: Inbound) -> "QuerySet[Inbound]":
    """Return the parts of the SMS that a message is a part of, in order."""
    return Inbound.objects.filter(
        channel=row.channel, address=row.address, group=row.group
    ).order_by("part", "id")


def torn_groups(*, before: datetime) -> "QuerySet[Inbound]":
    """Return one unheard part of each SMS whose parts all came before a moment."""
    same = Inbound.objects.filter(
        channel=OuterRef("channel"),
        address=OuterRef("address"),
        group=OuterRef("group"),
        heard_at=None,
    )
    earlier = same.filter(pk__lt=OuterRef("pk"))
    return (
        Inbound.objects.filter(heard_at=None, received_at__lt=before)
        .exclude(group="")
        .exclude(Exists(earlier))
        .exclude(Exists(same.filter(received_at__gte=before)))
        .order_by("received_at", "id")
    )


def lying(*, since: datetime, before: datetime) -> tuple[int, int]:
    """Count what lies: messages not heard or answered since before a moment, and those
    that came since another and can never be answered.
    """
    troubled = Inbound.objects.filter(received_at__gte=since).exclude(trouble="")
    return waiting(before=before).count(), troubled.count()
