"""Versions of the instrument: proposed by one national admin, approved by another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .rules.weights import Weights, read_weights
from .rules.words import InstrumentState


class Instrument(models.Model):
    """One version of weights, bands, vetoes and categories (versi instrumen).

    ``data`` is what ``rules.read_weights`` reads, checked before it is stored.
    ``valid_from`` is the first day on which rounds open with it. ``evidence`` is
    ``[A]`` for an assumption, or the source. Nobody proposed the one that comes with
    the program: ``proposed_by`` is empty and it counts as approved.
    """

    version = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField()
    legal_basis = models.CharField(max_length=300)
    evidence = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField()
    state = models.CharField(
        max_length=12,
        choices=InstrumentState.choices,
        default=InstrumentState.PROPOSED.value,
    )
    proposed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)  # why it was refused

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                name="instrument_approved_by_another",
                condition=Q(proposed_by__isnull=True)
                | Q(approved_by__isnull=True)
                | ~Q(approved_by=F("proposed_by")),
                violation_error_message=_(
                    "Bobot disetujui oleh orang lain daripada yang mengusulkannya."
                ),
            ),
            models.CheckConstraint(
                name="instrument_approved_has_its_day",
                condition=~Q(state=InstrumentState.APPROVED)
                | Q(approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Name the version."""
        return f"instrument {self.version}"

    @property
    def ref(self) -> str:
        """The name of this version in the ledger."""
        return f"instrument:{self.version}"

    @property
    def standing(self) -> InstrumentState:
        """Its state as a member, with its label."""
        return InstrumentState(self.state)

    @property
    def weights(self) -> Weights:
        """What it says, read."""
        return read_weights(self.data)
