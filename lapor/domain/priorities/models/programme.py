"""A priority programme: how its reports are known, who presses on."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from lapor.domain.priorities.rules import ProgrammeRow


class Programme(models.Model):
    """A national priority programme (program prioritas), from a day on (domain §9.9).

    A programme whose words or overseer change gets a new row under the same code; the
    rows of a code never overlap. ``keywords`` are phrases (see ``rules.words``),
    ``categories`` slugs of topics, ``regions`` Kemendagri codes; empty: everywhere.
    """

    code = models.SlugField(max_length=64)
    name = models.CharField(max_length=160)
    keywords = models.JSONField(default=list, blank=True)
    categories = models.JSONField(default=list, blank=True)
    regions = models.JSONField(default=list, blank=True)
    responsible = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    overseer = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="programmes"
    )
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
                name="programme_one_row_at_a_time",
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
                name="programme_starts_before_it_ends",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("Tanggal akhir mendahului tanggal mulai."),
                violation_error_code="valid_until",
            ),
        ]

    def __str__(self) -> str:
        """Name the programme."""
        return self.name

    def as_row(self) -> ProgrammeRow:
        """Return what the matcher needs."""
        return ProgrammeRow(
            code=self.code,
            name=self.name,
            keywords=tuple(self.keywords),
            categories=tuple(self.categories),
            regions=tuple(self.regions),
            responsible=self.responsible_id,
            overseer=self.overseer_id,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )
