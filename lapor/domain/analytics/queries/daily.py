"""What happened on which day, read from counts and never from cases."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Literal, NamedTuple

from django.db.models import Q, QuerySet, Sum

from lapor.domain.analytics.models import DailyCount, FactState

Event = Literal[
    "received",
    "verified",
    "dispatched",
    "followed_up",
    "answered",
    "closed",
    "archived",
    "returned",
    "reopened",
    "escalated",
]
Dimension = Literal["unit_id", "classification", "category_id", "regency", "channel"]


class Days(NamedTuple):
    """From one day to another, both included; days of Jakarta."""

    first: date
    last: date


def as_of() -> datetime | None:
    """Return the moment (UTC) as of which facts and counts hold; None: never folded."""
    state = FactState.objects.first()
    return state.as_of if state else None


def by_day(days: Days, *, agency_id: int | None = None) -> dict[date, dict[str, int]]:
    """Return the events of each day, of the nation or of one agency."""
    found: dict[date, dict[str, int]] = {}
    rows = _coarse(agency_id, days).values_list("day", "event")
    for day, event, n in rows.annotate(total=Sum("n")).order_by("day", "event"):
        if n:
            found.setdefault(day, {})[event] = n
    return found


def by_agency(
    days: Days, event: Event, *, agencies: Collection[int] | None = None
) -> dict[int, int]:
    """Return how often an event happened at each agency, by key."""
    rows = DailyCount.objects.filter(
        _within(days), grain=DailyCount.Grain.AGENCY, event=event
    )
    if agencies is not None:
        rows = rows.filter(agency_id__in=agencies)
    sums = rows.values_list("agency_id").annotate(total=Sum("n")).order_by()
    return {agency: n for agency, n in sums if n and agency is not None}


def by_dimension(
    days: Days,
    event: Event,
    dimension: Dimension,
    *,
    agency_id: int,
    unit_id: int | None = None,
) -> dict[int | str | None, int]:
    """Return how often an event happened at an agency, by unit, class or topic."""
    rows = DailyCount.objects.filter(
        _within(days),
        grain=DailyCount.Grain.DETAIL,
        agency_id=agency_id,
        event=event,
    )
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    sums = rows.values_list(dimension).annotate(total=Sum("n")).order_by()
    return {value: n for value, n in sums if n}


def _coarse(agency_id: int | None, days: Days) -> QuerySet[DailyCount]:
    grain = DailyCount.Grain.NATION if agency_id is None else DailyCount.Grain.AGENCY
    return DailyCount.objects.filter(_within(days), grain=grain, agency_id=agency_id)


def _within(days: Days) -> Q:
    return Q(day__gte=days.first, day__lte=days.last)
