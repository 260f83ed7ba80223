"""Counting the usual periods ahead, so that a page never counts (see ``Standing``)."""

import json
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from lapor.domain.analytics.models import Standing
from lapor.domain.analytics.queries.computing import both_tallies
from lapor.domain.analytics.queries.engines import Live, one_moment
from lapor.domain.analytics.rules.indicator import Basis
from lapor.domain.analytics.rules.periods import HOME_ZONE, Period
from lapor.domain.analytics.rules.tally import Tallies, Tally, sum_of
from lapor.domain.analytics.rules.windows import is_due, usual_periods, window_of
from lapor.domain.organisations.models import Organisation

BUDGET: Final = timedelta(minutes=4)  # of one run of the job
STORE: Final = """
INSERT INTO analytics_standing AS old
    (period, basis, agency_id, unit_id, is_rest, counts, as_of, took_ms)
SELECT %s, %s, agency_id, unit_id, is_rest, counts, as_of, took_ms
FROM jsonb_to_recordset(%s::jsonb) AS new(
    agency_id bigint, unit_id bigint, is_rest boolean, counts jsonb,
    as_of timestamptz, took_ms int)
ON CONFLICT ON CONSTRAINT standing_is_once DO UPDATE
    SET counts = excluded.counts, as_of = excluded.as_of, took_ms = excluded.took_ms
    WHERE old.counts <> excluded.counts OR excluded.as_of IS NOT NULL
"""


class _Row(NamedTuple):
    agency: int | None
    unit: int | None
    is_rest: bool
    counts: dict[str, list[Any]]  # as they are stored; what is nothing is left out


def refresh(*, at: datetime, budget: timedelta = BUDGET) -> int:
    """Count what is due among the usual periods, the longest unseen first.

    Stops beginning new periods when the budget is used up. Returns how many periods
    were counted.
    """
    begun = time.monotonic()
    done = 0
    for period, basis in _due(at):
        if done and time.monotonic() - begun > budget.total_seconds():
            break
        count_ahead(period, basis, at=at)
        done += 1
    forget_old(at=at)
    return done


def count_ahead(period: Period, basis: Basis, *, at: datetime) -> None:
    """Count one period for everybody and keep it. Twice is once."""
    begun = time.monotonic()
    window = window_of(period, basis, at=at)
    with one_moment():
        agencies, units = both_tallies(Live(window), window)
    rows = list(_rows(agencies, units))
    took = int(1000 * (time.monotonic() - begun))
    with transaction.atomic(), connection.cursor() as cursor:
        Standing.objects.filter(period=period.name, basis=basis).exclude(
            agency=None
        ).exclude(pk__in=_kept(period, basis, rows)).delete()
        told = [_stored(row, at=at, took=took) for row in rows]
        cursor.execute(STORE, [period.name, str(basis), json.dumps(told)])


def forget_old(*, at: datetime) -> None:
    """Drop the periods that are usual no more."""
    names = [period.name for period in usual_periods(_today(at))]
    Standing.objects.exclude(period__in=names).delete()


def _due(at: datetime) -> list[tuple[Period, Basis]]:
    counted = {
        (row.period, row.basis): row
        for row in Standing.objects.filter(agency=None).only(
            "period", "basis", "as_of", "took_ms"
        )
    }
    found = []
    for period in usual_periods(_today(at)):
        for basis in Basis:
            row = counted.get((period.name, basis))
            since = row.as_of if row else None
            took = timedelta(milliseconds=row.took_ms if row else 0)
            if is_due(period, since, took, at=at):
                found.append((since, period, basis))
    found.sort(key=lambda each: each[0].timestamp() if each[0] else 0)
    return [(period, basis) for _since, period, basis in found]


def _rows(
    agencies: Mapping[str, Tallies], units: Mapping[tuple[str, str], Tallies]
) -> Iterator[_Row]:
    """Return a row for the nation, each agency, each unit, and what no unit has."""
    keys = dict(Organisation.objects.values_list("code", "pk"))
    yield _Row(None, None, False, _stored_counts(sum_of(agencies.values())))
    for code, counts in agencies.items():
        if code in keys:
            yield _Row(keys[code], None, False, _stored_counts(counts))
    for (agency, unit), counts in units.items():
        is_known = agency in keys and (not unit or unit in keys)
        if is_known and (some := _stored_counts(counts)):
            yield _Row(keys[agency], keys.get(unit), not unit, some)


def _stored_counts(counts: Tallies) -> dict[str, list[Any]]:
    return {
        key: stored for key, tally in counts.items() if (stored := Tally.as_list(tally))
    }


def _kept(period: Period, basis: Basis, rows: list[_Row]) -> list[int]:
    """Return the rows that are there and will be written again."""
    wanted = {(row.agency, row.unit, row.is_rest) for row in rows}
    there = Standing.objects.filter(period=period.name, basis=basis).values_list(
        "pk", "agency_id", "unit_id", "is_rest"
    )
    return [pk for pk, *subject in there if tuple(subject) in wanted]


def _stored(row: _Row, *, at: datetime, took: int) -> dict[str, Any]:
    is_nation = row.agency is None
    return {
        "agency_id": row.agency,
        "unit_id": row.unit,
        "is_rest": row.is_rest,
        "counts": row.counts,
        "as_of": at.isoformat() if is_nation else None,
        "took_ms": took if is_nation else 0,
    }


def _today(at: datetime) -> Any:
    return at.astimezone(HOME_ZONE).date()
