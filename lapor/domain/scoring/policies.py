"""Who proposes and who approves a version of the instrument."""

from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Role, rules_for
from lapor.kernel.errors import NotPermitted

from .models import Instrument


def may_propose(user: User, *, on: date) -> None:
    """Weights are national: the national admin proposes them."""
    if not any(
        rules_for(Role(grant.role), Action.MANAGE_INSTRUMENT)
        for grant in user.valid_grants(on=on)
    ):
        raise NotPermitted(_("Bobot penilaian diatur oleh admin nasional."))


def may_decide(user: User, instrument: Instrument, *, on: date) -> None:
    """Another national admin than the one who proposed it approves or refuses."""
    may_propose(user, on=on)
    if instrument.proposed_by_id == user.pk:
        raise NotPermitted(
            _("Anda yang mengusulkan bobot ini. Minta admin nasional lain menyetujui.")
        )
