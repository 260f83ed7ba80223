"""The ladder as dated rows: law is data."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.domain.deadlines.rules import Evidence, Timer
from lapor.domain.escalation.rules import Measure, Opens
from lapor.kernel.dated import Decreed, dates_in_order, once_at_a_time


class Rung(Decreed):
    """One step of the ladder of one timer, from when to when (jenjang).

    ``step`` orders the steps of a timer; a clock remembers the last it climbed.
    ``amount`` counts in ``measure``: percent of the term, or days from the due day,
    negative before it. ``audience`` is a list of ``rules.Audience``; ``opens`` what
    they can do. ``to_public``: everybody reads of it, else officers only.
    """

    timer = models.CharField(max_length=20, choices=Timer.choices)
    step = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    measure = models.CharField(max_length=16, choices=Measure.choices)
    amount = models.SmallIntegerField()
    audience = models.JSONField(default=list)
    opens = models.CharField(max_length=20, choices=Opens.choices, blank=True)
    to_public = models.BooleanField(default=False)
    evidence = models.CharField(max_length=16, choices=Evidence.choices)

    class Meta:
        """One step of a number at a time."""

        ordering = ["timer", "step", "valid_from"]
        constraints = [
            dates_in_order("rung_dates_in_order"),
            models.CheckConstraint(
                name="rung_step_above_zero",
                condition=Q(step__gte=1),
                violation_error_message=_("Urutan jenjang mulai dari 1."),
                violation_error_code="step",
            ),
            models.CheckConstraint(
                name="rung_share_is_percent",
                condition=~Q(measure=Measure.SHARE) | Q(amount__range=(1, 100)),
                violation_error_message=_("Persen harus 1 sampai 100."),
                violation_error_code="amount",
            ),
            models.CheckConstraint(
                name="rung_days_within_a_year",
                condition=Q(amount__range=(-366, 366)),
                violation_error_message=_("Paling jauh 366 hari dari tanggal batas."),
                violation_error_code="amount",
            ),
            once_at_a_time(
                "rung_once_at_a_time",
                "timer",
                "step",
                said=_("Sudah ada jenjang dengan urutan itu pada masa berlaku ini."),
            ),
        ]

    def __str__(self) -> str:
        """Name the step by timer and code."""
        return f"{self.timer} {self.code}"
