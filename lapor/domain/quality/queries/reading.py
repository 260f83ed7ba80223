"""What an assessor reads of an answer, and what the helper thinks of one."""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Q

from lapor.domain.accounts.models import Grant, User
from lapor.domain.cases.models import Case, Message
from lapor.domain.cases.rules import Kind, Visibility
from lapor.domain.organisations.models import Organisation
from lapor.domain.quality.models import OutcomeCheck, SampledAnswer
from lapor.domain.quality.queries.copies import is_copy
from lapor.domain.quality.rules.normative import Doubt, Facts, doubt_of
from lapor.domain.quality.rules.pseudonyms import pseudonymised
from lapor.kernel.text import mask

ANSWERS = (Kind.FOLLOW_UP, Kind.FINAL_ANSWER)


class Reading(NamedTuple):
    """A question and its answers, with nobody's name in it; oldest answer first."""

    title: str
    question: str
    answers: list[tuple[str, str]]  # kind as people read it, text
    replies: list[str]
    files: int


def reading_of(answer: SampledAnswer) -> Reading:
    """Return a sampled answer as assessors may read it (pseudonymised)."""
    case = Case.objects.select_related("agency", "unit").get(pk=answer.case_id)
    lines = _lines(case)
    names, people = _names(case, lines), _people(case, lines)
    return _reading(case, lines, lambda text: pseudonymised(text, names, people))


def reading_for_check(check: OutcomeCheck) -> Reading:
    """Return a case as those read it who go and look: places and offices stay."""
    case = Case.objects.select_related("agency", "unit").get(pk=check.case_id)
    return _reading(case, _lines(case), mask)


def _lines(case: Case) -> list[Message]:
    return list(
        Message.objects.filter(case=case, kind__in=(*ANSWERS, Kind.REPORTER))
        .exclude(visibility=Visibility.OFFICERS)
        .order_by("pk")
    )


def _reading(case: Case, lines: list[Message], hide: Callable[[str], str]) -> Reading:
    return Reading(
        hide(case.shown_title),
        hide(case.content),
        [
            (Kind(line.kind).label, hide(line.content))
            for line in lines
            if line.kind in ANSWERS
        ],
        [hide(line.content) for line in lines if line.kind == Kind.REPORTER],
        case.attachments.filter(message__kind__in=ANSWERS).count(),
    )


def doubt_of_case(case: Case, copies: int) -> Doubt:
    """Return what the helper thinks of the answer of a case."""
    lines = Message.objects.filter(case=case, kind__in=ANSWERS).order_by("-pk")
    last = lines.filter(kind=Kind.FINAL_ANSWER).first() or lines.first()
    files = case.attachments.filter(message__kind__in=ANSWERS).exists()
    question = f"{case.shown_title} {case.content}"
    return doubt_of(Facts(last.content if last else "", question, copies, files))


def doubt_before_sending(case: Case, text: str, *, has_files: bool) -> Doubt:
    """Return what the helper thinks of an answer that is not sent yet.

    It is compared with the newest answers of the agency, too.
    """
    copies = int(bool(text.strip()) and is_copy(case, text))
    question = f"{case.shown_title} {case.content}"
    return doubt_of(Facts(text, question, copies, has_files))


def _names(case: Case, lines: list[Message]) -> set[str]:
    """Return the names of the agency, its units and whoever else wrote."""
    wrote = {line.organisation_id for line in lines if line.organisation_id}
    offices = Organisation.objects.filter(
        Q(pk__in={case.agency_id, case.unit_id, *wrote} - {None})
        | Q(agency=case.agency.agency_id or case.agency_id)
    )
    found = offices.values_list("name", "aliases")
    return {name for own, aliases in found for name in (own, *aliases)}


def _people(case: Case, lines: list[Message]) -> set[str]:
    """Return the names of the officers of the agency and of whoever else wrote."""
    agency = case.agency.agency_id or case.agency_id
    wrote = {
        line.author.removeprefix("user:")
        for line in lines
        if line.author.startswith("user:")
    }
    there = Grant.objects.filter(
        Q(organisation=agency) | Q(organisation__agency=agency)
    ).values("user")
    users = User.objects.filter(Q(pk__in=wrote) | Q(pk__in=there))
    return set(users.values_list("name", flat=True))
