"""Outcome checks: whether what was called done is really done."""

from django.db import models
from django.db.models import Q

from lapor.domain.quality.rules.outcomes import Method, Outcome


class OutcomeCheck(models.Model):
    """One check of one case that was called done, apart from who answered it.

    Drawn with its stratum of all closed cases of agency and period, so that a share
    of all can be estimated. ``outcome`` is empty until somebody has called, gone
    there or asked for a photo.
    """

    sample = models.ForeignKey(
        "quality.Sample", models.CASCADE, related_name="checks", db_index=False
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="+", db_index=False
    )
    stratum = models.CharField(max_length=120)
    stratum_size = models.PositiveIntegerField()
    method = models.CharField(max_length=8, choices=Method.choices, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    note = models.TextField(blank=True)
    checked_by = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        """Once in a sample."""

        constraints = [
            models.UniqueConstraint("sample", "case", name="outcome_checked_once")
        ]

    def __str__(self) -> str:
        """Name the case and what came out."""
        return f"{self.case_id} {self.outcome}"


class OutcomeProof(models.Model):
    """A photo or paper that shows what a check found (see kernel.files)."""

    check_made = models.ForeignKey(OutcomeCheck, models.CASCADE, related_name="proofs")
    key = models.CharField(max_length=64, unique=True)
    shown_name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=12)  # off waiting clean infected
    added_by = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        """What waits for the scanner is found at once."""

        indexes = [
            models.Index(
                fields=["id"], name="outcome_proof_to_scan", condition=Q(scan="waiting")
            )
        ]

    def __str__(self) -> str:
        """Name the file as it was called."""
        return self.shown_name

    @property
    def is_open(self) -> bool:
        """Say whether it may be read: unscanned is not clean."""
        return self.scan in {"off", "clean"}
