"""A kind of harm: the words that speak of it, the numbers to call, who may read."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.domain.priorities.rules import HarmRow, Seriousness
from lapor.kernel.dated import Decreed, dates_in_order, once_at_a_time


class Harm(Decreed):
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

    class Meta:
        """One row of a code at a time."""

        ordering = ["code", "valid_from"]
        constraints = [
            once_at_a_time(
                "harm_one_row_at_a_time",
                "code",
                said=_("Sudah ada baris lain untuk masa ini."),
            ),
            dates_in_order("harm_starts_before_it_ends", is_open=Q(valid_until=None)),
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
