"""The daily limit of paid messages: what the law wants leaves, the rest waits.

Or it goes by a channel that costs nothing, where the reporter has one. Whoever answers
for the channel is told, once a day.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lapor.domain.ledger.actions import record
from lapor.domain.notifications.models import Limit, Outgoing, Spending
from lapor.domain.notifications.queries.limits import (
    PAID,
    agencies_of,
    day_of,
    standings,
)
from lapor.domain.notifications.rules import Way, opening
from lapor.domain.organisations.queries import organisation_by_code
from lapor.kernel.actor import SYSTEM, Actor
from lapor.kernel.lists import Values
from lapor.kernel.rows import check, filled

WAITS: Final = "daily limit: waits for tomorrow"
KEY: Final = ("way", "organisation", "valid_from")


class Divided(NamedTuple):
    """What may leave now, and what is beyond a limit."""

    leaving: list[Outgoing]
    beyond: list[Outgoing]


def divide(way: Way, rows: Sequence[Outgoing], *, at: datetime) -> Divided:
    """Say which of these messages may leave; tells of a limit that is reached."""
    found = standings(way, at=at) if way in PAID else []
    if not found:
        return Divided(list(rows), [])
    agencies = agencies_of(rows)
    left = {each.limit.pk: each.left for each in found}
    divided = Divided([], [])
    reached: dict[int, Limit] = {}
    for row in rows:
        agency = agencies.get(row.receiver)
        mine = [e.limit for e in found if e.limit.organisation_id in {None, agency}]
        full = [limit for limit in mine if left[limit.pk] <= 0]
        reached |= {limit.pk: limit for limit in full}
        if full and not row.is_legal:
            divided.beyond.append(row)
            continue
        divided.leaving.append(row)
        for limit in mine:
            left[limit.pk] -= 1
    for limit in reached.values():
        _tell(limit, at)
    return divided


def wait(rows: Sequence[Outgoing], *, at: datetime) -> None:
    """Let messages wait for the opening of tomorrow's offices."""
    morning = opening(day_of(at) + timedelta(days=1), settings.TIME_ZONE)
    Outgoing.objects.filter(pk__in=[row.pk for row in rows]).update(
        due_at=morning, why=WAITS
    )


def _tell(limit: Limit, at: datetime) -> None:
    day = day_of(at)
    fresh = Limit.objects.filter(pk=limit.pk).exclude(reached_on=day)
    if fresh.update(reached_on=day):
        office = limit.organisation
        record(
            "channel.limited",
            subject=f"channel:{limit.way}",
            actor=SYSTEM,
            at=at,
            **({"organisation": office.code} if office else {}),
        )


def note_spending(
    way: Way, rows: Sequence[tuple[Outgoing, Decimal]], at: datetime
) -> None:
    """Count what has left by a paid channel, for each agency."""
    if way not in PAID or not rows:
        return
    agencies = agencies_of([row for row, _cost in rows])
    counts: Counter[int | None] = Counter()
    costs: dict[int | None, Decimal] = defaultdict(Decimal)
    for row, cost in rows:
        agency = agencies.get(row.receiver)
        counts[agency] += 1
        costs[agency] += cost
    for agency, count in counts.items():
        spend(way, agency=agency, messages=count, cost=costs[agency], at=at)


@transaction.atomic
def spend(
    way: Way, *, agency: int | None = None, messages: int, cost: Decimal, at: datetime
) -> None:
    """Add to what was spent today; a channel that costs nothing is not counted."""
    if way not in PAID:
        return
    key: Values = {"day": day_of(at), "way": way, "organisation_id": agency}
    row, _new = Spending.objects.select_for_update().get_or_create(**key)
    Spending.objects.filter(pk=row.pk).update(
        messages=F("messages") + messages, cost=F("cost") + cost
    )


@transaction.atomic
def set_limit(values: Values, by: Actor, at: datetime) -> None:
    """Add or change one limit. Raises Invalid with the column at fault."""
    given = dict(values)
    code = given.pop("organisation", None)
    given["organisation"] = organisation_by_code(code) if code else None
    key = {name: given.get(name) for name in KEY}
    row = filled(Limit, key, given)
    check(row, _("Baris ini salah."))
    row.save()
    record(
        "channel.limit_set",
        subject=f"channel:{row.way}",
        actor=by,
        at=at,
        valid_from=row.valid_from.isoformat(),
        **({"organisation": code} if code else {}),
    )
