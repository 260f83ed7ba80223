"""The threshold of a detector on a day: what people set, else what was shipped."""

from datetime import date

from lapor.domain.findings.models import ThresholdRow
from lapor.domain.findings.rules.thresholds import Threshold, shipped_on
from lapor.domain.findings.rules.words import Kind
from lapor.kernel.validity import last_begun


def threshold_on(kind: Kind, day: date) -> Threshold:
    """Return the row of a kind in force on a day; the first one before them all."""
    rows = list(ThresholdRow.objects.filter(kind=kind).order_by("valid_from"))
    if not rows:
        return shipped_on(kind, day)
    row = last_begun(rows, day) or rows[0]
    return Threshold(
        kind,
        row.valid_from,
        row.tolerated,
        row.margin,
        row.fewest,
        row.level,
        row.false_alarms,
        row.basis,
        row.legal_basis,
        row.evidence,
    )
