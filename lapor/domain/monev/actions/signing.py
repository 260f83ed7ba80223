"""Signatures: a name, a role and a moment, bound to a content by its hash."""

from collections.abc import Iterable
from datetime import datetime

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.monev.models import Round, Sheet, Signature
from lapor.domain.monev.policies import role_of
from lapor.domain.monev.queries.content import digest

from .steps import today


def sign(
    round: Round,
    what: str,
    content: object,
    *,
    by: User,
    at: datetime,
    sheet: Sheet | None = None,
    actions: Iterable[Action] = (Action.EVALUATE,),
) -> Signature:
    """Write who stands for a content, in the caller's transaction."""
    return Signature.objects.create(
        round=round,
        sheet=sheet,
        what=what,
        user=by,
        name=str(by),
        role=role_of(by, actions, on=today(at, round.assessor)),
        organisation=by.organisation.name if by.organisation else "",
        content_hash=digest(content),
        signed_at=at,
    )
