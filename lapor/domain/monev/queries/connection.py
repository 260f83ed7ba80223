"""P1 and P2: who is connected, and who logs in (mandates, decrees, the ledger)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncMonth

from lapor.domain.accounts.models import Grant
from lapor.domain.accounts.rules import Role
from lapor.domain.ledger.models import Entry
from lapor.domain.monev.rules import HOME_ZONE, Parts, Period
from lapor.domain.organisations.models import Appointment
from lapor.domain.organisations.queries import in_force

ADMINS: Final = (Role.AGENCY_ADMIN, Role.DEPUTY_ADMIN, Role.NATIONAL_ADMIN)
LATELY: Final = timedelta(days=30)
LOGGED_IN: Final = "account.logged_in"


def connected_agencies(agencies: Collection[int], *, on: date) -> set[int]:
    """Return those agencies that have an admin's account and a decree on a day."""
    decrees = Appointment.objects.filter(
        in_force(on), organisation__agency__in=agencies
    ).values_list("organisation__agency_id", flat=True)
    return set(_admins(agencies, on=on).values()) & {key for key in decrees if key}


def active_agencies(
    agencies: Collection[int], period: Period, *, at: datetime
) -> set[int]:
    """Return those whose admin logged in during the last 30 days of the period."""
    until = min(period.end, at)
    admins = _admins(agencies, on=_last_day(period, at))
    seen = _log_ins(admins, until - LATELY, until).values_list("subject", flat=True)
    return {admins[subject] for subject in set(seen)}


def active_months(agency: int, period: Period, *, at: datetime) -> Parts:
    """Return in how many months of the period an admin logged in. Unit: months."""
    months = period.months(until=_last_day(period, at))
    admins = _admins([agency], on=_last_day(period, at))
    seen = (
        _log_ins(admins, period.start, min(period.end, at))
        .annotate(month=TruncMonth("happened_at", tzinfo=HOME_ZONE))
        .values_list("month", flat=True)
        .order_by()
        .distinct()
    )
    return Parts(len(set(seen)), len(months))


def _admins(agencies: Collection[int], *, on: date) -> dict[str, int]:
    """Return the agency of each admin, by his name in the ledger."""
    valid = in_force(on) & (Q(revoked_at=None) | Q(revoked_at__date__gt=on))
    held = Grant.objects.filter(
        valid,
        role__in=ADMINS,
        user__is_active=True,
        organisation__agency__in=agencies,
    ).values_list("user_id", "organisation__agency_id")
    return {f"user:{user}": agency for user, agency in held if agency is not None}


def _log_ins(admins: dict[str, int], start: datetime, end: datetime) -> QuerySet[Entry]:
    return Entry.objects.filter(
        subject__in=sorted(admins),
        fact=LOGGED_IN,
        happened_at__gte=start,
        happened_at__lt=end,
    )


def _last_day(period: Period, at: datetime) -> date:
    return min(period.last, at.astimezone(HOME_ZONE).date())
