"""News that was written elsewhere: to joined cases, from them, and from other offices.

Internal notes never travel. What a reporter wrote goes up to the officers of the
parent, never to its reporter; what officers tell the parent goes down to every joined
reporter, in a case that cannot follow as a line of its own.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case, Message
from lapor.domain.cases.rules import Act, Kind, Origin, Visibility
from lapor.domain.ledger.actions import record
from lapor.kernel.actor import SYSTEM
from lapor.kernel.files import Accepted

from .steps import Move, attach, begin, finish, say


@transaction.atomic
def tell(case: Case, *, content: str, by: User, at: datetime) -> Case:
    """Add a line for the reporter about his request for information; nothing moves."""
    move = begin(case, Act.RELAY, by=by, at=at)
    visibility = Visibility.REPORTER if move.case.is_secret else Visibility.PUBLIC
    origin = str(Origin.INFORMATION)
    say(
        move,
        Kind.FOLLOW_UP,
        visibility=visibility,
        content=content,
        origin=origin,
    )
    return finish(move)


def tell_joined(
    child: Case,
    parent: Case,
    *,
    content: str,
    files: Sequence[Accepted] = (),
    by: User,
    at: datetime,
) -> None:
    """Tell the reporter of a joined case what its parent was told; its state and its
    clocks stay: whoever has it in hand must still answer.
    """
    move = begin(child, Act.RELAY, by=SYSTEM, at=at)
    message = Message.objects.create(
        case=move.case,
        kind=Kind.FOLLOW_UP,
        visibility=Visibility.REPORTER,
        author=by.actor.ref,
        organisation=parent.agency,
        template=Act.RELAY,
        parameters={"origin": str(Origin.PARENT)},
        content=content,
        created_at=move.at,
    )
    attach(move.case, files, by=by, at=move.at, message=message)
    finish(move)


def pass_up(move: Move, content: str) -> None:
    """Let the officers of the parent know what the reporter of a joined case wrote.

    The words of a secret case stay in it, unless the same few may read its parent:
    else they learn only that there are some.
    """
    child = move.case
    if child.parent_id is None:
        return
    parent = Case.objects.select_related("agency").get(pk=child.parent_id)
    same_readers = (child.harm, child.accused_id) == (parent.harm, parent.accused_id)
    is_hidden = child.is_secret and not (parent.is_secret and same_readers)
    Message.objects.create(
        case=parent,
        kind=Kind.SYSTEM,
        visibility=Visibility.OFFICERS,
        author=SYSTEM.ref,
        template=Act.RELAY,
        parameters={"origin": str(Origin.JOINED), "number": child.number},
        content=child.number if is_hidden else f"{child.number}: {content}",
        created_at=move.at,
    )
    record(
        "case.joined_replied",
        subject=parent.ref,
        actor=move.by.actor,
        at=move.at,
        child=child.number,
    )
