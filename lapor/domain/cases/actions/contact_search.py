"""Finding the reports of one telephone number or e-mail address.

The vault knows contacts by keyed digests only, and cases by names that do not lead back
to them: so the cases a person may see are named one by one and compared. Anonymous
reporters are never found.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries.seen import seen_by
from lapor.domain.ledger.actions import record
from lapor.domain.reporters.queries import case_handles_by_contact, handle_of
from lapor.kernel.errors import NotPermitted

NEWEST = 20_000  # cases that are compared; some microseconds each
AT_MOST = 50


def find_by_contact(contact: str, *, by: User, at: datetime, on: date) -> list[Case]:
    """Return the newest cases, at most fifty, whose open reporter has this contact.

    Only where this officer may see the identity. The search is written down first,
    without the contact. Raises NotPermitted for who may see no identity at all.
    """
    if not has_action(by, Action.SEE_IDENTITY, on=on):
        raise NotPermitted(_("Anda tidak berwenang mencari menurut kontak pelapor."))
    with transaction.atomic():
        record("contact.searched", subject=by.actor.ref, actor=by.actor, at=at)
    handles = case_handles_by_contact(contact)
    if not handles:
        return []
    mine = seen_by(by, on=on, action=Action.SEE_IDENTITY).filter(is_anonymous=False)
    newest = mine.order_by("-received_at", "-pk").values_list("number", flat=True)
    numbers = [n for n in newest[:NEWEST].iterator() if handle_of(n) in handles]
    found = mine.filter(number__in=numbers[:AT_MOST])
    return list(found.order_by("-received_at", "-pk"))
