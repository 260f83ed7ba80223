"""What may still be spent today on paid messages."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Sum

from lapor.domain.cases.models import Case
from lapor.domain.notifications.models import Limit, Outgoing, Spending
from lapor.domain.notifications.queries.texts import number_of
from lapor.domain.notifications.rules import Way
from lapor.kernel.dated import in_force

#: Paid by the message.
PAID: Final = frozenset({Way.SMS, Way.WHATSAPP})


class Standing(NamedTuple):
    """One limit of today: what has left under it, and how many may still leave."""

    limit: Limit
    messages: int
    cost: Decimal
    left: int


def day_of(at: datetime) -> date:
    """Return the day that a moment counts for: that of the capital."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def standings(way: Way | None = None, *, at: datetime) -> list[Standing]:
    """Return the limits in force, of one channel or of all, with what is left."""
    day = day_of(at)
    rows = Limit.objects.filter(in_force(day)).order_by("valid_from")
    if way is not None:
        rows = rows.filter(way=way)
    newest = {
        (row.way, row.organisation_id): row
        for row in rows.select_related("organisation")
    }
    return [_standing(row, day) for row in newest.values()]


def _standing(limit: Limit, day: date) -> Standing:
    spent = Spending.objects.filter(day=day, way=limit.way)
    if limit.organisation_id is not None:
        spent = spent.filter(organisation=limit.organisation_id)
    sums = spent.aggregate(n=Sum("messages"), cost=Sum("cost"))
    count, cost = sums["n"] or 0, sums["cost"] or Decimal(0)
    left = [] if limit.messages is None else [limit.messages - count]
    if limit.rupiah is not None:
        # The price of a message is what one cost today on average; a rupiah at least.
        price = max(cost / count if count else Decimal(1), Decimal(1))
        left.append(int((limit.rupiah - cost) / price))
    return Standing(limit, count, cost, max(0, min(left)))


def agencies_of(rows: Collection[Outgoing]) -> dict[str, int | None]:
    """Return the agency that answers for the case of each receiver now."""
    numbers = {number_of(row.receiver) for row in rows} - {""}
    found = Case.objects.filter(number__in=numbers).values_list("number", "agency")
    return {f"case:{number}": agency for number, agency in found}
