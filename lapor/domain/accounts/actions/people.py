"""Opening, closing and reopening accounts; making temporary passwords."""

import re
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.policies import (
    may_manage,
    may_switch,
    must_leave_somebody,
)
from lapor.domain.accounts.rules import MailboxState
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid

USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")
#: Without letters and digits that look alike; 20 of them carry 98 bits.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def make_password() -> str:
    """Return a random password to be told once, in groups that can be read out."""
    return "-".join(get_random_string(5, _LETTERS) for _part in range(4))


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
    """Open an account without any mandate. Raises NotPermitted or Invalid.

    With an empty password nobody can log in until one is made.
    """
    may_manage(by, organisation, on=at.date())
    return open_for(
        username=username,
        name=name,
        email=email,
        organisation=organisation,
        password=password,
        actor=by.actor,
        at=at,
    )


@transaction.atomic
def open_for(
    *,
    username: str,
    name: str,
    email: str,
    organisation: Organisation,
    password: str,
    actor: Actor,
    at: datetime,
) -> User:
    """Open an account; whether the actor may was asked before. Raises Invalid."""
    if not USERNAME.fullmatch(username):
        sentence = _("Pakai 3 sampai 64 huruf kecil, angka, titik, atau tanda hubung.")
        raise Invalid(sentence, fields={"username": sentence})
    if User.objects.filter(username=username).exists():
        raise Invalid(
            _("Nama akun sudah dipakai. Pilih nama lain."),
            fields={"username": _("Nama akun sudah dipakai.")},
        )
    _check_person(name, email)
    user = User.objects.create_user(
        username, password, name=name, email=email, organisation=organisation
    )
    record("account.opened", subject=user.actor.ref, actor=actor, at=at)
    return user


@transaction.atomic
def change_account(
    user: User,
    *,
    name: str,
    email: str,
    organisation: Organisation,
    by: User,
    at: datetime,
) -> User:
    """Correct name, address and organisation of a person. Raises NotPermitted.

    The manager must reach the organisation of before and the one of after. Mandates
    stay as they are.
    """
    may_switch(by, user, on=at.date())
    may_manage(by, organisation, on=at.date())
    _check_person(name, email)
    if email != user.email:  # what bounced was the old address
        user.mailbox, user.mailbox_at = MailboxState.WORKING, at
    user.name, user.email, user.organisation = name, email, organisation
    user.save(update_fields=["name", "email", "organisation", "mailbox", "mailbox_at"])
    record(
        "account.changed",
        subject=user.actor.ref,
        actor=by.actor,
        at=at,
        organisation=organisation.code,
    )
    return user


@transaction.atomic
def switch_account(user: User, *, active: bool, by: User, at: datetime) -> User:
    """Close an account or open it again; a closed account has no rights at once."""
    may_switch(by, user, on=at.date())
    if not active:
        must_leave_somebody(user, on=at.date())
    user.is_active = active
    user.save(update_fields=["is_active"])
    fact = "account.enabled" if active else "account.disabled"
    record(fact, subject=user.actor.ref, actor=by.actor, at=at)
    return user


@transaction.atomic
def reset_password(user: User, *, password: str, by: User, at: datetime) -> User:
    """Give a person a new password; his open sessions end. Raises NotPermitted.

    A second factor stays: who knows only the new password does not get in.
    """
    may_switch(by, user, on=at.date())
    user.set_password(password)
    user.save(update_fields=["password"])
    record("account.password_reset", subject=user.actor.ref, actor=by.actor, at=at)
    return user


def _check_person(name: str, email: str) -> None:
    if not name.strip():
        sentence = _("Tulis nama orang yang memakai akun ini.")
        raise Invalid(sentence, fields={"name": sentence})
    try:
        if email:
            validate_email(email)
    except ValidationError:
        sentence = _("Alamat email tidak benar.")
        raise Invalid(sentence, fields={"email": sentence}) from None
