"""One message a day to each officer, when his office opens, in place of a flood."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from lapor.domain.accounts.models import User
from lapor.domain.cases.queries import Filters, Tab, queue_counts
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.notifications.models import InboxItem
from lapor.domain.notifications.queries.people import preferences_of, push_keys
from lapor.domain.notifications.queries.texts import number_of
from lapor.domain.notifications.rules import Notice, Urgency, opening
from lapor.domain.organisations.rules import Zone

from .planning import Plan, messages_to_officer

#: So many numbers of a kind are named; the others are counted.
MOST_NAMED: Final = 10
BATCH: Final = 200
#: What cannot wait stands on top.
FIRST: Final = (Notice.URGENT_CASE, Notice.COVERAGE, Notice.CLIMBED)
ALL: Final = Filters()


def send_digests(*, at: datetime) -> int:
    """Write the digests that are due: the office has opened, on a working day.

    Level-triggered: what came before today's opening goes into today's digest, once;
    after days down it all comes in one. Returns how many officers were dealt with.
    """
    total = 0
    for zone in Zone:
        today = at.astimezone(ZoneInfo(zone)).date()
        opened_at = opening(today, zone)
        if at < opened_at:
            continue
        waiting = _waiting(zone, opened_at)
        users = list(waiting.order_by().values_list("user", flat=True).distinct())
        for start in range(0, len(users), BATCH):
            total += _send(users[start : start + BATCH], waiting, today, at)
    return total


def _waiting(zone: str, opened_at: datetime) -> QuerySet[InboxItem]:
    rows = InboxItem.objects.filter(digested_at=None, created_at__lt=opened_at)
    if zone == Zone.WIB:  # who has no office is reckoned by the capital
        return rows.exclude(user__organisation__zone__in=[Zone.WITA, Zone.WIT])
    return rows.filter(user__organisation__zone=zone)


def _send(
    users: Sequence[int], waiting: QuerySet[InboxItem], today: date, at: datetime
) -> int:
    people = User.objects.filter(pk__in=users).select_related("organisation")
    open_today = {user.pk: user for user in people if _works(user, today)}
    with transaction.atomic():
        items = list(
            waiting.filter(user__in=open_today)
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("user", "pk")
        )
        by_user: dict[int, list[InboxItem]] = defaultdict(list)
        for item in items:
            by_user[item.user_id].append(item)
        browsers = push_keys(by_user.keys())
        wishes = preferences_of([f"user:{key}" for key in by_user])
        made = Plan()
        for key, mine in by_user.items():
            user = open_today[key]
            made.outgoing += messages_to_officer(
                user,
                wishes[f"user:{key}"],
                browsers.get(key, ()),
                key=f"digest:{today.isoformat()}",
                subject=f"day:{today.isoformat()}",
                notice=Notice.DIGEST,
                parameters=content(user, mine, today=today, at=at),
                urgency=Urgency.DIGEST,
                is_legal=False,
                at=at,
            )
        made.write()
        InboxItem.objects.filter(pk__in=[item.pk for item in items]).update(
            digested_at=at
        )
    return len(by_user)


def content(
    user: User, items: Iterable[InboxItem], *, today: date, at: datetime
) -> dict[str, Any]:
    """Return what a digest says: what came, by kind, and what is late.

    Numbers only: no title, no text, no person.
    """
    kinds: dict[str, list[str]] = defaultdict(list)
    for item in items:
        kinds[item.notice].append(number_of(item.subject))
    order = [str(notice) for notice in (*FIRST, *Notice)]
    parts = [
        {
            "notice": notice,
            "count": len(found),
            "numbers": [n for n in dict.fromkeys(found) if n][:MOST_NAMED],
        }
        for notice, found in sorted(kinds.items(), key=lambda kv: order.index(kv[0]))
    ]
    counts = queue_counts(user, ALL, at=at, on=today)
    return {
        "is_officer": True,
        "count": str(sum(len(found) for found in kinds.values())),
        "late": counts.get(Tab.LATE, 0),
        "open": counts.get(Tab.TODO, 0),
        "parts": parts,
    }


def _works(user: User, day: date) -> bool:
    """Say whether the office of this person works on a day."""
    office = user.organisation
    calendar = calendar_for(office.calendar_code if office else "nasional")
    return calendar.is_working(day)
