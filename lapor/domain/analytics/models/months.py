"""What came in a month, counted ahead for charts that a page could not count."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class MonthCount(models.Model):
    """The reports received in one month by the nation or one agency.

    ``topics`` maps the key of a category ("" without one) to reports. ``hours`` has
    168 places, Monday 0 o'clock in Jakarta first. ``kept`` of ``judged`` had their
    first follow-up in time (P7, cohort). All hold as of ``as_of``.
    """

    month = models.IntegerField()  # 202611
    agency = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, related_name="+"
    )
    received = models.BigIntegerField()
    topics = models.JSONField()
    hours = ArrayField(models.BigIntegerField())
    kept = models.BigIntegerField()
    judged = models.BigIntegerField()
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "agency"],
                name="month_counted_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        """Name the month and whose it is."""
        return f"{self.month} {self.agency_id or ''}".strip()
