"""Above what something looks wrong, as dated rows that people may change."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.domain.findings.rules.words import Kind


class ThresholdRow(models.Model):
    """One row, in force from a day until a later row of its kind.

    See ``rules.thresholds.Threshold`` for the numbers. ``false_alarms`` is empty where
    nobody measured how often honest agencies would be named by this row.
    """

    kind = models.CharField(max_length=16, choices=Kind.choices)
    valid_from = models.DateField()
    tolerated = models.FloatField()
    margin = models.FloatField(null=True, blank=True)
    fewest = models.PositiveIntegerField()
    level = models.FloatField()
    false_alarms = models.FloatField(null=True, blank=True)
    basis = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=300)
    evidence = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "valid_from"], name="threshold_row_once"
            ),
            models.CheckConstraint(
                name="threshold_tolerates_something",
                condition=Q(tolerated__gt=0),
                violation_error_message=_("Yang dibiarkan harus lebih dari nol."),
                violation_error_code="tolerated",
            ),
            models.CheckConstraint(
                name="threshold_needs_some",
                condition=Q(fewest__gte=1),
                violation_error_message=_("Paling sedikit satu."),
                violation_error_code="fewest",
            ),
            models.CheckConstraint(
                name="threshold_level_is_small",
                condition=Q(level__gt=0) & Q(level__lte=0.1),
                violation_error_message=_(
                    "Peluang kebetulan: lebih dari 0 sampai 0,1."
                ),
                violation_error_code="level",
            ),
        ]

    def __str__(self) -> str:
        """Name the kind and the day."""
        return f"{self.kind} {self.valid_from}"
