"""Letting files out of quarantine, once the virus scanner has called them clean."""

from datetime import datetime

from django.db import transaction

from lapor.domain.cases.models import Attachment
from lapor.domain.ledger.actions import record
from lapor.kernel import scanner
from lapor.kernel.actor import SYSTEM

AT_MOST = 200


def scan_files(*, at: datetime, number: str = "") -> int:
    """Scan what waits, of one case or of all; returns how many got a verdict.

    Level-triggered: what the scanner could not judge waits for the next run. Without a
    scanner nothing waits.
    """
    if not scanner.is_configured():
        return 0
    waiting = Attachment.objects.filter(scan="waiting").select_related("case")
    if number:
        waiting = waiting.filter(case__number=number)
    judged = 0
    for file in waiting.order_by("pk")[:AT_MOST]:
        verdict = scanner.scan(file.key)
        if verdict != scanner.Verdict.UNKNOWN:
            _note(file, verdict, at)
            judged += 1
    return judged


@transaction.atomic
def _note(file: Attachment, verdict: scanner.Verdict, at: datetime) -> None:
    file.scan = verdict
    file.save(update_fields=["scan"])
    record(
        "file.scanned",
        subject=file.case.ref,
        actor=SYSTEM,
        at=at,
        verdict=str(verdict),
    )
