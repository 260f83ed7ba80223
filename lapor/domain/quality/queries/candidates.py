"""The answers from which a sample is drawn, read from the facts."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from lapor.domain.analytics.models import CaseFact
from lapor.domain.cases.queries.restricted import closely_held
from lapor.domain.cases.rules import State
from lapor.domain.quality.rules.sampling import Candidate


class Frame(NamedTuple):
    """Whose answers, of when (UTC, end excluded), as of which moment."""

    agency: str
    starts_at: datetime
    ends_at: datetime
    at: datetime
    by_auditor: bool
    escalated: bool = False  # take whole what went to the Ombudsman
    programme: bool = False  # reports of priority programmes alone


def candidates_of(frame: Frame) -> list[Candidate]:
    """Return every answer that may be drawn.

    The population are final answers of the period, and follow-ups of cases whose term
    has passed without one (domain §12.4). Secret cases and those of misconduct are
    for auditors alone, who see all of them.
    """
    rows = _answers(frame).values_list(
        *("case_id", "unit", "classification", "late", "rating", "must")
    )
    return [
        Candidate(case, unit, classification, late, rating is not None, must)
        for case, unit, classification, late, rating, must in rows
    ]


def closed_of(frame: Frame) -> list[Candidate]:
    """Return what was called done, in strata of lateness and rating alone.

    Outcome checks are few: finer strata would leave most of them without one.
    """
    closed = _answers(frame).filter(state=State.CLOSED)
    return [
        Candidate(case, "", "", late, rating is not None)
        for case, late, rating in closed.values_list("case_id", "late", "rating")
    ]


def given_at_of(
    frame: Frame, cases: Collection[int]
) -> dict[int, tuple[datetime, int | None]]:
    """Return when the answer to each case was given, and the unit that had it."""
    rows = _answers(frame).filter(case_id__in=cases)
    return {
        case: (given, unit)
        for case, given, unit in rows.values_list("case_id", "given", "unit_id")
    }


def _answers(frame: Frame) -> QuerySet[Any]:
    overdue = Q(completion_due_at__lt=frame.at, answered_at=None)
    guarded = Q(is_oversight=True) | Q(is_secret=True)
    escalated = Q(escalated_at__isnull=False)
    must = guarded | escalated if frame.by_auditor else escalated
    rows = CaseFact.objects.filter(
        Q(answered_at__isnull=False) | Q(followed_up_at__isnull=False) & overdue,
        agency=frame.agency,
        is_present=True,
    ).exclude(state=State.ARCHIVED)
    rows = rows.exclude(case_id__in=closely_held().values("pk"))
    if not frame.by_auditor:
        rows = rows.exclude(guarded)
    if frame.programme:
        rows = rows.exclude(programme="")
    takes_whole = frame.by_auditor or frame.escalated
    return rows.annotate(
        given=Coalesce("answered_at", "followed_up_at"),
        late=_flag(overdue | Q(answered_at__gt=F("completion_due_at"))),
        must=_flag(must) if takes_whole else Value(False),
    ).filter(given__gte=frame.starts_at, given__lt=frame.ends_at)


def _flag(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
