"""Letting somebody in again who has lost his second factor."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.policies import may_switch
from lapor.domain.accounts.rules import FactorLoss
from lapor.domain.ledger.actions import record
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid, NotAllowedNow


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
