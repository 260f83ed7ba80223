"""How everybody stands in the usual periods, counted ahead, so that pages only read."""

from django.db import models
from django.db.models import Q

from lapor.domain.analytics.rules.indicator import Basis


class Standing(models.Model):
    """What was counted of one agency, one unit or the nation in one period.

    ``counts`` holds a tally by id of an indicator (``rules.tally``). Without an agency
    it is the nation; ``is_rest`` marks the reports of an agency that no unit has yet.
    Only the row of the nation says as of when the whole period was counted, and how
    long that took. Anybody who is missing had nothing to count.
    """

    period = models.CharField(max_length=24)  # rules.periods: 2026-S2
    basis = models.CharField(max_length=8, choices=Basis.choices)
    agency = models.ForeignKey(
        "organisations.Organisation",
        models.CASCADE,
        null=True,
        db_index=False,
        related_name="+",
    )
    unit = models.ForeignKey(
        "organisations.Organisation",
        models.CASCADE,
        null=True,
        db_index=False,
        related_name="+",
    )
    is_rest = models.BooleanField(default=False)
    counts = models.JSONField()
    as_of = models.DateTimeField(null=True)
    took_ms = models.IntegerField(default=0)

    class Meta:
        """Once for each subject, period and basis; found by agency."""

        constraints = [
            models.UniqueConstraint(
                fields=["period", "basis", "agency", "unit", "is_rest"],
                name="standing_is_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="standing_of_nation_says_when",
                condition=Q(agency__isnull=False) | Q(as_of__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["period", "basis", "agency"],
                name="standing_of_agencies",
                condition=Q(unit=None, is_rest=False),
            ),
        ]

    def __str__(self) -> str:
        """Name the subject and the period."""
        return f"{self.unit_id or self.agency_id or 'nation'} {self.period}"
