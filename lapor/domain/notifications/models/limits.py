"""How much may be spent on paid messages in a day, and what was."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.domain.notifications.rules import Way
from lapor.kernel.dated import Dated, dates_in_order


class Limit(Dated):
    """So many messages, so much money a day, for a channel from a day on.

    Without organisation it holds for the whole system; with one for the cases that
    this agency answers for. What the law wants is sent beyond it, and counted.
    """

    way = models.CharField(max_length=12, choices=Way.choices)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="message_limits",
    )
    messages = models.PositiveIntegerField(null=True, blank=True)
    rupiah = models.PositiveIntegerField(null=True, blank=True)
    legal_basis = models.CharField(max_length=200)
    reached_on = models.DateField(null=True, editable=False)  # told once a day

    class Meta:
        """One of a kind from a day on, and at least one bound."""

        ordering = ["way", "organisation", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                "way",
                "valid_from",
                name="message_limit_of_all_once",
                condition=Q(organisation=None),
            ),
            models.UniqueConstraint(
                "way",
                "organisation",
                "valid_from",
                name="message_limit_once",
                violation_error_message=_("Baris ini sudah ada."),
                violation_error_code="way",
            ),
            models.CheckConstraint(
                name="message_limit_bounds_something",
                condition=Q(messages__isnull=False) | Q(rupiah__isnull=False),
                violation_error_message=_("Isi jumlah pesan, rupiah, atau keduanya."),
                violation_error_code="messages",
            ),
            dates_in_order(
                "message_limit_dates_in_order",
                said=_("Berakhir sebelum mulai berlaku."),
                is_open=Q(valid_until=None),
            ),
        ]

    def __str__(self) -> str:
        """Name channel and day."""
        return f"{self.way} {self.valid_from}"


class Spending(models.Model):
    """What left by a paid channel on a day (of the capital), for one agency."""

    day = models.DateField()
    way = models.CharField(max_length=12, choices=Way.choices)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    messages = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))

    class Meta:
        """One row of a kind."""

        constraints = [
            models.UniqueConstraint(
                "day",
                "way",
                "organisation",
                name="spending_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        """Name day and channel."""
        return f"{self.day} {self.way}"
