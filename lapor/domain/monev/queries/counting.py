"""The database counts: one grouped query over the cases, whatever the size."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Literal

from django.db.models import Count, F, Q, Sum
from django.db.models.expressions import Combinable

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import (
    BUCKETS,
    HANDLED,
    OPEN,
    ArchiveReason,
    Bucket,
    State,
)
from lapor.domain.monev.rules import Basis, Counts, Parts, Period

Column = Literal["agency", "unit"]
BUCKET_FIELDS: Final[Mapping[Bucket, str]] = {
    Bucket.UNVERIFIED: "unverified",
    Bucket.WAITING: "waiting",
    Bucket.IN_PROCESS: "in_process",
    Bucket.DONE: "done",
    Bucket.ON_HOLD: "on_hold",
    Bucket.ARCHIVED: "archived",
}
DUPLICATE: Final = Q(state=State.ARCHIVED, archive_reason=ArchiveReason.DUPLICATE)


def counts_by(
    column: Column, within: Q, period: Period, basis: Basis, *, at: datetime
) -> dict[int | None, Counts]:
    """Return the counts of each agency or unit; cases without a unit under None.

    ``within`` narrows the cases; ``at`` (UTC) is the moment as of which states and
    overdue terms are read. One query; moments that nobody recorded (imported cases)
    count in no population that needs them.
    """
    if basis == Basis.COHORT:
        population, wanted = _cohort(period), _cohort_counts(at)
    else:
        population, wanted = _flow(period), _flow_counts(period, at)
    rows = (
        Case.objects.filter(within, population)
        .exclude(state=State.DRAFT)
        .values_list(f"{column}_id", "classification_id")
        .annotate(**wanted)
        .order_by()
        .values(f"{column}_id", "classification_id", *wanted)
    )
    found: dict[int | None, Counts] = {}
    for row in rows:
        key = row[f"{column}_id"]
        found[key] = found.get(key, Counts()) + _counts(row)
    return found


def _counts(row: Mapping[str, Any]) -> Counts:
    term = Parts(row["term_kept"], row["term_due"])
    return replace(
        Counts(),
        **{name: row[name] for name in BUCKET_FIELDS.values()},
        received=sum(row[name] for name in BUCKET_FIELDS.values()),
        archived_twice=row["archived_twice"],
        verified=Parts(row["verified_kept"], row["verified_due"]),
        answered=Parts(row["answered_kept"], row["answered_due"]),
        first_answers=row["first_answers"],
        answer_microseconds=int(row["microseconds"] or 0),
        by_class={row["classification_id"] or "": term} if term.population else {},
    )


def _cohort(period: Period) -> Q:
    return Q(received_at__gte=period.start, received_at__lt=period.end)


def _cohort_counts(at: datetime) -> dict[str, Combinable]:
    answered = Q(first_follow_up_at__isnull=False, follow_up_due_at__isnull=False)
    verified = Q(verified_at__isnull=False, verification_due_at__isnull=False)
    closed = Q(
        state=State.CLOSED, answered_at__isnull=False, completion_due_at__isnull=False
    )
    return {
        **{
            BUCKET_FIELDS[bucket]: _n(Q(state__in=sorted(states)))
            for bucket, states in BUCKETS.items()
        },
        "archived_twice": _n(DUPLICATE),
        **_timeliness(verified, answered, closed, overdue=Q(), before=at),
        "first_answers": _n(Q(follow_up_microseconds__isnull=False)),
        "microseconds": Sum("follow_up_microseconds"),
    }


def _flow(period: Period) -> Q:
    """Cases that were in somebody's hand at some moment of the period."""
    still_open = Q(state__in=sorted(OPEN))
    return Q(received_at__lt=period.end) & (still_open | Q(closed_at__gte=period.start))


def _flow_counts(period: Period, at: datetime) -> dict[str, Combinable]:
    """Where each case stood at the end of the period, read from its moments."""
    ended = Q(closed_at__lt=period.end)
    there = ~ended | Q(closed_at__isnull=True)
    dispatched = Q(dispatched_at__lt=period.end)
    answered = Q(first_follow_up_at__lt=period.end)
    held = Q(state=State.ON_HOLD)
    known = {"first": "first_follow_up_at", "checked": "verified_at"}
    inside = {
        key: Q(**{f"{name}__gte": period.start, f"{name}__lt": period.end})
        for key, name in {**known, "final": "answered_at"}.items()
    }
    verified = inside["checked"] & Q(verification_due_at__isnull=False)
    first = inside["first"] & Q(follow_up_due_at__isnull=False)
    final = inside["final"] & Q(completion_due_at__isnull=False)
    early = Q(dispatched_at__isnull=True) | Q(dispatched_at__gte=period.end)
    silent = Q(first_follow_up_at__isnull=True) | Q(first_follow_up_at__gte=period.end)
    return {
        "unverified": _n(there & early & ~held),
        "on_hold": _n(there & early & held),
        "waiting": _n(there & dispatched & silent),
        "in_process": _n(there & dispatched & answered),
        "done": _n(ended & Q(state=State.CLOSED)),
        "archived": _n(ended & Q(state=State.ARCHIVED)),
        "archived_twice": _n(ended & DUPLICATE),
        **_timeliness(
            verified,
            first,
            final,
            overdue=Q(pk__isnull=False),
            before=min(at, period.end),
            since=period.start,
        ),
        "first_answers": _n(first & Q(follow_up_microseconds__isnull=False)),
        "microseconds": Sum(
            "follow_up_microseconds",
            filter=inside["first"] & Q(follow_up_due_at__isnull=False),
        ),
    }


def _timeliness(
    verified: Q,
    answered: Q,
    completed: Q,
    *,
    overdue: Q,
    before: datetime,
    since: datetime | None = None,
) -> dict[str, Combinable]:
    """P6 to P8: kept in time, and kept or overdue and still undone."""

    def late(column: str) -> Q:
        found = Q(**{f"{column}__lt": before}) & overdue
        return found & Q(**{f"{column}__gte": since}) if since else found

    unverified = Q(state=State.RECEIVED, verified_at__isnull=True)
    unanswered = Q(
        state__in=sorted(BUCKETS[Bucket.WAITING]), first_follow_up_at__isnull=True
    )
    unfinished = Q(state__in=sorted(HANDLED), answered_at__isnull=True)
    return {
        "verified_kept": _n(verified & Q(verified_at__lte=F("verification_due_at"))),
        "verified_due": _n(verified | unverified & late("verification_due_at")),
        "answered_kept": _n(
            answered & Q(first_follow_up_at__lte=F("follow_up_due_at"))
        ),
        "answered_due": _n(answered | unanswered & late("follow_up_due_at")),
        "term_kept": _n(completed & Q(answered_at__lte=F("completion_due_at"))),
        "term_due": _n(completed | unfinished & late("completion_due_at")),
    }


def _n(condition: Q) -> Count:
    return Count("pk", filter=condition)
