"""Daily counts, kept by the transaction that folds the facts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection

KEY: Final = (
    "grain, agency_id, day, event, unit_id, classification, category_id, regency, "
    "channel"
)
WAS: Final = """
CREATE TEMPORARY TABLE IF NOT EXISTS analytics_was
    (LIKE analytics_casefact) ON COMMIT DELETE ROWS
"""
#: What happened on which day, one row for each event of a fact; days of Jakarta.
EVENTS: Final = """
SELECT e.event, (e.happened AT TIME ZONE 'Asia/Jakarta')::date AS day, f.agency_id,
    f.unit_id, f.classification, f.category_id, f.regency, f.channel, {sign} AS n
FROM {facts} f CROSS JOIN LATERAL (VALUES
    ('received', f.received_at, f.is_present),
    ('verified', f.verified_at, f.is_present),
    ('dispatched', f.dispatched_at, true),
    ('followed_up', f.followed_up_at, true),
    ('answered', f.answered_at, f.is_present),
    ('closed', f.closed_at, f.is_present AND f.bucket = 'done'),
    ('archived', f.closed_at, f.is_present AND f.bucket = 'archived'),
    ('returned', f.returned_at, true),
    ('reopened', f.reopened_at, f.is_present),
    ('escalated', f.escalated_at, f.is_present)
) e(event, happened, counts)
WHERE e.counts AND e.happened IS NOT NULL
"""
SUMS: Final = f"""
INSERT INTO analytics_dailycount AS c ({KEY}, n)
WITH moved AS MATERIALIZED (
    SELECT day, event, agency_id, unit_id, classification, category_id, regency,
        channel, sum(n) AS n
    FROM ({{events}}) e
    GROUP BY day, event, agency_id, unit_id, classification, category_id, regency,
        channel
    HAVING sum(n) <> 0
)
SELECT 0, agency_id, day, event, unit_id, classification, category_id, regency,
    channel, n FROM moved
UNION ALL
SELECT 1, agency_id, day, event, NULL, '', NULL, '', '', sum(n) FROM moved
GROUP BY agency_id, day, event HAVING sum(n) <> 0
UNION ALL
SELECT 2, NULL, day, event, NULL, classification, NULL, '', channel, sum(n) FROM moved
GROUP BY day, event, classification, channel HAVING sum(n) <> 0
ON CONFLICT ({KEY}) DO UPDATE SET n = c.n + excluded.n
"""  # noqa: S608 - our own text
EMPTY: Final = "DELETE FROM analytics_dailycount WHERE n = 0"


@contextmanager
def count_daily(cursor: Any) -> Iterator[None]:
    """Count what the block changes in the facts of ``analytics_work``."""
    cursor.execute(WAS)
    cursor.execute("DELETE FROM analytics_was")
    cursor.execute(
        "INSERT INTO analytics_was SELECT f.* FROM analytics_casefact f "
        "JOIN analytics_work w ON w.case_id = f.case_id"
    )
    yield
    now = (
        "(SELECT f.* FROM analytics_casefact f "
        "JOIN analytics_work w ON w.case_id = f.case_id)"
    )
    events = " UNION ALL ".join(
        (
            EVENTS.format(facts=now, sign="1"),
            EVENTS.format(facts="analytics_was", sign="-1"),
        )
    )
    cursor.execute(SUMS.format(events=events))


def recount_daily(cursor: Any, month: int | None = None) -> None:
    """Count the facts anew, all or of one month of receipt; needs empty counts."""
    facts = "analytics_casefact"
    if month is not None:
        facts = f"(SELECT * FROM analytics_casefact WHERE month = {int(month)})"  # noqa: S608
    cursor.execute(SUMS.format(events=EVENTS.format(facts=facts, sign="1")))


def forget_daily(cursor: Any) -> None:
    """Drop all counts; the caller's transaction counts anew."""
    cursor.execute("DELETE FROM analytics_dailycount")


def drop_empty() -> int:
    """Remove the rows that came to nothing; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)
        return int(cursor.rowcount)
