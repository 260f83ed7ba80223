"""A priority programme: how its reports are known, who presses on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.domain.priorities.rules import ProgrammeRow
from lapor.kernel.dated import Decreed, dates_in_order, once_at_a_time


class Programme(Decreed):
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

    class Meta:
        """One row of a code at a time."""

        ordering = ["code", "valid_from"]
        constraints = [
            once_at_a_time(
                "programme_one_row_at_a_time",
                "code",
                said=_("Sudah ada baris lain untuk masa ini."),
            ),
            dates_in_order(
                "programme_starts_before_it_ends", is_open=Q(valid_until=None)
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
