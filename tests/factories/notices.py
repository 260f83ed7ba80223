"""Messages on their way, the matrix with its texts, and calls."""

from typing import Any

from lapor.domain.cases.models import Case
from lapor.domain.feedback.models import Call
from lapor.domain.notifications.actions import load_notices
from lapor.domain.notifications.models import Outgoing
from lapor.domain.notifications.rules import Language, Notice, Urgency, Way
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import MONDAY, World


def load_matrix() -> None:
    """Load the matrix and the texts that come with the program."""
    load_notices(by=SYSTEM, at=MONDAY)


def make_message(case: Case, **changed: Any) -> Outgoing:
    """Return a message to the reporter of a case that waits to be sent."""
    if not Outgoing.objects.exists():
        load_matrix()
    given = {
        "key": f"e1:case:{case.number}:email",
        "receiver": case.ref,
        "subject": case.ref,
        "way": Way.EMAIL,
        "notice": Notice.RECEIVED,
        "language": Language.ID,
        "urgency": Urgency.NOW,
        "created_at": MONDAY,
        "due_at": MONDAY,
        "due_first": MONDAY,
    }
    return Outgoing.objects.create(**{**given, **changed})


def make_call(case: Case, world: World) -> Call:
    """Return a drawn call about a case, on the list of the nation's own desk."""
    return Call.objects.create(
        case=case,
        agency=world.panrb,
        seed="uji",
        population=1,
        drawn_by=world.admin.actor.ref,
        drawn_at=MONDAY,
    )
