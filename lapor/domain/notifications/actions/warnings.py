"""What ends soon or stands still: decrees, mandates, admins who stay away."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from lapor.domain.accounts.models import Grant
from lapor.domain.accounts.queries import held_on
from lapor.domain.accounts.rules import Role
from lapor.domain.notifications.models import InboxItem
from lapor.domain.notifications.queries.places import Happening
from lapor.domain.organisations.models import Appointment

from .planning import plan

DAYS_BEFORE: Final = (30, 7)  # domain §11
AWAY: Final = timedelta(days=20)


def warn(*, at: datetime) -> int:
    """Warn of decrees (SK) and mandates that end, and of admins who do not log in.

    Each warning once; returns how many were due. Level-triggered: after days down
    only the nearest of 30 and 7 days is given.
    """
    on = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    told = [*_decrees(on), *_mandates(on), *_inactive(on, at)]
    made = plan(told, at=at)
    keys = {item.key for item in made.inbox}
    known = set(InboxItem.objects.filter(key__in=keys).values_list("key", flat=True))
    made.inbox = [item for item in made.inbox if item.key not in known]
    made.write()
    return len(made.inbox)


def _decrees(on: date) -> Iterator[Happening]:
    ending = Appointment.objects.filter(
        valid_until__gte=on, valid_until__lte=on + timedelta(days=max(DAYS_BEFORE))
    ).select_related("organisation__agency")
    for row in ending:
        office = row.organisation
        if row.valid_until and not _is_replaced(row):
            days = _nearest(row.valid_until, on)
            yield Happening(
                f"decree:{row.pk}:{days}",
                "reminder.decree",
                office.ref,
                {"organisation": (office.agency or office).code, "days": days},
            )


def _is_replaced(row: Appointment) -> bool:
    later = Appointment.objects.filter(organisation=row.organisation_id)
    open_end = Q(valid_until=None) | Q(valid_until__gt=row.valid_until)
    return later.filter(open_end).exclude(pk=row.pk).exists()


def _mandates(on: date) -> Iterator[Happening]:
    ending = Grant.objects.filter(
        revoked_at=None,
        user__is_active=True,
        valid_until__gte=on,
        valid_until__lte=on + timedelta(days=max(DAYS_BEFORE)),
    ).select_related("organisation__agency")
    for row in ending:
        if row.valid_until is None:
            continue
        days = _nearest(row.valid_until, on)
        office = row.organisation
        yield Happening(
            f"mandate:{row.pk}:{days}",
            "reminder.mandate",
            f"user:{row.user_id}",
            {"organisation": (office.agency or office).code, "days": days},
        )


def _inactive(on: date, at: datetime) -> Iterator[Happening]:
    """Yield agencies none of whose admins has logged in for twenty days."""
    since = at - AWAY
    admins = Grant.objects.filter(
        held_on(on),
        role__in=[Role.AGENCY_ADMIN, Role.DEPUTY_ADMIN],
        user__is_active=True,
        valid_from__lte=on - AWAY,
    )
    awake = admins.filter(user__last_login__gt=since).values("organisation")
    asleep = admins.filter(user__last_login__lte=since).exclude(organisation__in=awake)
    rows = asleep.values_list("organisation__code", "user__last_login").order_by(
        "organisation__code", "-user__last_login"
    )
    last: dict[str, datetime] = {}
    for code, moment in rows:
        if moment is not None:
            last.setdefault(code, moment)
    for code, moment in last.items():
        stretch = (at - moment) // AWAY  # once for each twenty days
        yield Happening(
            f"inactive:{code}:{moment:%Y%m%d}:{stretch}",
            "reminder.inactive",
            f"organisation:{code}",
            {"organisation": code, "days": (at - moment).days},
        )


def _nearest(until: date, on: date) -> int:
    left = (until - on).days
    return min(days for days in DAYS_BEFORE if left <= days)
