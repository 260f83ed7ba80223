"""Reading ratings: how many, by which way, and who may still be asked."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Count, Q, QuerySet

from lapor.domain.cases.models import Case
from lapor.domain.cases.queries.restricted import closely_held
from lapor.domain.cases.rules import Closing, State
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import NotFound

from .models import Call, Rating
from .rules import Through

#: A reporter is reminded once after a week; who is silent then may be called.
ASKED_AFTER: Final = timedelta(days=10)
ASKED_UNTIL: Final = timedelta(days=90)


def is_rated(case: Case) -> bool:
    """Say whether a case has its rating."""
    return Rating.objects.filter(case=case).exists()


def unrated(agency: Organisation, *, at: datetime) -> QuerySet[Case]:
    """Return closed cases of an agency that nobody rated and nobody asked about.

    Not those whose reporter is anonymous: nobody looks up who he is for this. Nor the
    reports of harm: a list would tell of them to who may not read them.
    """
    return (
        Case.objects.exclude(pk__in=closely_held().values("pk"))
        .filter(
            agency=agency,
            state=State.CLOSED,
            is_anonymous=False,
            is_finding=False,
            closed_at__lte=at - ASKED_AFTER,
            closed_at__gte=at - ASKED_UNTIL,
            rating=None,
            call=None,
        )
        .order_by("pk")
    )


def calls_of(agency: Organisation) -> QuerySet[Call]:
    """Return the calls of an agency, open ones first."""
    rows = Call.objects.filter(agency=agency).select_related("case__agency")
    rows = rows.exclude(case__in=closely_held().values("pk"))
    return rows.order_by("outcome", "-drawn_at", "pk")


def call_of(agency: Organisation, key: int) -> Call:
    """Return one call of an agency, or raise NotFound."""
    found = calls_of(agency).filter(pk=key).first()
    if found is None:
        raise NotFound("")
    return found


class Response(NamedTuple):
    """How closed cases of an agency were rated; silence is counted apart."""

    closed: int
    by_themselves: int
    by_phone: int
    by_silence: int  # closed because the reporter did not reply
    unrated: int


def response_of(agency: Organisation, *, since: datetime) -> Response:
    """Return who rated and who did not, of what was closed since a moment."""
    closed = Case.objects.filter(
        agency=agency, state=State.CLOSED, closed_at__gte=since
    )
    by_phone = Q(rating__through=Through.PHONE)
    counts = closed.aggregate(
        closed=Count("pk"),
        rated=Count("rating"),
        by_phone=Count("pk", filter=by_phone),
        by_silence=Count("pk", filter=Q(closing=Closing.SILENCE)),
    )
    return Response(
        counts["closed"],
        counts["rated"] - counts["by_phone"],
        counts["by_phone"],
        counts["by_silence"],
        counts["closed"] - counts["rated"],
    )
