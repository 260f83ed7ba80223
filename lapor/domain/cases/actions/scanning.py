"""Letting files out of quarantine, once the virus scanner has called them clean."""

from datetime import datetime

from lapor.domain.cases.models import Attachment
from lapor.domain.ledger.actions import record
from lapor.kernel import scanner
from lapor.kernel.actor import SYSTEM


def scan_files(*, at: datetime, number: str = "") -> int:
    """Scan what waits, of one case or of all; returns how many got a verdict."""
    files = Attachment.objects.select_related("case")
    if number:
        files = files.filter(case__number=number)

    def note(file: Attachment, verdict: scanner.Verdict) -> None:
        record(
            "file.scanned",
            subject=file.case.ref,
            actor=SYSTEM,
            at=at,
            verdict=str(verdict),
        )

    return scanner.scan_waiting(files, note)
