"""Counts, read from sums: exact at any moment, without a look at the cases."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from lapor.domain.analytics.models import CaseCount
from lapor.domain.cases.rules import BUCKETS, Bucket, State


@dataclass(frozen=True)
class BucketCounts:
    """The six official buckets. ``total`` is all reports but drafts; unit: reports."""

    total: int
    buckets: Mapping[Bucket, int]


def buckets(agency_id: int | None = None) -> BucketCounts:
    """Return the six buckets of the nation, or of one agency. They add up to total."""
    return bucketed(by_state(agency_id))


def bucketed(states: Mapping[State, int]) -> BucketCounts:
    """Put counts by state into the six buckets."""
    counts = {
        bucket: sum(states.get(state, 0) for state in members)
        for bucket, members in BUCKETS.items()
    }
    total = sum(n for state, n in states.items() if state != State.DRAFT)
    return BucketCounts(total, counts)


def by_state(agency_id: int | None = None) -> dict[State, int]:
    """Return how many cases are in each state."""
    return {State(key): n for key, n in _sums(agency_id, "state").items()}


def by_classification(agency_id: int | None = None) -> dict[str, int]:
    """Return how many cases each class has; cases without a class under ""."""
    return _sums(agency_id, "classification")


def by_channel(agency_id: int | None = None) -> dict[str, int]:
    """Return how many cases came through each channel."""
    return _sums(agency_id, "channel")


def by_month(agency_id: int | None = None) -> dict[int, int]:
    """Return how many cases arrived in each month (202611, Jakarta), oldest first."""
    found = (
        _counts(agency_id).values_list("month").annotate(n=Sum("n")).order_by("month")
    )
    return {month: n for month, n in found if n}


def buckets_by_month(agency_id: int | None = None) -> dict[int, BucketCounts]:
    """Return the six buckets of the cases of each month of receipt, oldest first."""
    states: dict[int, dict[State, int]] = {}
    rows = _counts(agency_id).values_list("month", "state").annotate(total=Sum("n"))
    for month, state, n in rows.order_by("month"):
        if n:
            states.setdefault(month, {})[State(state)] = n
    return {month: bucketed(found) for month, found in states.items()}


def _sums(agency_id: int | None, column: str) -> dict[str, int]:
    found = _counts(agency_id).values_list(column).annotate(total=Sum("n")).order_by()
    return {key: n for key, n in found if n}


def _counts(agency_id: int | None) -> QuerySet[CaseCount]:
    return CaseCount.objects.filter(agency=agency_id)
