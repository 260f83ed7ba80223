"""Who may appoint whom. What may be done to a case is asked in its own room."""

from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.organisations.models import Organisation
from lapor.kernel.dated import not_ended
from lapor.kernel.errors import NotAllowedNow, NotPermitted

from .models import Grant, User
from .rules import (
    APPOINTS,
    Absence,
    Action,
    Held,
    Relation,
    Role,
    rules_for,
    somebody_stays,
)


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


def may_switch(manager: User, user: User, *, on: date) -> None:
    """Closing an account takes a manager who could have appointed its holder.

    Else an agency admin could shut out those who watch him, or let himself in with a
    new password. Nobody does it to himself.
    """
    if user.pk == manager.pk:
        raise NotPermitted(
            _("Akun sendiri diatur di halaman “Akun saya”, atau oleh admin lain.")
        )
    if user.organisation:
        may_manage(manager, user.organisation, on=on)
    elif not any(_reaches_everywhere(grant) for grant in manager.valid_grants(on=on)):
        raise NotPermitted(_("Akun ini di luar wewenang Anda."))
    held = user.grants.filter(not_ended(on), revoked_at=None)
    for grant in held.select_related("organisation"):
        may_appoint(manager, user, Role(grant.role), grant.organisation, on=on)


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


def may_read_ledger(user: User, *, on: date) -> None:
    """The ledger is read by those who run the system or the nation."""
    if not any(
        rules_for(Role(grant.role), Action.RUN_SYSTEM)
        or rules_for(Role(grant.role), Action.MANAGE_REFERENCE)
        for grant in user.valid_grants(on=on)
    ):
        raise NotPermitted(_("Jejak hanya dapat dibaca admin nasional dan sistem."))


def _reaches_everywhere(grant: Grant) -> bool:
    return any(
        rule.relation == Relation.ANY
        for rule in rules_for(Role(grant.role), Action.MANAGE_ACCOUNTS)
    )


def _reaches(grant: Grant, organisation: Organisation) -> bool:
    if _reaches_everywhere(grant):
        return True
    return grant.organisation.agency_id == organisation.agency_id


def may_plan_leave(by: User, user: User, *, on: date) -> None:
    """Everybody enters his own absence; a manager that of whom he could close out."""
    if by.pk != user.pk:
        may_switch(by, user, on=on)


def may_mark_mailbox(by: User, user: User, *, on: date) -> None:
    """Whoever manages the account says that its mailbox works again."""
    may_switch(by, user, on=on)


def must_leave_somebody(user: User, *, on: date, until: date | None = None) -> None:
    """The last national admin cannot go: every open report ends with him at the latest.

    Raises NotAllowedNow unless the post stays filled until the last day (None: for
    ever); see ``rules.somebody_stays``.
    """
    posts = [
        grant.organisation_id
        for grant in user.grants.filter(
            not_ended(on), role=Role.NATIONAL_ADMIN, revoked_at=None
        )
    ]
    for post in posts:
        grants = Grant.objects.filter(
            role=Role.NATIONAL_ADMIN,
            organisation=post,
            revoked_at=None,
            valid_from__lte=on,
        ).select_related("user")
        held = [_held(grant) for grant in grants]
        last = until or date.max
        if not somebody_stays(held, without=user.pk, on=on, until=last):
            raise NotAllowedNow(
                _(
                    "Ini admin nasional terakhir yang bertugas. Angkat admin lain "
                    "atau tunjuk pengganti lebih dahulu."
                )
            )


def _held(grant: Grant) -> Held:
    away = grant.user.leaves.filter(cancelled_at=None)
    return Held(
        grant.user_id,
        grant.valid_until,
        grant.user.is_active,
        tuple(Absence(*days) for days in away.values_list(*Absence._fields)),
    )
