"""The matrix of tiers, kinds and periods as dated rows (domain §12.1)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.monev.rules.words import Every, Tier
from lapor.kernel.dated import Decreed, dates_in_order


class Schedule(Decreed):
    """How often a tier looks at one of the four kinds, and how.

    ``sample`` names the rule of sampling (``margin:15``, ``each:10:10`` for ten a
    unit or ten per cent, ``escalated``; empty: none). ``subject_kinds`` narrows the
    kinds of organisation, empty for all under the tier. With ``is_automatic`` no
    sheet is filled: readings alone count. ``opens_after`` is in calendar days after
    the period, the other limits in working days. ``evidence`` is ``[A]`` for an
    assumption, or the source. ``runs_from`` is the day since which rounds are held
    here by this row: what fell due before was never missed. None: since ``valid_from``.
    """

    tier = models.CharField(max_length=24, choices=Tier.choices)
    part = models.CharField(max_length=16, choices=Part.choices)
    every = models.CharField(max_length=8, choices=Every.choices)
    subject_kinds = models.CharField(max_length=80, blank=True)
    sample = models.CharField(max_length=40, blank=True)
    method = models.CharField(max_length=200)
    is_automatic = models.BooleanField(default=False)
    opens_after = models.PositiveSmallIntegerField(default=1)
    fill_days = models.PositiveSmallIntegerField(default=10)
    verify_days = models.PositiveSmallIntegerField(default=10)
    clarify_days = models.PositiveSmallIntegerField(default=7)
    evidence = models.CharField(max_length=200, blank=True)
    runs_from = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["tier", "part", "every", "valid_from"]
        constraints = [
            dates_in_order("schedule_dates_in_order"),
            models.CheckConstraint(
                name="schedule_limits_are_days",
                condition=Q(fill_days__gte=1, verify_days__gte=1, clarify_days__gte=1),
                violation_error_message=_("Batas waktu paling sedikit satu hari."),
                violation_error_code="fill_days",
            ),
            models.UniqueConstraint(
                name="schedule_row_once",
                fields=["tier", "part", "every", "valid_from"],
                violation_error_message=_("Baris jadwal ini sudah ada."),
                violation_error_code="valid_from",
            ),
        ]

    def __str__(self) -> str:
        """Say which tier looks at what, and how often."""
        return f"{self.tier} {self.part} {self.every}"
