"""The ledger of hops: who said "not ours", why, and what was decided (§9.4)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Relation
from lapor.domain.cases.models import Case, Message, Return
from lapor.domain.cases.queries.allowed import allowed
from lapor.domain.cases.queries.seen import (
    guided_ids,
    is_permitted,
    rules_of,
    seen_by,
)
from lapor.domain.cases.rules import Act, ReturnReason, State, Verdict, binds
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
    return [
        _dispute(case)
        for case in cases
        if not _said(user, case.told) and not _sent(user, case, on)
    ]


def decides(user: User, *, on: date) -> bool:
    """Say whether disputes of authority come before this person at all.

    They come before the nation, and before a province that has regencies or cities.
    """
    return any(
        rule.relation == Relation.ANY or guided_ids(user, grant, on=on)
        for grant, rule in rules_of(user, Action.DECIDE_RETURN, on=on)
    )


def is_party(user: User, case: Case, *, on: date) -> bool:
    """Say whether a dispute is about this person's own word.

    He said "not ours" himself; or his office dispatched the case to where it is. The
    nation dispatches most cases and decides all the same: there is none above it.
    """
    return _said(user, Return.objects.filter(case=case, verdict="")) or _sent(
        user, case, on
    )


def _said(user: User, rows: Iterable[Return]) -> bool:
    return any(not row.verdict and row.asked_by == user.actor.ref for row in rows)


def _sent(user: User, case: Case, on: date) -> bool:
    if is_permitted(user, case, Action.DISPATCH, on=on):
        return False
    sent = Message.objects.filter(
        case=case, template__in=(Act.DISPATCH, Act.GRANT_RETURN)
    ).order_by("-pk")
    last = sent.values_list("template", "organisation").first()
    return last == (Act.DISPATCH, user.organisation_id)


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
