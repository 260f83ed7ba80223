"""What climbed, to whom, and what they answered."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from lapor.domain.escalation.rules import ResponseKind

from .ladder import Rung


class Climb(models.Model):
    """One step that one clock of a case has climbed; never twice.

    ``receivers`` are the offices that were told then: ``[{"role": "leader",
    "organisation": "kemenkes"}, …]``, by code and not linked, for mandates change.
    ``owes_letter``: a reminder letter about it is still to be written.
    """

    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="climbs", db_index=False
    )
    clock = models.ForeignKey(
        "cases.Clock", models.PROTECT, related_name="climbs", db_index=False
    )
    rung = models.ForeignKey(Rung, models.PROTECT, related_name="+", db_index=False)
    step = models.PositiveSmallIntegerField()  # that of the rung
    happened_at = models.DateTimeField()
    receivers = models.JSONField(default=list)
    owes_letter = models.BooleanField(default=False)

    class Meta:
        """Once; found by case, by who was told, by what is owed."""

        constraints = [
            models.UniqueConstraint("clock", "step", name="climb_once"),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="climb_of_case"),
            GinIndex(OpClass("receivers", "jsonb_path_ops"), name="climb_by_receiver"),
            models.Index(
                fields=["id"], name="climb_owes_letter", condition=Q(owes_letter=True)
            ),
        ]

    def __str__(self) -> str:
        """Name the case and the step."""
        return f"{self.case_id} {self.step}"


class Response(models.Model):
    """An instruction, a request, an explanation, a note about a late case.

    Only officers read it. ``due_on`` is the local day by which an explanation is
    expected; ``answers`` is what an explanation answers.
    """

    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="responses", db_index=False
    )
    kind = models.CharField(max_length=24, choices=ResponseKind.choices)
    text = models.TextField()
    due_on = models.DateField(null=True)
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="answered_by"
    )
    by = models.CharField(max_length=64)  # "user:12"
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()

    class Meta:
        """Read with the case, in order."""

        indexes = [models.Index(fields=["case", "id"], name="response_of_case")]
        constraints = [
            models.CheckConstraint(
                name="response_only_explanations_answer",
                condition=Q(answers=None) | Q(kind=ResponseKind.EXPLANATION),
            ),
        ]

    def __str__(self) -> str:
        """Name it without its words."""
        return f"{self.kind} {self.case_id}"
