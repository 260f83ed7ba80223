"""Whom a person reaches on a day with an action: by his grants and oversight rows."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Relation, Role, rules_for
from lapor.domain.organisations.models import Organisation, Oversight
from lapor.kernel.dated import in_force

#: Whoever may do one of these to an organisation reads what concerns it.
READING: Final = (
    Action.KEEP_PLAN,
    Action.SIGN_SHEET,
    Action.VERIFY_PLAN,
    Action.EVALUATE,
    Action.OVERSEE,
)


def reach(user: User, actions: Iterable[Action], *, on: date, prefix: str = "") -> Q:
    """Return the condition that an organisation is within reach of one of the actions.

    ``prefix`` leads to the organisation (``subject__``). An agency reaches its units,
    a unit itself and those directly below; an overseer whom he watches that day, with
    their units.
    """
    found = Q(pk__in=[])
    for grant in user.valid_grants(on=on):
        home = grant.organisation
        relations = {
            rule.relation
            for action in actions
            for rule in rules_for(Role(grant.role), action)
        }
        if Relation.ANY in relations:
            return ~Q(pk__in=[])
        if Relation.AGENCY in relations:
            found |= Q(**{f"{prefix}agency": home.agency_id or home.pk})
        if Relation.UNIT in relations:
            found |= Q(**{f"{prefix}pk": home.pk}) | Q(**{f"{prefix}parent": home.pk})
        if Relation.OVERSEEN in relations:
            edges = Oversight.objects.filter(in_force(on), overseer=home)
            below = edges.values("subject_id")
            found |= Q(**{f"{prefix}agency__in": below})
            found |= Q(**{f"{prefix}pk__in": below})
    return found


def reaches(
    user: User, action: Action, organisation: Organisation, *, on: date
) -> bool:
    """Say whether a person may do an action to an organisation on a day."""
    found = Organisation.objects.filter(reach(user, [action], on=on))
    return found.filter(pk=organisation.pk).exists()


def kept_agencies(
    user: User, *, on: date, action: Action = Action.KEEP_PLAN
) -> list[Organisation]:
    """Return the agencies for which a person keeps (or signs, or checks) plans."""
    found = {}
    for grant in user.valid_grants(on=on):
        for rule in rules_for(Role(grant.role), action):
            if rule.relation == Relation.AGENCY:
                agency = grant.organisation.agency or grant.organisation
                found[agency.pk] = agency
    return sorted(found.values(), key=lambda agency: agency.name)


def kept_units(user: User, *, on: date) -> list[int]:
    """Return the units for which a person reports what was done, with those below."""
    here = [
        grant.organisation_id
        for grant in user.valid_grants(on=on)
        for rule in rules_for(Role(grant.role), Action.KEEP_PLAN)
        if rule.relation == Relation.UNIT
    ]
    below = Organisation.objects.filter(parent__in=here).values_list("pk", flat=True)
    return [*here, *below] if here else []


def homes(user: User, action: Action, *, on: date) -> set[int]:
    """Return the organisations, and their agencies, that a person acts for."""
    found: set[int] = set()
    for grant in user.valid_grants(on=on):
        if rules_for(Role(grant.role), action):
            found.add(grant.organisation_id)
            if grant.organisation.agency_id:
                found.add(grant.organisation.agency_id)
    return found
