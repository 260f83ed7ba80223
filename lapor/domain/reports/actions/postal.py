"""Printing the letter to a reporter: made when it is wanted, kept nowhere."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lapor.domain.cases.models import Case
from lapor.domain.ledger.actions import record
from lapor.domain.reporters.actions import look_at_identity
from lapor.domain.reporters.rules import Reason
from lapor.domain.reports.contents.postal import answer_letter, last_told
from lapor.domain.reports.rendering import pdf_of
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid, NotAllowedNow


def print_letter(case: Case, *, by: Actor, at: datetime) -> bytes:
    """Return the newest answer of a case as a letter to its reporter (PDF).

    It shows name and address, so looking at them is written down first, like any look;
    the caller has asked whether this officer may. Call it outside of a transaction.
    Raises NotFound without an identity, NotAllowedNow before anything was answered,
    Invalid without a postal address.
    """
    message = last_told(case)
    if message is None:
        raise NotAllowedNow(
            _("Belum ada jawaban yang dapat dikirim. Tulis tindak lanjutnya dulu.")
        )
    person = look_at_identity(
        case_number=case.number, by=by, at=at, reason=Reason.CONTACT
    )
    if not person.address:
        raise Invalid(
            _("Pelapor tidak memberi alamat pos. Hubungi lewat telepon atau surel.")
        )
    with translation.override(settings.LANGUAGE_CODE):
        content = pdf_of(answer_letter(case, message, person, at=at))
    with transaction.atomic():
        record("answer.printed", subject=case.ref, actor=by, at=at, kind=message.kind)
    return content
