"""Who keeps the register of an agency."""

from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.organisations.models import Organisation
from lapor.domain.plans.queries.reach import reaches
from lapor.kernel.errors import NotPermitted


def may_keep(user: User, organisation: Organisation, *, on: date) -> None:
    """The agency's admin and its units register causes and actions."""
    if not reaches(user, Action.KEEP_PLAN, organisation, on=on):
        raise NotPermitted(_("Daftar ini dikelola instansi yang bersangkutan."))
