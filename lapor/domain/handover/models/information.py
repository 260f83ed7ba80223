"""A formal request for public information, with the clock of its own law."""

from django.db import models
from django.db.models import Q

from lapor.domain.handover.rules import Answer, RequestState, Wish


class InformationRequest(models.Model):
    """One request to the information officer (PPID) of an agency (UU 14/2008).

    The terms are dated rows of ``deadlines``; ``term`` is the one that holds for it.
    ``due_at`` (UTC) is when the present step is late; None when nobody is waited for.
    """

    case = models.OneToOneField(
        "cases.Case", models.PROTECT, related_name="information_request"
    )
    number = models.CharField(max_length=13, unique=True)
    agency = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=12, choices=RequestState.choices, default=RequestState.ASKED
    )
    wanted = models.TextField()
    purpose = models.TextField()
    wish = models.CharField(max_length=8, choices=Wish.choices)
    term = models.ForeignKey("deadlines.Term", models.PROTECT, db_index=False)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    answer_text = models.TextField(blank=True)
    legal_ground = models.CharField(max_length=300, blank=True)  # of a refusal
    objected_at = models.DateTimeField(null=True)
    objection = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)

    class Meta:
        """Extended once; a refusal names its ground; the open ones by day."""

        constraints = [
            models.CheckConstraint(
                name="information_refusal_has_ground",
                condition=~Q(answer=Answer.EXEMPT) | ~Q(legal_ground=""),
            ),
            models.CheckConstraint(
                name="information_extension_has_reason",
                condition=Q(extended_at=None) | ~Q(extension_reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_at"],
                name="information_open",
                condition=Q(due_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        """Name it by its number."""
        return self.number

    @property
    def ref(self) -> str:
        """Name this request in the ledger."""
        return f"information:{self.number}"
