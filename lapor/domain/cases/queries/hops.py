"""The ledger of hops: who said "not ours", why, and what was decided (§9.4)."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case, Return
from lapor.domain.cases.queries.allowed import allowed
from lapor.domain.cases.queries.seen import seen_by
from lapor.domain.cases.rules import ReturnReason, State, Verdict, binds
from lapor.domain.deadlines.rules import Allowed

MOST_DISPUTES = 200


class Hop(NamedTuple):
    """One statement "not ours"; moments are UTC, names are offices, never persons.

    ``basis`` is for officers; everything else anybody may read.
    """

    at: datetime
    source: str
    suggestion: str
    target: str
    reason: str
    verdict: str
    decided_at: datetime | None
    is_binding: bool
    basis: str


class Dispute(NamedTuple):
    """A case that waits for the arbiter; the next decision may be the last one."""

    case: Case
    hop: Hop | None
    hops: int
    is_last: bool


def hops(case: Case) -> list[Hop]:
    """Return the hops of a case, first to last."""
    return [_hop(row) for row in _with_names(Return.objects.filter(case=case))]


def has_hops(case: Case) -> bool:
    """Say without a query whether authority was ever in question after dispatch."""
    return bool(
        case.return_count
        or case.is_remit_settled
        or case.state == State.RETURN_REQUESTED
    )


def disputes(user: User, *, on: date) -> list[Dispute]:
    """Return the cases whose authority this person decides, first due first."""
    told = Prefetch("returns", _with_names(Return.objects.all()), to_attr="told")
    cases = (
        seen_by(user, on=on, action=Action.DECIDE_RETURN)
        .filter(state=State.RETURN_REQUESTED)
        .order_by("due_at", "pk")
        .prefetch_related(told)[:MOST_DISPUTES]
    )
    return [_dispute(case) for case in cases]


def _dispute(case: Case) -> Dispute:
    rows: list[Return] = case.told  # type: ignore[attr-defined]
    now = [row for row in rows if not row.verdict]
    most = allowed(case, Allowed.BINDING_RETURNS)
    return Dispute(
        case,
        _hop(now[-1]) if now else None,
        len(rows),
        binds(case.return_count + 1, most=most),
    )


def _with_names(rows: QuerySet[Return]) -> QuerySet[Return]:
    return rows.select_related("source", "suggestion", "target").order_by("pk")


def _hop(row: Return) -> Hop:
    return Hop(
        at=row.asked_at,
        source=row.source.name,
        suggestion=row.suggestion.name if row.suggestion else "",
        target=row.target.name if row.target else "",
        reason=ReturnReason(row.reason).label,
        verdict=Verdict(row.verdict).label if row.verdict else "",
        decided_at=row.decided_at,
        is_binding=row.is_binding,
        basis=row.basis,
    )
