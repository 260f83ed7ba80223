"""Counts that a page can read without looking at cases."""

from django.db import models
from django.db.models import Q


class CaseCount(models.Model):
    """So many cases of one kind, as a sum of rows: a change adds a row of +1 or -1.

    A statement trigger on the cases writes the rows in the same transaction, so the
    sums are exact at any moment; a job folds rows together. Rows without an agency
    count the whole nation.
    """

    agency = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, db_index=False
    )
    month = models.IntegerField()  # of receipt, in Jakarta: 202611
    state = models.CharField(max_length=20)
    classification = models.CharField(max_length=32, blank=True)
    channel = models.CharField(max_length=16)
    n = models.BigIntegerField()

    class Meta:
        """Found by agency, or all of the nation."""

        indexes = [
            models.Index(
                fields=["agency"],
                name="count_of_agency",
                condition=Q(agency__isnull=False),
            ),
            models.Index(
                fields=["month"], name="count_of_nation", condition=Q(agency=None)
            ),
        ]

    def __str__(self) -> str:
        """Say what is counted."""
        return f"{self.agency_id or 'nation'} {self.month} {self.state} {self.n:+d}"
