"""Second factors: taken off when they are lost, moved to a new key of the house."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts import sealing
from lapor.domain.accounts.models import User
from lapor.domain.accounts.policies import may_switch
from lapor.domain.accounts.rules import FactorLoss
from lapor.domain.ledger.actions import record
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid, NotAllowedNow
from lapor.kernel.keyring import keyring
from lapor.kernel.rewrapping import Tell, silent

#: Where allauth keeps a sealed secret: of the app, of the recovery codes.
_SECRETS: Final = ("secret", "seed")


@transaction.atomic
def reset_second_factor(
    user: User, *, reason: str, password: str, by: User, at: datetime
) -> User:
    """Take every second factor off and give a new password; open sessions end.

    The old password dies too: whoever found the telephone may know it. The person is
    told. Raises NotPermitted, Invalid and NotAllowedNow.
    """
    may_switch(by, user, on=at.date())
    return reset_factor_for(
        user, reason=reason, password=password, actor=by.actor, at=at
    )


@transaction.atomic
def reset_factor_for(
    user: User, *, reason: str, password: str, actor: Actor, at: datetime
) -> User:
    """Do it; whether the actor may was asked before."""
    if reason not in set(FactorLoss):
        sentence = _("Pilih apa yang terjadi.")
        raise Invalid(sentence, fields={"reason": sentence})
    factors = Authenticator.objects.filter(user=user)
    if not factors.exists():
        raise NotAllowedNow(_("Akun ini tidak memasang faktor kedua."))
    factors.delete()
    user.set_password(password)
    user.save(update_fields=["password"])
    record(
        "account.second_factor_reset",
        subject=user.actor.ref,
        actor=actor,
        at=at,
        reason=reason,
    )
    return user


def factors_by_key() -> dict[str, int]:
    """Return how many secrets of second factors each wrapping key locks."""
    found: dict[str, int] = {}
    for factor in Authenticator.objects.order_by("pk").iterator():
        for name in _sealed_in(factor):
            key = sealing.key_of(factor.data[name])
            found[key] = found.get(key, 0) + 1
    return found


def rewrap_factors(tell: Tell = silent) -> int:
    """Wrap the keys of all secrets by the newest key; return how many moved."""
    newest, _key = keyring().newest()
    keys = Authenticator.objects.order_by("pk").values_list("pk", flat=True)
    return sum(_rewrap(key, newest, tell) for key in list(keys))


@transaction.atomic
def _rewrap(key: int, newest: str, tell: Tell) -> int:
    factor = Authenticator.objects.select_for_update().filter(pk=key).first()
    stale = [
        name
        for name in (_sealed_in(factor) if factor else ())
        if sealing.key_of(factor.data[name]) != newest
    ]
    for name in stale:
        factor.data[name] = sealing.rewrapped(factor.data[name])
    if stale:
        factor.save(update_fields=["data"])
        tell(len(stale))
    return len(stale)


def _sealed_in(factor: Authenticator) -> Iterator[str]:
    return (name for name in _SECRETS if name in factor.data)
