"""Who opens and closes a survey."""

from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Relation, Role, rules_for
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import NotPermitted


def agencies_of(user: User, *, on: date) -> list[Organisation]:
    """Return the agencies whose surveys a person may open, by his mandates."""
    found = {}
    for grant in user.valid_grants(on=on):
        for rule in rules_for(Role(grant.role), Action.FILL_SHEET):
            if rule.relation == Relation.AGENCY:
                agency = grant.organisation.agency or grant.organisation
                found[agency.pk] = agency
    return list(found.values())


def may_keep(user: User, agency: Organisation, *, on: date) -> None:
    """The admin of an agency opens and closes its surveys."""
    if agency.pk not in {each.pk for each in agencies_of(user, on=on)}:
        raise NotPermitted(
            _("Survei dibuka dan ditutup oleh admin instansi yang bersangkutan.")
        )
