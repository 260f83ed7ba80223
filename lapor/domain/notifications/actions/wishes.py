"""What a receiver wants: channels, quiet hours, nothing at all; his browsers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.ledger.actions import record
from lapor.domain.notifications.models import (
    InboxItem,
    Outgoing,
    Preference,
    PushSubscription,
)
from lapor.domain.notifications.rules import Language, State, Way
from lapor.kernel.actor import REPORTER, Actor
from lapor.kernel.errors import Invalid

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{20,110}=*")
MOST_BROWSERS: Final = 10
LONGEST: Final = 500  # characters of an endpoint


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody chose on the page."""

    ways: Sequence[Way]
    language: Language
    quiet_from: int
    quiet_until: int
    zone: str = ""
    is_muted: bool = False


@transaction.atomic
def set_wish(receiver: str, wish: Wish, *, by: Actor, at: datetime) -> Preference:
    """Keep what a receiver wants; messages that wait already stay as they are."""
    row, _new = Preference.objects.update_or_create(
        receiver=receiver,
        defaults={
            "ways": [str(way) for way in wish.ways],
            "language": wish.language,
            "quiet_from": wish.quiet_from,
            "quiet_until": wish.quiet_until,
            "zone": wish.zone,
            "is_muted": wish.is_muted,
            "changed_at": at,
        },
    )
    record("notice.wish_set", subject=receiver, actor=by, at=at, muted=wish.is_muted)
    return row


@transaction.atomic
def unsubscribe(receiver: str, *, at: datetime) -> int:
    """Send a receiver only legal notices from now on (one click, RFC 8058).

    What waits for him and is no legal notice is taken back; returns how many.
    """
    Preference.objects.update_or_create(
        receiver=receiver, defaults={"is_muted": True, "changed_at": at}
    )
    waiting = Outgoing.objects.filter(
        receiver=receiver, state=State.QUEUED, is_legal=False
    )
    count, _rows = waiting.delete()
    by = REPORTER if receiver.startswith("case:") else Actor(receiver)
    record("notice.unsubscribed", subject=receiver, actor=by, at=at)
    return count


def _is_push_service(endpoint: str) -> bool:
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    known = any(
        host == each or host.endswith(f".{each}") for each in settings.LAPOR_PUSH_HOSTS
    )
    is_plain = parts.scheme == "http" and host == "127.0.0.1"  # a double, in tests
    is_safe = parts.scheme == "https" or is_plain
    return known and is_safe and not parts.username and len(endpoint) <= LONGEST


@transaction.atomic
def add_browser(
    user: User, *, endpoint: str, p256dh: str, auth: str, at: datetime
) -> PushSubscription:
    """Keep a browser that agreed to show notices. Raises Invalid.

    The endpoint is an address that we will call: only those of push services that the
    setting ``LAPOR_PUSH_HOSTS`` names, so that nobody makes us knock elsewhere.
    """
    if not _is_push_service(endpoint):
        raise Invalid(_("Peramban ini memberi alamat yang tidak dapat dipakai."))
    if not (_KEY.fullmatch(p256dh) and _KEY.fullmatch(auth)):
        raise Invalid(_("Peramban ini memberi kunci yang tidak dapat dipakai."))
    row, _new = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={"user": user, "p256dh": p256dh, "auth": auth, "made_at": at},
    )
    old = PushSubscription.objects.filter(user=user).order_by("-made_at", "-pk")
    PushSubscription.objects.filter(
        pk__in=list(old.values_list("pk", flat=True)[MOST_BROWSERS:])
    ).delete()
    return row


def drop_browser(endpoint: str, *, user: User | None = None) -> None:
    """Forget a browser: its push service or its owner says so."""
    rows = PushSubscription.objects.filter(endpoint=endpoint)
    (rows.filter(user=user) if user else rows).delete()


def mark_read(user: User, *, upto: int, only: int = 0, at: datetime) -> int:
    """Mark notices of an officer as read: one, or all up to what he has seen."""
    rows = InboxItem.objects.filter(user=user, read_at=None, pk__lte=upto)
    if only:
        rows = rows.filter(pk=only)
    return rows.update(read_at=at)
