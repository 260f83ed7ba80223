"""Who may write what people are told."""

from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import Action
from lapor.kernel.errors import NotPermitted

from .models import Text


def may_write_texts(user: User, *, on: date) -> None:
    """Texts go to the whole country: they are national data."""
    if not has_action(user, Action.MANAGE_REFERENCE, on=on):
        raise NotPermitted(_("Teks pemberitahuan hanya diubah oleh admin nasional."))


def may_approve(user: User, text: Text, *, on: date) -> None:
    """Nobody approves his own words: a second person reads them first."""
    may_write_texts(user, on=on)
    if text.written_by == user.actor.ref:
        raise NotPermitted(
            _("Anda yang menulis teks ini. Minta orang lain membaca dan menyetujuinya.")
        )
