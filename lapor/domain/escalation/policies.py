"""Who may answer a late case, and how."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import is_permitted
from lapor.kernel.errors import NotPermitted

from .rules import ResponseKind

NEEDS: Final[Mapping[ResponseKind, Action]] = MappingProxyType(
    {
        ResponseKind.INSTRUCTION: Action.INSTRUCT,
        ResponseKind.EXPLANATION_REQUEST: Action.INSTRUCT,
        ResponseKind.EXPLANATION: Action.FOLLOW_UP,
        ResponseKind.EXAMINATION: Action.EXAMINE,
        ResponseKind.INTERVENTION: Action.INTERVENE,
    }
)
"""Which action of the permission table each answer needs."""


def may_respond(by: User, case: Case, kind: ResponseKind, *, on: date) -> None:
    """Raise NotPermitted unless the table lets him answer this case like that."""
    if not is_permitted(by, case, NEEDS[kind], on=on):
        raise NotPermitted(
            _("Anda tidak berwenang membuat “%(kind)s” pada laporan ini.")
            % {"kind": kind.label}
        )


def may_remind(by: User, case: Case, *, on: date) -> None:
    """Raise NotPermitted unless he may send its agency a reminder letter."""
    if not is_permitted(by, case, Action.REMIND, on=on):
        raise NotPermitted(
            _("Anda tidak berwenang menerbitkan surat teguran atas laporan ini.")
        )
