"""Statements "not ours", and meetings about a case."""

from django.db import models
from django.db.models import Q

from lapor.domain.cases.rules import ReturnReason, Verdict


class Return(models.Model):
    """One statement "not our authority", and what was decided (bukan wewenang).

    ``source`` says so and names ``suggestion`` when it knows whose the case is;
    ``target`` got it in the end. ``after_dispatch`` is false for a new report that
    was passed on before verification. All moments are UTC. ``message`` holds the
    words and the evidence.
    """

    case = models.ForeignKey("Case", models.PROTECT, related_name="returns")
    source = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    suggestion = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    target = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    reason = models.CharField(max_length=16, choices=ReturnReason.choices)
    basis = models.CharField(max_length=300, blank=True)  # law, or what shows it
    message = models.ForeignKey(
        "Message", models.PROTECT, null=True, related_name="+", db_index=False
    )
    after_dispatch = models.BooleanField(default=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=64, blank=True)
    is_binding = models.BooleanField(default=False)

    class Meta:
        """Decided ones are read by day, to learn routes from them."""

        constraints = [
            models.CheckConstraint(
                name="return_decided_with_verdict",
                condition=Q(verdict="", decided_at=None)
                | (~Q(verdict="") & Q(decided_at__isnull=False)),
            )
        ]
        indexes = [
            models.Index(
                fields=["decided_at"],
                name="return_decided",
                condition=Q(decided_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        """Name the case and the reason."""
        return f"{self.case_id} {self.reason}"


class Meeting(models.Model):
    """A coordination meeting on a case, noted by who oversees (rapat koordinasi)."""

    case = models.ForeignKey("Case", models.PROTECT, related_name="meetings")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, db_index=False
    )
    held_on = models.DateField()
    participants = models.CharField(max_length=500)  # offices, in words
    notes = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Name the meeting by its day."""
        return f"{self.case_id} {self.held_on}"


class Decision(models.Model):
    """What a meeting decided: who does what by which day."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, db_index=False
    )
    text = models.CharField(max_length=500)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        """The open ones by day."""

        indexes = [
            models.Index(
                fields=["due_on"], name="decision_open", condition=Q(done_at=None)
            )
        ]

    def __str__(self) -> str:
        """Name the decision by its day."""
        return f"{self.meeting_id} {self.due_on}"
