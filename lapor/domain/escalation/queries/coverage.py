"""Who is responsible for a report; which posts are not covered."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from django.db.models import QuerySet

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import holders, on_duty
from lapor.domain.accounts.rules import Action, Relation, Role, rules_for
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import is_permitted
from lapor.domain.escalation.models import CoverageAlarm
from lapor.domain.escalation.rules.coverage import (
    Covered,
    Level,
    Place,
    answering,
)
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import national_admin, overseers_of
from lapor.domain.organisations.rules import OversightKind

#: Who watches an agency as the tier above it.
TIERS: Final = (OversightKind.COORDINATION, OversightKind.TERRITORIAL_GUIDANCE)


class Answering(NamedTuple):
    """Who answers for a report: ``level`` says how far up he was found.

    ``is_reachable`` is false when only a national admin who is away is left.
    """

    level: Level
    is_reachable: bool
    people: list[User]


def answering_for(case: Case, on: date) -> Answering:
    """Return who is responsible for an open report on a day; never nobody.

    From the liaison officer of its unit up to the national admin: the first post with
    somebody on duty who may read it, and how far up he had to be looked for.
    """
    covered: Covered
    covered, people = answering(
        place_of(case, on),
        on_duty=lambda post: on_duty(post.role, post.organisation, on),
        holders=lambda post: holders(post.role, post.organisation, on),
        may_read=lambda user: is_permitted(user, case, Action.READ_CASE, on=on),
    )
    return Answering(covered.level, covered.is_reachable, people)


def place_of(case: Case, on: date) -> Place:
    """Return where a report stands: unit, agency, overseers, nation."""
    above = overseers_of(case.agency_id, on).filter(kind__in=TIERS)
    return Place(
        units=tuple(_units_of(case)),
        agency=case.agency_id,
        overseers=tuple(dict.fromkeys(above.values_list("overseer_id", flat=True))),
        nation=national_admin().pk,
    )


def _units_of(case: Case) -> Iterable[int]:
    unit = case.unit
    while unit is not None and not unit.is_agency:
        yield unit.pk
        unit = unit.parent


def alarms_for(manager: User, *, on: date) -> QuerySet[CoverageAlarm]:
    """Return the alarms of the places whose accounts this person manages.

    Where most reports wait comes first.
    """
    rows = CoverageAlarm.objects.filter(ended_at=None).select_related(
        "organisation__agency", "person"
    )
    agencies = set()
    for grant in manager.valid_grants(on=on):
        for rule in rules_for(Role(grant.role), Action.MANAGE_ACCOUNTS):
            if rule.relation == Relation.ANY:
                return rows.order_by("-open_cases", "pk")
            agencies.add(grant.organisation.agency_id)
    return rows.filter(organisation__agency__in=agencies).order_by("-open_cases", "pk")


def level_above(
    office: Organisation, covered: Iterable[tuple[Role, int]], nation: int
) -> Level:
    """Return who answers for a place whose own post is empty.

    ``covered`` are the posts of the country that are filled.
    """
    filled = set(covered)
    admins = (Role.AGENCY_ADMIN, Role.DEPUTY_ADMIN)
    if any((role, office.agency_id) in filled for role in admins) and (
        not office.is_agency
    ):
        return Level.AGENCY
    return Level.NATIONAL if office.agency_id == nation else Level.MESO
