"""What the virus scanner said of a file."""

from datetime import datetime

from django.db import transaction

from lapor.domain.cases.models import Attachment
from lapor.domain.ledger.actions import record
from lapor.kernel.actor import SYSTEM


@transaction.atomic
def note_scan(file: Attachment, *, verdict: str, at: datetime) -> Attachment:
    """Keep a verdict: ``clean``, ``infected`` or ``unknown``; only clean opens."""
    state = "waiting" if verdict == "unknown" else verdict
    file.scan = state
    file.save(update_fields=["scan"])
    record(
        "file.scanned",
        subject=file.case.ref,
        actor=SYSTEM,
        at=at,
        verdict=verdict,
    )
    return file
