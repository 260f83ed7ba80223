"""Who judges whom on a day: read from oversight rows and from the tree of units."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from lapor.domain.accounts.models import Grant, User
from lapor.domain.accounts.rules import Action, Relation, Role, Rule, rules_for
from lapor.domain.monev.rules.tiers import TIERS, TierRule, tiers_of
from lapor.domain.monev.rules.words import Level, Tier
from lapor.domain.organisations.models import Organisation, Oversight
from lapor.domain.organisations.queries import (
    agencies,
    inspectorate_of,
)
from lapor.domain.organisations.rules import OrganisationKind, OversightKind
from lapor.kernel.dated import in_force


class Post(NamedTuple):
    """A tier and the organisation a person acts for in it."""

    tier: Tier
    assessor: Organisation


def subjects_of(
    tier: Tier, assessor: Organisation, on: date, *, closed_too: bool = False
) -> QuerySet[Organisation]:
    """Return whom an assessor judges in a tier on a day, by name.

    ``closed_too`` also returns those that are no longer active.
    """
    rule = TIERS[tier]
    if rule.edge is None:
        found = Q(agency=assessor, kind=OrganisationKind.UNIT)
        return _by_name(found, closed_too=closed_too)
    found = Q(pk__in=_edges(rule, assessor, on).values("subject_id"))
    if tier == Tier.MICRO_AUDITOR:
        audited = _audited(assessor, on)
        found = Q(pk__in=audited) | Q(agency__in=audited)
    return _by_name(found, closed_too=closed_too).exclude(pk=assessor.pk)


def _by_name(found: Q, *, closed_too: bool) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(found).order_by("name", "code")
    return rows if closed_too else rows.filter(is_active=True)


def assessors_of(tier: Tier, on: date) -> QuerySet[Organisation]:
    """Return who holds rounds of a tier on a day, by code."""
    rule = TIERS[tier]
    if rule.edge is None:
        with_units = Organisation.objects.filter(
            is_active=True, kind=OrganisationKind.UNIT
        ).values("agency_id")
        return agencies().filter(pk__in=with_units).order_by("code")
    edges = Oversight.objects.filter(in_force(on), kind=rule.edge)
    found = Organisation.objects.filter(
        pk__in=edges.values("overseer_id"), is_active=True
    )
    if rule.overseers:
        found = found.filter(kind__in=rule.overseers)
    return found.order_by("code")


def posts_of(
    user: User, *, on: date, action: Action = Action.EVALUATE
) -> tuple[Post, ...]:
    """Return for whom, and in which tiers, a person may do an action that day.

    ``action`` is one of an assessor: EVALUATE, PUBLISH_RESULT, SCORE_ANSWERS.
    """
    found: dict[tuple[Tier, int], Post] = {}
    for grant in user.valid_grants(on=on):
        for post in _posts(grant, action, on):
            found.setdefault((post.tier, post.assessor.pk), post)
    return tuple(found.values())


def _posts(grant: Grant, action: Action, on: date) -> Iterable[Post]:
    role = Role(grant.role)
    rules = [rule for rule in TIERS.values() if role in rule.roles]
    allowed = {row.relation for row in rules_for(role, action)}
    rules = [rule for rule in rules if rule.relation in allowed]
    edged = _tiers_by_edge(grant.organisation, on) if rules else frozenset()
    for rule in rules:
        if rule.tier == Tier.MICRO_AGENCY:
            yield Post(rule.tier, grant.organisation.agency or grant.organisation)
        elif rule.tier == Tier.MICRO_AUDITOR:
            for auditor in auditors_of(grant.organisation, on):
                yield Post(rule.tier, auditor)
        elif rule.tier in edged:
            yield Post(rule.tier, grant.organisation)


def auditors_of(organisation: Organisation, on: date) -> list[Organisation]:
    """Return the internal auditors (APIP) of the agency of an organisation."""
    agency = organisation.agency or organisation
    edges = Oversight.objects.filter(
        subject=agency, kind=OversightKind.INTERNAL_AUDIT
    ).select_related("overseer")
    if found := [edge.overseer for edge in edges.filter(in_force(on))]:
        return found
    own = None if edges.exists() else inspectorate_of(agency)
    return [own] if own else []


def own_agencies(user: User, actions: Iterable[Action], *, on: date) -> set[int]:
    """Return the agencies in which some grant lets a person do one of the actions."""
    return {
        grant.organisation.agency_id or grant.organisation_id
        for grant, rule in _rows(user, actions, on)
        if rule.relation in (Relation.AGENCY, Relation.ANY)
    }


def own_units(user: User, actions: Iterable[Action], *, on: date) -> set[int]:
    """Return the units for which some grant lets a person do one of the actions."""
    return {
        grant.organisation_id
        for grant, rule in _rows(user, actions, on)
        if rule.relation == Relation.UNIT
    }


def overseen_by_posts(posts: Iterable[Post], on: date) -> Q:
    """Return the condition that an organisation stands under one of the posts above
    the micro level, by its agency.
    """
    found = Q(pk__in=[])
    for tier, assessor in posts:
        if TIERS[tier].level != Level.MICRO:
            edges = _edges(TIERS[tier], assessor, on)
            found |= Q(agency__in=edges.values("subject_id"))
    return found


def _rows(
    user: User, actions: Iterable[Action], on: date
) -> Iterable[tuple[Grant, Rule]]:
    for grant in user.valid_grants(on=on):
        for action in actions:
            for rule in rules_for(Role(grant.role), action):
                yield grant, rule


def _edges(rule: TierRule, assessor: Organisation, on: date) -> QuerySet[Oversight]:
    edges = Oversight.objects.filter(in_force(on), overseer=assessor, kind=rule.edge)
    if rule.overseers:
        edges = edges.filter(overseer__kind__in=rule.overseers)
    return edges


def _tiers_by_edge(organisation: Organisation, on: date) -> frozenset[Tier]:
    kinds = (
        Oversight.objects.filter(in_force(on), overseer=organisation)
        .order_by()
        .values_list("kind", flat=True)
        .distinct()
    )
    upper = OrganisationKind(organisation.kind)
    return frozenset(
        tier for kind in kinds for tier in tiers_of(OversightKind(kind), upper)
    )


def _audited(assessor: Organisation, on: date) -> list[int]:
    """Return the agencies an auditor looks at: by edges, else his own by its duties."""
    edges = Oversight.objects.filter(
        overseer=assessor, kind=OversightKind.INTERNAL_AUDIT
    )
    if edges.exists():
        return list(edges.filter(in_force(on)).values_list("subject_id", flat=True))
    agency = assessor.agency
    is_auditor = agency is not None and inspectorate_of(agency) == assessor
    return [agency.pk] if agency is not None and is_auditor else []
