"""Finding recurring issues: each agency by itself, the same result when done again."""

from datetime import datetime
from typing import Final

from django.db import transaction

from lapor.domain.analytics.models import CaseFact
from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.domain.cases.models import Case
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.domain.prevention.models import Issue, IssueCase
from lapor.domain.prevention.queries.groups import Found, groups_of, growth_of
from lapor.domain.prevention.rules.counts import surge_chance
from lapor.domain.prevention.rules.recurring import WINDOW, belongs, signs_of
from lapor.domain.prevention.rules.words import IssueState, Sign
from lapor.kernel.actor import SYSTEM

#: An agency with fewer reports in the window cannot have a recurring issue.
FEWEST: Final = 4


def detect_all(*, at: datetime) -> int:
    """Look at every agency with enough reports; returns how many issues are new."""
    busy = (
        CaseFact.objects.filter(
            is_present=True, received_at__gte=at - WINDOW, received_at__lt=at
        )
        .values_list("agency_id", flat=True)
        .distinct()
    )
    agencies = Organisation.objects.filter(pk__in=busy).order_by("pk")
    return sum(detect(agency, at=at) for agency in agencies.iterator())


@transaction.atomic
def detect(agency: Organisation, *, at: datetime) -> int:
    """Find the issues of one agency and put reports to them; returns how many are new.

    A known issue gets its new reports; one that was closed gets them too, so that a
    comeback is counted (indicator T5).
    """
    groups = list(groups_of(agency.code, at))
    growth = growth_of(agency.code, at)
    signs = signs_of([group.counts for group in groups], growth=growth)
    new = 0
    for group, found in zip(groups, signs, strict=True):
        issue = _known(agency, group)
        if issue is None and found:
            issue = _opened(agency, group, found, growth, at)
            new += 1
        if issue is not None:
            _put_in(issue, group, at)
    return new


def _known(agency: Organisation, group: Found) -> Issue | None:
    rows = Issue.objects.filter(
        agency=agency,
        unit=group.unit_id,
        category=group.category_id,
        regency=group.regency,
    ).exclude(state=IssueState.DISMISSED)
    mine = set(group.words)
    alike = [i for i in rows.order_by("-pk") if belongs(" ".join(mine), set(i.words))]
    return alike[0] if alike else None


def _opened(
    agency: Organisation,
    group: Found,
    signs: set[Sign],
    growth: float | None,
    at: datetime,
) -> Issue:
    chance = None
    if Sign.SURGE in signs and growth:
        chance = surge_chance(group.counts.last, group.counts.year_ago, growth=growth)
    issue = Issue.objects.create(
        agency=agency,
        unit_id=group.unit_id,
        category_id=group.category_id,
        regency=group.regency,
        words=list(group.words),
        title=group.title[:160],
        signs=sorted(signs),
        reporters=group.counts.reporters,
        chance=chance,
        detected_on=at.astimezone(HOME_ZONE).date(),
        detected_at=at,
    )
    record(
        "issue.detected",
        subject=issue.ref,
        actor=SYSTEM,
        at=at,
        agency=agency.code,
        signs=sorted(signs),
        n=group.counts.last,
    )
    return issue


def _put_in(issue: Issue, group: Found, at: datetime) -> None:
    there = set(issue.cases.values_list("case_id", flat=True))
    fresh = Case.objects.filter(pk__in=set(group.cases) - there)
    IssueCase.objects.bulk_create(
        IssueCase(
            issue=issue,
            case_id=key,
            received_on=received.astimezone(HOME_ZONE).date(),
        )
        for key, received in fresh.values_list("pk", "received_at")
    )
    if issue.reporters < group.counts.reporters:
        issue.reporters = group.counts.reporters
        issue.save(update_fields=["reporters"])
