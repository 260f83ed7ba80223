"""Reminder letters are made, signed, stored, and then written down; once."""

import hashlib
import secrets
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation

from lapor.domain.escalation.actions import issue_letter
from lapor.domain.escalation.models import Letter
from lapor.domain.ledger.actions import record
from lapor.domain.reports.contents.reminders import climb_letter
from lapor.domain.reports.models import IssuedDocument
from lapor.domain.reports.queries.issued import folder, identities
from lapor.domain.reports.rendering import pdf_of
from lapor.kernel import durable, pdf_signing
from lapor.kernel.actor import SYSTEM

TOKEN_BYTES: Final = 24


def issue_reminder(key: int, *, at: datetime) -> IssuedDocument | None:
    """Make the PDF of a prepared letter; None when it has one, or does not exist.

    The order is file, fsync, rows: a row never names a file that a power cut took.
    """
    letter = (
        Letter.objects.filter(pk=key, issued_at=None)
        .select_related("sender", "receiver")
        .first()
    )
    if letter is None:
        return None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with translation.override(settings.LANGUAGE_CODE):
        document = climb_letter(letter, token=token, at=at).check()
        made = pdf_of(document)
    content = pdf_signing.sign(made, reason=document.title, place=letter.sender.name)
    path = f"surat/{letter.year}/{token}.pdf"
    durable.write(folder() / path, [content])
    own = sorted(identities(made))
    with transaction.atomic():
        held = Letter.objects.select_for_update().get(pk=letter.pk)
        if held.issued_at is not None:  # somebody was faster; his file counts
            return None
        row = IssuedDocument.objects.create(
            kind=document.kind,
            number=letter.number,
            title=f"{document.title}: {document.subtitle}"[:200],
            token=token,
            sha256=hashlib.sha256(content).hexdigest(),
            identity=own[0] if own else "",
            key=path,
            size=len(content),
            signed_by=pdf_signing.signer_name(),
            is_trial=pdf_signing.current().is_trial,
            publisher=letter.sender,
            subject=letter.receiver,
            made_by=letter.prepared_by,
            made_at=at,
        )
        record(
            "document.issued",
            subject=row.ref,
            actor=SYSTEM,
            at=at,
            kind=row.kind,
            round="",
            hash=row.sha256,
        )
        issue_letter(held, key=path, sha256=row.sha256, token=token, at=at)
    return row
