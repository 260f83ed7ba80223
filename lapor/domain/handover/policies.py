"""Who may move a hand-over, and who answers for information."""

from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import is_permitted
from lapor.domain.handover.models import Handover
from lapor.kernel.errors import NotPermitted


def may_take_over(by: User, handover: Handover, *, on: date) -> None:
    """Raise NotPermitted unless he works for the Ombudsman and consent was given."""
    if not is_permitted(by, handover.case, Action.TAKE_OVER, on=on):
        raise NotPermitted(_("Penyerahan ini tidak terbuka untuk Anda."))


def may_answer_information(by: User, case: Case, *, on: date) -> None:
    """Raise NotPermitted unless he answers this case for its agency."""
    if not is_permitted(by, case, Action.FOLLOW_UP, on=on):
        raise NotPermitted(_("Anda tidak berwenang menjawab permohonan ini."))
