"""Who may ask reporters by telephone."""

from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Role, rules_for
from lapor.domain.cases.models import Case
from lapor.domain.cases.policies import may_see_identity
from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import NotPermitted


def may_draw(user: User, agency: Organisation, *, on: date) -> None:
    """Those who may see who reported draw the list of their own agency."""
    if not any(
        rules_for(Role(grant.role), Action.SEE_IDENTITY)
        and grant.organisation.agency_id == agency.pk
        for grant in user.valid_grants(on=on)
    ):
        raise NotPermitted(_("Daftar ini di luar wewenang Anda."))


def may_call(user: User, case: Case, *, on: date) -> None:
    """Who calls must be allowed to see whom he calls."""
    may_see_identity(user, case, on=on)
