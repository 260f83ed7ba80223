"""Formal requests for information: whose they are, and which wait."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import seen_by
from lapor.domain.cases.rules import State
from lapor.domain.handover.models import InformationRequest
from lapor.kernel.errors import NotFound

INFORMATION = "information"


def request_of(case: Case) -> InformationRequest | None:
    """Return the formal request that grew out of a case."""
    return InformationRequest.objects.filter(case=case).first()


def may_ask_information(case: Case) -> bool:
    """Say whether a case can become a formal request: it asks for information, an
    agency has it in hand, and it has not become one yet.
    """
    has_agency = case.state not in {State.RECEIVED, State.ON_HOLD, State.ARCHIVED}
    is_one = case.classification_id == INFORMATION
    return is_one and has_agency and request_of(case) is None


def open_information(user: User, *, on: date) -> QuerySet[InformationRequest]:
    """Return the requests whose cases this officer answers, first due first."""
    cases = seen_by(user, on=on, action=Action.FOLLOW_UP).order_by()
    return (
        InformationRequest.objects.filter(case__in=cases)
        .select_related("case", "agency")
        .order_by("due_at", "pk")
    )


def request_seen_by(user: User, number: str, *, on: date) -> InformationRequest:
    """Return the request of a case that this officer answers; raises NotFound."""
    found = open_information(user, on=on).filter(case__number=number).first()
    if found is None:
        raise NotFound(_("Laporan ini bukan permohonan informasi formal."))
    return found
