"""Who may appoint whom. What may be done to a case is asked in its own room."""

from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.organisations.models import Organisation
from lapor.kernel.errors import NotPermitted

from .models import Grant, User
from .rules import APPOINTS, Action, Relation, Role, rules_for


def may_appoint(
    giver: User,
    receiver: User | None,
    role: Role,
    organisation: Organisation,
    *,
    on: date,
) -> None:
    """Nobody appoints himself, nor beyond what his own mandate covers."""
    if receiver is not None and receiver.pk == giver.pk:
        raise NotPermitted(_("Anda tidak dapat memberi mandat kepada diri sendiri."))
    if not any(
        role in APPOINTS.get(Role(grant.role), ()) and _reaches(grant, organisation)
        for grant in giver.valid_grants(on=on)
    ):
        raise NotPermitted(
            _("Anda tidak dapat memberi peran ini di instansi tersebut.")
        )


def may_manage(user: User, organisation: Organisation, *, on: date) -> None:
    """Managing accounts reaches as far as the manager's own mandate."""
    for grant in user.valid_grants(on=on):
        if rules_for(Role(grant.role), Action.MANAGE_ACCOUNTS) and _reaches(
            grant, organisation
        ):
            return
    raise NotPermitted(_("Akun ini di luar wewenang Anda."))


def may_edit_reference(user: User, *, on: date) -> None:
    """Calendars, terms, categories and regions are national data."""
    if not any(
        rules_for(Role(grant.role), Action.MANAGE_REFERENCE)
        for grant in user.valid_grants(on=on)
    ):
        raise NotPermitted(_("Data rujukan hanya dapat diubah oleh admin nasional."))


def may_edit_organisation(user: User, organisation: Organisation, *, on: date) -> None:
    """An agency admin edits his agency and its units; the national admin all."""
    for grant in user.valid_grants(on=on):
        if rules_for(Role(grant.role), Action.MANAGE_ORGANISATION) and _reaches(
            grant, organisation
        ):
            return
    raise NotPermitted(_("Instansi ini di luar wewenang Anda."))


def _reaches(grant: Grant, organisation: Organisation) -> bool:
    relations = {
        rule.relation for rule in rules_for(Role(grant.role), Action.MANAGE_ACCOUNTS)
    }
    if Relation.ANY in relations:
        return True
    return grant.organisation.agency_id == organisation.agency_id
