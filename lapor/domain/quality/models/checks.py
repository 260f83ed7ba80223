"""Outcome checks: whether what was called done is really done."""

from django.db import models

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
