"""Whom a person watches on a day: by his grants and oversight rows."""

from datetime import date

from django.db.models import Q

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Relation, Role, rules_for
from lapor.domain.organisations.models import Oversight
from lapor.kernel.dated import in_force


def in_reach(user: User, *, on: date) -> Q:
    """Return the condition that a finding concerns whom a person watches.

    Auditors watch their own agency, overseers those below them that day. The agency
    itself does not read what is said of it here: the auditor asks it.
    """
    found = Q(pk__in=[])
    for grant in user.valid_grants(on=on):
        home, role = grant.organisation, Role(grant.role)
        if rules_for(role, Action.VERIFY_PLAN):
            found |= Q(organisation__agency=home.agency_id or home.pk)
        watched = {rule.relation for rule in rules_for(role, Action.EVALUATE)}
        if Relation.ANY in watched:
            return ~Q(pk__in=[])
        if Relation.OVERSEEN in watched:
            below = Oversight.objects.filter(in_force(on), overseer=home)
            subjects = below.values("subject_id")
            found |= Q(organisation__agency__in=subjects)
            found |= Q(organisation__in=subjects)
    return found
