"""Recommendations of every tier, until they are verified."""

from datetime import date

from django.db import models
from django.db.models import Q

from lapor.domain.plans.rules.words import (
    AWAITED,
    OPEN,
    RecommendationStatus,
)


class Recommendation(models.Model):
    """What an assessor asks of an organisation, by when, and how far it is.

    ``tier`` and ``round_number`` are plain words of the evaluation it came from, empty
    when it came from none. ``template`` is the key of a text of the library. ``due_on``
    is the last day in time. ``reply`` is the reason of a refusal or the words of a
    claim, ``remark`` why a claim was sent back. ``overdue_at`` is when the day passed
    without a claim; it stays, and the work may go on.
    """

    number = models.CharField(max_length=40, unique=True)
    given_by = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="given_recommendations",
    )
    subject = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="recommendations"
    )
    tier = models.CharField(max_length=24, blank=True)
    round_number = models.CharField(max_length=120, blank=True)
    template = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    given_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(
        max_length=12,
        choices=RecommendationStatus.choices,
        default=RecommendationStatus.NEW.value,
    )
    reply = models.TextField(blank=True)
    remark = models.TextField(blank=True)
    recommended_by = models.CharField(max_length=64)
    claimed_by = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True)
    verified_by = models.CharField(max_length=64, blank=True)
    verified_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="recommendation_refused_with_reason",
                condition=~Q(state=RecommendationStatus.REFUSED) | ~Q(reply=""),
            ),
            models.CheckConstraint(
                name="recommendation_verified_by_somebody",
                condition=~Q(state=RecommendationStatus.VERIFIED)
                | (~Q(verified_by="") & Q(verified_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="recommendation_overdue_is_no_state",
                condition=~Q(state=RecommendationStatus.OVERDUE),
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject", "due_on", "id"], name="recommendation_of_subject"
            ),
            models.Index(
                fields=["given_by", "due_on", "id"], name="recommendation_of_giver"
            ),
            models.Index(
                fields=["due_on", "id"],
                name="recommendation_awaited",
                condition=Q(state__in=sorted(AWAITED), overdue_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        """Name it by its number."""
        return self.number

    @property
    def ref(self) -> str:
        """The name of this recommendation in the ledger."""
        return f"recommendation:{self.pk}"

    @property
    def standing(self) -> RecommendationStatus:
        """Its state as a member."""
        return RecommendationStatus(self.state)

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to do something."""
        return self.standing in OPEN

    def status(self, on: date) -> RecommendationStatus:
        """Return what to show on a day: its state, or that its day has passed."""
        if self.standing in AWAITED and self.due_on < on:
            return RecommendationStatus.OVERDUE
        return self.standing
