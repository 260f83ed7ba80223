"""Preventive actions (tindakan preventif) and their proof."""

from django.db import models
from django.db.models import F, Q

from lapor.domain.prevention.rules.words import Effect, Means

from .issues import Issue


class Measure(models.Model):
    """One preventive action, for an issue or as a declared programme.

    ``item`` is the item of the action plan that it is part of. ``cites_data`` says
    that a rule, SOP or budget came of it that cites complaint data (indicator T6).
    ``test`` holds the counts and bounds that ``effect`` was judged from.
    """

    agency = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="measures"
    )
    unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, related_name="measures")
    item = models.ForeignKey("plans.Item", models.SET_NULL, null=True)
    text = models.TextField()
    means = models.CharField(max_length=12, choices=Means.choices)
    starts_on = models.DateField()
    due_on = models.DateField()
    cost = models.CharField(max_length=120, blank=True)  # a note with its source
    output = models.TextField()  # what will be shown
    cites_data = models.BooleanField(default=False)
    finished_on = models.DateField(null=True)
    effect = models.CharField(max_length=12, choices=Effect.choices, blank=True)
    test = models.JSONField(default=dict)
    planned_by = models.CharField(max_length=64)
    planned_at = models.DateTimeField()

    class Meta:
        """Found by agency, soonest due first; days in order."""

        indexes = [
            models.Index(fields=["agency", "due_on", "id"], name="measure_of_agency"),
            models.Index(
                fields=["finished_on"],
                name="measure_to_test",
                condition=Q(finished_on__isnull=False, effect=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="measure_days_in_order", condition=Q(due_on__gte=F("starts_on"))
            )
        ]

    def __str__(self) -> str:
        """Name the action by its key, never by its words."""
        return f"measure {self.pk}"

    @property
    def ref(self) -> str:
        """The name of this action in the ledger."""
        return f"measure:{self.pk}"


class MeasureProof(models.Model):
    """A file that proves that an action was finished (see kernel.files)."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="proofs")
    key = models.CharField(max_length=120, unique=True)
    shown_name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=12)
    added_by = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the file as it was called."""
        return self.shown_name

    @property
    def is_open(self) -> bool:
        """Say whether it may be read: neither infected nor still to be scanned."""
        return self.scan in {"clean", "off"}
