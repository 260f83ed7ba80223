"""Reads of surveys: lists, and results counted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Relation, Role, rules_for
from lapor.kernel.dated import in_force
from lapor.kernel.errors import NotFound
from lapor.kernel.paging import Order, Page, page_of

from .models import Survey, SurveyAnswer
from .rules import (
    QUESTIONS,
    Grade,
    Kind,
    Question,
    Tally,
    grade_of,
    index_of,
    margin_of_index,
    needed,
)

ORDER = Order("starts_on", descending=True)
COMMENTS_SHOWN = 50
TALLY = """
SELECT place, count(*), sum(stars), sum(stars * stars)
FROM surveys_surveyanswer, unnest(ratings) WITH ORDINALITY AS given(stars, place)
WHERE survey_id = %s GROUP BY place ORDER BY place
"""


@dataclass(frozen=True)
class Outcome:
    """What a survey says. ``index`` None: nobody answered. Margin in points."""

    survey: Survey
    n: int
    questions: Sequence[tuple[Question, Tally]]
    index: Fraction | None
    grade: Grade | None
    margin: float
    needed: int | None
    comments: Sequence[str]


def seen_by(user: User, *, on: date) -> QuerySet[Survey]:
    """Return the surveys a person may see: his agency's, and those he oversees."""
    seen = Q(pk__in=[])
    for grant in user.valid_grants(on=on):
        for rule in rules_for(Role(grant.role), Action.OVERSEE):
            if rule.relation == Relation.ANY:
                return Survey.objects.select_related("agency")
            if rule.relation == Relation.AGENCY:
                seen |= Q(agency=grant.organisation.agency_id or grant.organisation_id)
            if rule.relation == Relation.OVERSEEN:
                edges = in_force(on, "agency__overseen_through__")
                seen |= edges & Q(
                    agency__overseen_through__overseer=grant.organisation_id
                )
    return Survey.objects.filter(seen).select_related("agency").distinct()


def page_of_surveys(user: User, *, on: date, after: str = "") -> Page[Survey]:
    """Return one page of what a person may see, newest first, with answers counted."""
    keys = seen_by(user, on=on).values("pk")
    rows = (
        Survey.objects.filter(pk__in=keys)
        .select_related("agency")
        .annotate(n=Count("surveyanswer"))
    )
    return page_of(rows, order=ORDER, after=after, size=20)


def survey_seen(user: User, key: int, *, on: date) -> Survey:
    """Return one survey a person may see, or raise NotFound."""
    found = seen_by(user, on=on).filter(pk=key).first()
    if found is None:
        raise NotFound(_("Survei ini tidak ada atau bukan milik instansi Anda."))
    return found


def survey_by_token(token: str) -> Survey:
    """Return the survey of an address, or raise NotFound."""
    found = Survey.objects.select_related("agency").filter(token=token).first()
    if found is None:
        raise NotFound(_("Survei ini tidak ada. Periksa lagi alamatnya."))
    return found


def outcome_of(survey: Survey) -> Outcome:
    """Count a survey: one query for the marks, one for the comments."""
    questions = QUESTIONS[Kind(survey.kind)]
    with connection.cursor() as cursor:
        cursor.execute(TALLY, [survey.pk])
        found = {place: Tally(n, total, sq) for place, n, total, sq in cursor}
    tallies = [found.get(i, Tally(0, 0, 0)) for i in range(1, len(questions) + 1)]
    index = index_of(tallies)
    comments = (
        SurveyAnswer.objects.filter(survey=survey)
        .exclude(comment="")
        .order_by("-pk")
        .values_list("comment", flat=True)
    )
    return Outcome(
        survey,
        tallies[0].n,
        list(zip(questions, tallies, strict=True)),
        index,
        grade_of(index) if index is not None else None,
        margin_of_index(tallies, survey.population),
        needed(survey.population) if survey.population else None,
        list(comments[:COMMENTS_SHOWN]),
    )
