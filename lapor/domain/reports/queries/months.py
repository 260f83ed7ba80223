"""Reading the months that were counted ahead: of the nation, or of some agencies."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Min, Q, QuerySet, Sum

from lapor.domain.analytics.rules.periods import Period
from lapor.domain.reports.models import MonthCount

HOURS: Final = 24
DAYS: Final = 7
TOPICS: Final = """
SELECT nullif(key, '')::bigint, sum(n::bigint)::bigint
FROM reports_monthcount m, jsonb_each_text(m.topics) AS t(key, n)
WHERE m.id = ANY (%s) GROUP BY 1"""
PLACES: Final = """
SELECT place - 1, sum(n)::bigint
FROM reports_monthcount m, unnest(m.hours) WITH ORDINALITY AS h(n, place)
WHERE m.id = ANY (%s) GROUP BY 1"""


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
    """Return topics and hours of the whole months of a period.

    ``agencies`` None means the nation. None when the period is not made of months, or
    one of them that has begun was not counted.
    """
    if not _is_whole(period):
        return None
    nation = _within(period).filter(agency=None)
    if not nation.exists():
        return None
    rows = nation if agencies is None else _of(_within(period), agencies)
    keys = list(rows.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(TOPICS, [keys])
        topics = dict(cursor.fetchall())
        cursor.execute(PLACES, [keys])
        places = dict(cursor.fetchall())
    hours = tuple(
        tuple(places.get(day * HOURS + hour, 0) for hour in range(HOURS))
        for day in range(DAYS)
    )
    told = nation.aggregate(oldest=Min("as_of"))
    return Months(topics, hours, told["oldest"])


def punctual(first: int, last: int, agencies: Collection[int] | None) -> list[Punctual]:
    """Return how punctual first follow-ups were, for months from 202601 to 202612."""
    rows = MonthCount.objects.filter(month__gte=first, month__lte=last)
    chosen = rows.filter(agency=None) if agencies is None else _of(rows, agencies)
    sums = chosen.values("month").annotate(k=Sum("kept"), j=Sum("judged"))
    return [Punctual(r["month"], r["k"], r["j"]) for r in sums.order_by("month")]


def _of(rows: QuerySet[MonthCount], agencies: Collection[int]) -> QuerySet[MonthCount]:
    return rows.filter(agency__in=agencies)


def _within(period: Period) -> QuerySet[MonthCount]:
    first, last = (100 * d.year + d.month for d in (period.first, period.last))
    return MonthCount.objects.filter(Q(month__gte=first, month__lte=last))


def _is_whole(period: Period) -> bool:
    after = period.last + timedelta(days=1)
    return period.first.day == 1 and after.day == 1
