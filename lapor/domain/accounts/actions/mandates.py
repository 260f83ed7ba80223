"""Giving mandates and taking them back."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.actions.people import make_password, open_for
from lapor.domain.accounts.models import Grant, User
from lapor.domain.accounts.policies import may_appoint, must_leave_somebody
from lapor.domain.accounts.rules import Role
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel.actor import SYSTEM, Actor
from lapor.kernel.errors import Conflict, Invalid


@transaction.atomic
def give(
    user: User,
    *,
    role: Role,
    organisation: Organisation,
    valid_from: date,
    valid_until: date | None,
    legal_basis: str,
    handles_harm: bool = False,
    by: User,
    at: datetime,
) -> Grant:
    """Give a mandate; nobody gives more than his own mandate covers.

    ``handles_harm``: he may read reports of violence, children and the like.
    """
    may_appoint(by, user, role, organisation, on=at.date())
    return enter(
        user,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        valid_until=valid_until,
        legal_basis=legal_basis,
        handles_harm=handles_harm,
        actor=by.actor,
        at=at,
    )


@transaction.atomic
def give_first(
    user: User,
    *,
    role: Role,
    organisation: Organisation,
    at: datetime,
    legal_basis: str,
) -> Grant:
    """Give the first mandates of an installation, which nobody could give."""
    return enter(
        user,
        role=role,
        organisation=organisation,
        valid_from=at.date(),
        valid_until=None,
        legal_basis=legal_basis,
        actor=SYSTEM,
        at=at,
    )


@transaction.atomic
def appoint_first(
    *, username: str, name: str, role: Role, organisation: Organisation, at: datetime
) -> tuple[User, str]:
    """Open an account with a mandate, from the machine itself and not by a person.

    For the first administrator of an installation. Returns the account and its
    password, which is told once and stored nowhere. Raises Invalid.
    """
    password = make_password()
    user = open_for(
        username=username,
        name=name,
        email="",
        organisation=organisation,
        password=password,
        actor=SYSTEM,
        at=at,
    )
    basis = _("Pengangkatan pertama dari mesin pemasangan")
    give_first(user, role=role, organisation=organisation, at=at, legal_basis=basis)
    return user, password


@transaction.atomic
def revoke(grant: Grant, *, by: User, at: datetime) -> Grant:
    """Take a mandate back; it ends at once and stays on record."""
    may_appoint(by, None, Role(grant.role), grant.organisation, on=at.date())
    if grant.role == Role.NATIONAL_ADMIN:
        must_leave_somebody(grant.user, on=at.date())
    grant.revoked_at = at
    grant.save(update_fields=["revoked_at"])
    record(
        "grant.revoked",
        subject=grant.user.actor.ref,
        actor=by.actor,
        at=at,
        role=grant.role,
        organisation=grant.organisation.code,
    )
    return grant


@transaction.atomic
def enter(
    user: User,
    *,
    role: Role,
    organisation: Organisation,
    valid_from: date,
    valid_until: date | None,
    legal_basis: str,
    handles_harm: bool = False,
    actor: Actor,
    at: datetime,
) -> Grant:
    """Write a mandate down; whether the actor may was asked before."""
    if valid_until and valid_until < valid_from:
        raise Invalid(
            _("Tanggal akhir mandat mendahului tanggal mulai."),
            fields={"valid_until": _("Pilih tanggal sesudah tanggal mulai.")},
        )
    try:
        with transaction.atomic():
            grant = Grant.objects.create(
                user=user,
                role=role,
                organisation=organisation,
                valid_from=valid_from,
                valid_until=valid_until,
                legal_basis=legal_basis,
                handles_harm=handles_harm,
                given_by=actor.ref,
            )
    except IntegrityError:
        raise Conflict(_("Mandat ini sudah ada.")) from None
    record(
        "grant.given",
        subject=user.actor.ref,
        actor=actor,
        at=at,
        role=str(role),
        organisation=organisation.code,
        handles_harm=handles_harm,
    )
    return grant
