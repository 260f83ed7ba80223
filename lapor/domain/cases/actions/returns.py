"""Keeping who said "not ours", and what was decided: the ledger of hops."""

from lapor.domain.cases.models import Message, Return
from lapor.domain.cases.rules import ReturnReason, Verdict
from lapor.domain.organisations.models import Organisation

from .steps import Move


def keep_return(
    move: Move,
    message: Message,
    *,
    code: ReturnReason,
    basis: str,
    suggestion: Organisation | None,
    after_dispatch: bool,
) -> None:
    """Write down the statement; it waits for a verdict."""
    move.facts["reason"] = str(code)
    Return.objects.create(
        case=move.case,
        source=move.case.agency,
        suggestion=suggestion.agency or suggestion if suggestion else None,
        reason=code,
        basis=basis.strip(),
        message=message,
        after_dispatch=after_dispatch,
        asked_at=move.at,
        asked_by=move.by.actor.ref,
    )


def decide_returns(
    move: Move, *, target: Organisation, is_binding: bool = False
) -> None:
    """Say of every statement that waits where the case went: there, or not."""
    waiting = Return.objects.filter(case=move.case, verdict="")
    for row in waiting.order_by("pk"):
        moved = row.source_id != target.pk
        row.verdict = Verdict.GRANTED if moved else Verdict.REFUSED
        row.target, row.decided_at = target, move.at
        row.decided_by, row.is_binding = move.by.actor.ref, is_binding
        row.save()
