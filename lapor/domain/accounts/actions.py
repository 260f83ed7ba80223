"""Making accounts, giving and taking mandates."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Conflict, Invalid

from .models import Grant, User
from .policies import may_appoint, may_manage
from .rules import Role


@transaction.atomic
def open_account(
    *,
    username: str,
    name: str,
    email: str,
    organisation: Organisation,
    password: str,
    by: User,
    at: datetime,
) -> User:
    """Open an account without any mandate. Raises NotPermitted or Invalid."""
    may_manage(by, organisation, on=at.date())
    if User.objects.filter(username=username).exists():
        raise Invalid(
            _("Nama akun sudah dipakai. Pilih nama lain."),
            fields={"username": _("Nama akun sudah dipakai.")},
        )
    user = User.objects.create_user(
        username, password, name=name, email=email, organisation=organisation
    )
    record("account.opened", subject=user.actor.ref, actor=by.actor, at=at)
    return user


@transaction.atomic
def switch_account(user: User, *, active: bool, by: User, at: datetime) -> User:
    """Close an account or open it again; a closed account has no rights at once."""
    if user.organisation:
        may_manage(by, user.organisation, on=at.date())
    user.is_active = active
    user.save(update_fields=["is_active"])
    fact = "account.enabled" if active else "account.disabled"
    record(fact, subject=user.actor.ref, actor=by.actor, at=at)
    return user


@transaction.atomic
def give(
    user: User,
    *,
    role: Role,
    organisation: Organisation,
    valid_from: date,
    valid_until: date | None,
    legal_basis: str,
    by: User,
    at: datetime,
) -> Grant:
    """Give a mandate; nobody gives more than his own mandate covers."""
    may_appoint(by, user, role, organisation, on=at.date())
    if valid_until and valid_until < valid_from:
        raise Invalid(
            _("Tanggal akhir mandat mendahului tanggal mulai."),
            fields={"valid_until": _("Pilih tanggal sesudah tanggal mulai.")},
        )
    try:
        with transaction.atomic():
            return _grant(
                user,
                role,
                organisation,
                valid_from,
                valid_until,
                legal_basis,
                by.actor,
                at,
            )
    except IntegrityError:
        raise Conflict(_("Mandat ini sudah ada.")) from None


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
    actor = Actor("system")
    return _grant(user, role, organisation, at.date(), None, legal_basis, actor, at)


@transaction.atomic
def revoke(grant: Grant, *, by: User, at: datetime) -> Grant:
    """Take a mandate back; it ends at once and stays on record."""
    may_appoint(by, None, Role(grant.role), grant.organisation, on=at.date())
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


def _grant(
    user: User,
    role: Role,
    organisation: Organisation,
    valid_from: date,
    valid_until: date | None,
    legal_basis: str,
    actor: Actor,
    at: datetime,
) -> Grant:
    grant = Grant.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        valid_until=valid_until,
        legal_basis=legal_basis,
        given_by=actor.ref,
    )
    record(
        "grant.given",
        subject=user.actor.ref,
        actor=actor,
        at=at,
        role=str(role),
        organisation=organisation.code,
    )
    return grant
