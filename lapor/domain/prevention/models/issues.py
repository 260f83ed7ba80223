"""Recurring issues (isu berulang)."""

from django.db import models
from django.db.models import Q

from lapor.domain.prevention.rules.words import Cause, IssueState

ONE_TO_FIVE = [(n, str(n)) for n in range(1, 6)]


class Issue(models.Model):
    """The same complaint again and again: one category, unit, place, cluster of words.

    ``words`` are the stems that its titles share. ``signs`` are the rules it met.
    ``whys`` is the chain of causes ("mengapa?"), up to five. ``likelihood`` and
    ``impact`` are the risk, 1 to 5 each.
    """

    agency = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="issues"
    )
    unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    category = models.ForeignKey("cases.Category", models.PROTECT, null=True)
    regency = models.CharField(max_length=5, blank=True)
    words = models.JSONField(default=list)
    title = models.CharField(max_length=160)
    signs = models.JSONField(default=list)
    reporters = models.PositiveIntegerField(default=0)
    chance = models.FloatField(null=True)  # of such a rise by luck, surges only
    state = models.CharField(
        max_length=12, choices=IssueState.choices, default=IssueState.DETECTED.value
    )
    cause = models.CharField(max_length=12, choices=Cause.choices, blank=True)
    whys = models.JSONField(default=list)
    owner = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    likelihood = models.PositiveSmallIntegerField(null=True, choices=ONE_TO_FIVE)
    impact = models.PositiveSmallIntegerField(null=True, choices=ONE_TO_FIVE)
    detected_on = models.DateField()
    detected_at = models.DateTimeField()
    registered_by = models.CharField(max_length=64, blank=True)
    registered_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    closed_why = models.TextField(blank=True)

    class Meta:
        """Newest first for each agency; risks are 1 to 5."""

        indexes = [
            models.Index(
                fields=["agency", "-detected_on", "-id"], name="issue_of_agency"
            ),
            models.Index(fields=["-detected_on", "-id"], name="issue_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name=f"issue_{name}_1_to_5",
                condition=Q(**{f"{name}__isnull": True})
                | Q(**{f"{name}__range": (1, 5)}),
            )
            for name in ("likelihood", "impact")
        ]

    def __str__(self) -> str:
        """Name the issue."""
        return self.title

    @property
    def ref(self) -> str:
        """The name of this issue in the ledger."""
        return f"issue:{self.pk}"

    @property
    def risk(self) -> int | None:
        """Likelihood times impact, 1 to 25; None until both are given."""
        if self.likelihood is None or self.impact is None:
            return None
        return self.likelihood * self.impact


class IssueCase(models.Model):
    """A report that belongs to an issue, also one that came after it was closed."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="cases")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    received_on = models.DateField()

    class Meta:
        """Once in an issue; counted by day."""

        constraints = [models.UniqueConstraint("issue", "case", name="issue_case_once")]
        indexes = [
            models.Index(fields=["issue", "received_on"], name="issue_case_by_day")
        ]

    def __str__(self) -> str:
        """Name both."""
        return f"{self.case_id} in {self.issue_id}"
