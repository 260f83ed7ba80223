"""What people know and the system does not: inhabitants, and registers on paper."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Population(models.Model):
    """How many people lived in a region on the day of a count, and who counted."""

    region = models.ForeignKey(
        "organisations.Region", models.CASCADE, related_name="populations"
    )
    counted_on = models.DateField()
    people = models.PositiveBigIntegerField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["region", "counted_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "counted_on"], name="population_counted_once"
            ),
            models.CheckConstraint(
                name="population_is_some",
                condition=Q(people__gte=1),
                violation_error_message=_("Jumlah penduduk paling sedikit satu."),
                violation_error_code="people",
            ),
        ]

    def __str__(self) -> str:
        """Name the region and the day."""
        return f"{self.region_id} {self.counted_on}"


class Register(models.Model):
    """How many complaints the own register of an agency counts in a month (P19).

    Those that came in person, by letter, telephone or WhatsApp; what of them was not
    entered is the gap. ``note`` says which register.
    """

    agency = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="registers"
    )
    month = models.IntegerField()  # 202611
    declared = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    declared_by = models.CharField(max_length=64)
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["agency", "-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "month"], name="register_declared_once"
            ),
            models.CheckConstraint(
                name="register_month_is_one",
                condition=Q(month__gte=200001) & Q(month__lte=299912),
            ),
        ]

    def __str__(self) -> str:
        """Name the agency and the month."""
        return f"{self.agency_id} {self.month}"
