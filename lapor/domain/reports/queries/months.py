"""Reading the months that were counted ahead: of the nation, or of some agencies."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import QuerySet, Sum

from lapor.domain.analytics.rules.periods import Period
from lapor.domain.reports.models import MonthCount

HOURS: Final = 24
PLACES: Final = 7 * HOURS


class Punctual(NamedTuple):
    """First follow-ups of the reports of one month: ``kept`` of ``judged`` in time."""

    month: int
    kept: int
    judged: int


class Months(NamedTuple):
    """What came in some months; ``hours`` is weekday by hour, Monday first."""

    topics: dict[int | None, int]
    hours: tuple[tuple[int, ...], ...]
    as_of: datetime


def months_of(period: Period, agencies: Collection[int] | None) -> Months | None:
    """Return topics and hours of a period; ``agencies`` None means the nation.

    None when the period is not made of whole months, or none of them was counted.
    """
    if period.first.day != 1 or (period.last + timedelta(days=1)).day != 1:
        return None
    first, last = (100 * day.year + day.month for day in (period.first, period.last))
    nation = _rows(first, last, None).order_by("as_of").first()
    if nation is None:
        return None
    topics: Counter[int | None] = Counter()
    places = [0] * PLACES
    rows = _rows(first, last, agencies).values_list("topics", "hours")
    for named, hours in rows.iterator():
        topics.update({int(key) if key else None: n for key, n in named.items()})
        places = [one + other for one, other in zip(places, hours, strict=True)]
    days = (places[at : at + HOURS] for at in range(0, PLACES, HOURS))
    return Months(dict(topics), tuple(map(tuple, days)), nation.as_of)


def punctual(first: int, last: int, agencies: Collection[int] | None) -> list[Punctual]:
    """Return how punctual first follow-ups were, for months from 202601 to 202612."""
    sums = _rows(first, last, agencies).values("month")
    found = sums.annotate(k=Sum("kept"), j=Sum("judged")).order_by("month")
    return [Punctual(row["month"], row["k"], row["j"]) for row in found]


def _rows(
    first: int, last: int, agencies: Collection[int] | None
) -> QuerySet[MonthCount]:
    rows = MonthCount.objects.filter(month__gte=first, month__lte=last)
    if agencies is None:
        return rows.filter(agency=None)
    return rows.filter(agency__in=agencies)
