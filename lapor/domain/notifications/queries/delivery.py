"""The way out: what is due, what stands still, what it cost."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

from lapor.domain.ledger.queries import after, bookmark_of
from lapor.domain.notifications.models import ChannelState, Outgoing
from lapor.domain.notifications.rules import Gate, State, Way

READER: Final = "notifications"
#: A message whose sender died is taken up again after so long.
LEFT_LYING: Final = timedelta(minutes=10)


def has_work(*, at: datetime) -> tuple[bool, bool]:
    """Say whether there is something to read, and something to send."""
    return bool(after(bookmark_of(READER), limit=1)), due(at=at).exists()


def due(*, at: datetime) -> QuerySet[Outgoing]:
    """Return the messages that may leave now, oldest first; shut channels wait."""
    shut = ChannelState.objects.filter(shut_until__gt=at).values("way")
    waiting = Outgoing.objects.filter(state=State.QUEUED, due_at__lte=at)
    return waiting.exclude(way__in=shut).order_by("due_at", "id")


def gates() -> dict[Way, Gate]:
    """Return the gate of every channel."""
    rows = {row.way: row for row in ChannelState.objects.all()}
    return {
        way: Gate(rows[way].failures, rows[way].shut_until) if way in rows else Gate()
        for way in Way
    }


def channel_states() -> list[ChannelState]:
    """Return how every channel stands, in the order of the channels."""
    rows = {row.way: row for row in ChannelState.objects.all()}
    return [rows.get(way) or ChannelState(way=way) for way in Way]


def standing_counts(*, at: datetime) -> Mapping[str, int]:
    """Return how many messages stand in each state that asks for attention."""
    rows = (
        Outgoing.objects.exclude(state__in=[State.QUEUED, State.SENT])
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    waiting = Outgoing.objects.filter(state=State.QUEUED, due_at__lte=at).count()
    return {State.QUEUED: waiting, **dict(rows)}


def deliveries_page(
    *, state: str = "", way: str = "", before: int = 0, size: int = 50
) -> tuple[list[Outgoing], int]:
    """Return messages, newest first, and the key before which the next page begins."""
    rows = Outgoing.objects.order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if way:
        rows = rows.filter(way=way)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else 0


class Cost(NamedTuple):
    """What one channel cost in one month. Unit: rupiah."""

    month: date
    way: Way
    messages: int
    cost: Decimal


def costs(*, since: datetime) -> list[Cost]:
    """Return messages sent and their cost by month (Jakarta) and channel, newest first.

    Each attempt that was charged counts.
    """
    rows = (
        Outgoing.objects.filter(created_at__gte=since, state=State.SENT)
        .annotate(month=TruncMonth("created_at", tzinfo=ZoneInfo(settings.TIME_ZONE)))
        .values_list("month", "way")
        .annotate(n=Count("pk"), total=Sum("cost"))
        .order_by("-month", "way")
    )
    return [
        Cost(month.date(), Way(way), n, total or Decimal(0))
        for month, way, n, total in rows
    ]
