"""Counting months ahead: topics, hours and punctuality of every agency.

One statement for a month. This month and the last are counted anew every hour, those
before once a day: reports that are handed on change whose they are.
"""

import time
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from lapor.domain.analytics.queries.daily import as_of
from lapor.domain.analytics.rules.periods import HOME_ZONE, Period, parse_period
from lapor.domain.reports.models import MonthCount

BUDGET: Final = timedelta(minutes=2)  # of one run of the job
MONTHS: Final = 24
FRESH: Final = timedelta(hours=1)
OLD: Final = timedelta(days=1)
COUNT: Final = """
WITH seen AS MATERIALIZED (
    SELECT f.agency_id, f.category_id,
        (extract(isodow FROM f.received_at AT TIME ZONE 'Asia/Jakarta')::int - 1) * 24
            + extract(hour FROM f.received_at AT TIME ZONE 'Asia/Jakarta')::int AS hour,
        f.followed_up_at IS NOT NULL AND f.follow_up_due_at IS NOT NULL AS is_answered,
        f.followed_up_at <= f.follow_up_due_at AS is_kept,
        f.bucket = 'waiting' AND f.followed_up_at IS NULL
            AND f.follow_up_due_at < %(as_of)s AS is_overdue
    FROM analytics_casefact f
    WHERE f.is_present AND f.agency_id IS NOT NULL
        AND f.received_at >= %(start)s AND f.received_at < %(end)s
),
topic AS (
    SELECT agency_id, jsonb_object_agg(coalesce(category_id::text, ''), n) AS topics
    FROM (SELECT agency_id, category_id, count(*) AS n FROM seen
        GROUP BY GROUPING SETS ((agency_id, category_id), (category_id))) t
    GROUP BY agency_id
),
hour AS (
    SELECT a.agency_id, array_agg(coalesce(n.n, 0) ORDER BY place) AS hours
    FROM topic a CROSS JOIN generate_series(0, 167) AS place
    LEFT JOIN (SELECT agency_id, hour, count(*) AS n FROM seen
        GROUP BY GROUPING SETS ((agency_id, hour), (hour))) n
        ON n.agency_id IS NOT DISTINCT FROM a.agency_id AND n.hour = place
    GROUP BY a.agency_id
),
whole AS (
    SELECT agency_id,
        count(*) FILTER (WHERE is_answered AND is_kept) AS kept,
        count(*) FILTER (WHERE is_answered OR is_overdue) AS judged
    FROM seen GROUP BY GROUPING SETS ((agency_id), ())
)
INSERT INTO reports_monthcount
    (month, agency_id, topics, hours, kept, judged, as_of)
SELECT %(month)s, w.agency_id, coalesce(t.topics, '{}'),
    coalesce(h.hours, array_fill(0::bigint, ARRAY[168])), w.kept, w.judged, %(as_of)s
FROM whole w
LEFT JOIN topic t ON t.agency_id IS NOT DISTINCT FROM w.agency_id
LEFT JOIN hour h ON h.agency_id IS NOT DISTINCT FROM w.agency_id
"""


def refresh_months(*, at: datetime, budget: timedelta = BUDGET) -> int:
    """Count the months that are due, the newest first; returns how many."""
    begun, done = time.monotonic(), 0
    for month, is_new in _months(at):
        if done and time.monotonic() - begun > budget.total_seconds():
            break
        if _is_due(month, at - (FRESH if is_new else OLD)):
            count_month(month, at=at)
            done += 1
    oldest = number_of(_months(at)[-1][0])
    MonthCount.objects.filter(month__lt=oldest).delete()
    return done


def count_month(month: Period, *, at: datetime) -> None:
    """Count one month for everybody and keep it; twice is once."""
    given: dict[str, Any] = {
        "month": number_of(month),
        "start": month.start,
        "end": month.end,
        "as_of": as_of() or at,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_monthcount WHERE month = %(month)s", given)
        cursor.execute(COUNT, given)


def number_of(month: Period) -> int:
    """Return a month as it is written in counts, like 202611."""
    return month.first.year * 100 + month.first.month


def _months(at: datetime) -> list[tuple[Period, bool]]:
    """Return the months that are kept, newest first, and which still move."""
    day = at.astimezone(HOME_ZONE).date()
    last = 12 * day.year + day.month - 1
    names = [f"{(last - n) // 12}-{(last - n) % 12 + 1:02}" for n in range(MONTHS)]
    return [(parse_period(name), n < 2) for n, name in enumerate(names)]


def _is_due(month: Period, since: datetime) -> bool:
    row = MonthCount.objects.filter(month=number_of(month), agency=None).first()
    return row is None or row.as_of < since
