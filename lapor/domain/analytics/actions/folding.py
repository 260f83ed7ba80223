"""Folding the ledger into facts, as it grows, and all of it anew."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction

from lapor.domain.analytics.models import (
    CaseFact,
    Contribution,
    DailyCount,
    FactState,
)
from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.domain.ledger.actions import move_bookmark
from lapor.domain.ledger.models import Entry
from lapor.domain.ledger.queries import after, bookmark_of
from lapor.kernel import bulk

from .daily import count_daily, forget_daily, recount_daily
from .statements import CONTRIBUTED, DROP, FOLD
from .workdays import fill_workdays

READER: Final = "analytics.facts"
ENTRIES: Final = 20_000  # ledger entries folded in one transaction
MANY: Final = 5_000  # cases from which the planner should know how many
LOCK: Final = 7_305_001  # of the advisory lock: one fold at a time

WORK: Final = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS analytics_work "
    "(case_id bigint PRIMARY KEY) ON COMMIT DELETE ROWS"
)
NAMED: Final = """
INSERT INTO analytics_work
SELECT DISTINCT c.id FROM ({entries}) e
JOIN cases_case c ON c.number = substr(e.subject, 6)
WHERE e.subject LIKE 'case:%%' AND c.state <> 'draft'
ON CONFLICT DO NOTHING
"""
PROMISED: Final = """
INSERT INTO analytics_work
SELECT DISTINCT case_id FROM cases_promise WHERE due_on >= %s AND due_on < %s
ON CONFLICT DO NOTHING
"""
GIVEN: Final = """
INSERT INTO analytics_work
SELECT id FROM cases_case WHERE id = ANY(%s) AND state <> 'draft'
"""
MONTHS: Final = "SELECT DISTINCT month FROM cases_case ORDER BY month"
GONE: Final = (
    "DELETE FROM analytics_casefact f WHERE NOT EXISTS ("
    "SELECT FROM cases_case c WHERE c.id = f.case_id AND c.state <> 'draft')"
)
OF_MONTH: Final = (
    "INSERT INTO analytics_work "
    "SELECT id FROM cases_case WHERE month = %s AND state <> 'draft'"
)


def fold(*, at: datetime, entries: int = ENTRIES) -> int:
    """Bring the facts up to date as of ``at`` (UTC); returns how many cases changed.

    Reads settled ledger entries after the bookmark ``analytics.facts`` in batches of
    ``entries``, each in one transaction with what it leads to. Safe to repeat, and to
    run twice at once: the second waits for the first.
    """
    folded = _promises_due(at)
    while True:
        done, more = _fold_next(at, entries)
        folded += done
        if not more:
            return folded


@transaction.atomic
def fold_cases(cases: Iterable[int], *, at: datetime) -> int:
    """Make the facts of these cases (by key) anew, whatever the ledger says."""
    with connection.cursor() as cursor:
        _begin(cursor, at)
        cursor.execute(GIVEN, [list(cases)])
        folded = _fold_work(cursor, at)
    _finish(at)
    return folded


def refold_all(*, at: datetime) -> int:
    """Make all facts and counts anew, month by month; returns how many rows there are.

    For loads that write cases by the thousand. Results that have ended keep their
    working time, unless it was never known.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor, at)
        newest = Entry.objects.order_by("-transaction", "-pk").first()
        if newest is not None:
            move_bookmark(READER, last=newest)
        cursor.execute(MONTHS)
        months = [row[0] for row in cursor.fetchall()]
        cursor.execute(GONE)
        forget_daily(cursor)
        for month in months:
            cursor.execute("DELETE FROM analytics_work")
            cursor.execute(OF_MONTH, [month])
            cursor.execute("ANALYZE analytics_work")
            cursor.execute(DROP)
            cursor.execute(FOLD, {"today": _today(at)})
            cursor.execute(CONTRIBUTED)
            recount_daily(cursor, month)
        _finish(at)
        cursor.execute("SELECT count(*) FROM analytics_casefact")
        rows = int(cursor.fetchone()[0])
    bulk.settle(CaseFact, Contribution, DailyCount)
    return rows


@transaction.atomic
def _fold_next(at: datetime, size: int) -> tuple[int, bool]:
    """Fold one batch; returns how many cases, and whether there may be more."""
    with connection.cursor() as cursor:
        _begin(cursor, at)
        batch = after(bookmark_of(READER), limit=size)
        last = _last(batch)
        folded = 0
        if last is not None:
            sql, params = batch.values("subject").query.sql_with_params()
            cursor.execute(NAMED.format(entries=sql), params)
            folded = _fold_work(cursor, at)
            move_bookmark(READER, last=last[0])
        _finish(at)
        return folded, last is not None and last[1] == size


def _last(batch: Any) -> tuple[Entry, int] | None:
    keys = list(batch.values_list("transaction", "pk"))
    if not keys:
        return None
    return Entry(pk=keys[-1][1], transaction=keys[-1][0]), len(keys)


@transaction.atomic
def _promises_due(at: datetime) -> int:
    """Fold the cases whose promise fell due since the last fold."""
    state = FactState.objects.first()
    today = _today(at)
    if state is None or _today(state.as_of) >= today:
        return 0
    with connection.cursor() as cursor:
        _begin(cursor, at)
        cursor.execute(PROMISED, [_today(state.as_of), today])
        folded = _fold_work(cursor, at)
    _finish(at)
    return folded


def hold_still() -> None:
    """Let nothing be folded until the end of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _begin(cursor: Any, at: datetime) -> None:
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    cursor.execute(WORK)
    cursor.execute("DELETE FROM analytics_work")
    fill_workdays(cursor)


def _fold_work(cursor: Any, at: datetime) -> int:
    """Fold the cases of the temporary table, and count the difference."""
    cursor.execute("SELECT count(*) FROM analytics_work")
    cases = int(cursor.fetchone()[0])
    if not cases:
        return 0
    if cases > MANY:
        cursor.execute("ANALYZE analytics_work")
    with count_daily(cursor):
        cursor.execute(DROP)
        cursor.execute(FOLD, {"today": _today(at)})
    cursor.execute(CONTRIBUTED)
    return cases


def _finish(at: datetime) -> None:
    state = FactState.objects.first()
    if state is None:
        FactState.objects.create(as_of=at)
    elif state.as_of < at:
        FactState.objects.filter(pk=state.pk).update(as_of=at)


def _today(at: datetime) -> date:
    return at.astimezone(HOME_ZONE).date()
