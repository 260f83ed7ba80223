"""A reason to look: what seems wrong, how much of it, and what became of it."""

from django.db import models
from django.db.models import F, Q

from lapor.domain.findings.rules.words import FindingState, Kind


class Finding(models.Model):
    """One sign at one agency (or unit) in one period; ``region`` only for silence.

    ``part`` of ``whole`` is what was counted; for bursts the last week of all weeks,
    for silence what came of what was expected. ``tolerated`` and ``chance`` are those
    of the judgement. ``evidence`` holds at most a few numbers of cases, never a word
    of a reporter: ``{"cases": [...], "units": [[name, part, whole], ...]}`` and, where
    it says more, ``weeks`` or ``people``. ``false_alarms`` is how often the detector
    names honest agencies, measured on simulated ones; None: nobody measured.
    """

    kind = models.CharField(max_length=16, choices=Kind.choices)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="findings"
    )
    region = models.ForeignKey(
        "organisations.Region", models.PROTECT, null=True, related_name="+"
    )
    first_on = models.DateField()
    last_on = models.DateField()
    part = models.PositiveIntegerField()
    whole = models.PositiveIntegerField()
    tolerated = models.FloatField()
    chance = models.FloatField()
    false_alarms = models.FloatField(null=True)
    evidence = models.JSONField(default=dict)
    state = models.CharField(
        max_length=12, choices=FindingState.choices, default=FindingState.OPEN.value
    )
    made_at = models.DateTimeField()
    handled_by = models.CharField(max_length=64, blank=True)
    handled_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        """Newest first; one that is open for each sign, place and subject."""

        indexes = [
            models.Index(
                fields=["organisation", "-made_at", "-id"], name="finding_of_subject"
            ),
            models.Index(fields=["-made_at", "-id"], name="finding_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                "kind",
                "organisation",
                "region",
                name="finding_open_once",
                condition=Q(state=FindingState.OPEN),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="finding_days_in_order", condition=Q(last_on__gte=F("first_on"))
            ),
            models.CheckConstraint(
                name="finding_handled_says_why",
                condition=Q(state=FindingState.OPEN) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        """Name what seems wrong, and where."""
        return f"{self.kind} {self.organisation_id}"

    @property
    def ref(self) -> str:
        """The name of this finding in the ledger."""
        return f"finding:{self.pk}"
