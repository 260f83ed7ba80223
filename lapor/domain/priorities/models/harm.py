"""A kind of harm: the words that speak of it, the numbers to call, who may read."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from lapor.domain.priorities.rules import HarmRow, Seriousness


class Harm(models.Model):
    """One kind of harm, from a day on (domain §9.9).

    ``roles`` may read a restricted report if their mandate is marked for it. A changed
    kind gets a new row under the same code; the rows of a code never overlap.
    """

    code = models.SlugField(max_length=32)
    name = models.CharField(max_length=160)
    words = models.JSONField(default=list, blank=True)
    exceptions = models.JSONField(default=list, blank=True)
    numbers = models.JSONField(default=list, blank=True)
    seriousness = models.CharField(max_length=16, choices=Seriousness.choices)
    is_urgent = models.BooleanField(default=True)
    by_officials = models.BooleanField(default=False)
    roles = models.JSONField(default=list, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(
        null=True, blank=True
    )  # the last day, open when empty
    legal_basis = models.CharField(max_length=300)

    class Meta:
        """One row of a code at a time."""

        ordering = ["code", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="harm_one_row_at_a_time",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_until",
                            Value("[]"),
                            function="DATERANGE",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Sudah ada baris lain untuk masa ini."),
                violation_error_code="valid_from",
            ),
            models.CheckConstraint(
                name="harm_starts_before_it_ends",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("Tanggal akhir mendahului tanggal mulai."),
                violation_error_code="valid_until",
            ),
        ]

    def __str__(self) -> str:
        """Name the kind."""
        return self.name

    def as_row(self) -> HarmRow:
        """Return what the matcher needs."""
        return HarmRow(
            code=self.code,
            name=self.name,
            words=tuple(self.words),
            exceptions=tuple(self.exceptions),
            numbers=tuple(self.numbers),
            seriousness=Seriousness(self.seriousness),
            is_urgent=self.is_urgent,
            by_officials=self.by_officials,
            roles=tuple(self.roles),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )
