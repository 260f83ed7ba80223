"""Voices of the public: support, following, comments. No account, no name.

``voter`` is a keyed digest of a random number in the visitor's own cookie and of the
case: the same person has unrelated digests in two cases, so nobody can be followed
from one to the next. ``block`` is the like for the network he came from.
"""

from django.db import models
from django.db.models import Q

from lapor.domain.publication.rules import CommentState, Refusal


class Support(models.Model):
    """Somebody says "this concerns me too" (dukung); one for a person and case."""

    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="supports", db_index=False
    )
    voter = models.BinaryField(max_length=16)
    block = models.BinaryField(max_length=16)
    given_at = models.DateTimeField()

    class Meta:
        """Once; and how many came from one network is counted."""

        constraints = [
            models.UniqueConstraint("case", "voter", name="support_once"),
        ]
        indexes = [models.Index(fields=["case", "block"], name="support_by_block")]

    def __str__(self) -> str:
        """Name the case and nobody."""
        return f"support of {self.case_id}"


class Follow(models.Model):
    """Somebody wants to hear of a case without supporting it."""

    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="follows", db_index=False
    )
    voter = models.BinaryField(max_length=16)
    since = models.DateTimeField()

    class Meta:
        """Once for a person and case."""

        constraints = [models.UniqueConstraint("case", "voter", name="follow_once")]

    def __str__(self) -> str:
        """Name the case and nobody."""
        return f"follow of {self.case_id}"


class Comment(models.Model):
    """What somebody wrote; seen by nobody outside until an officer has let it out."""

    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="comments", db_index=False
    )
    voter = models.BinaryField(max_length=16)
    block = models.BinaryField(max_length=16)
    content = models.TextField()  # masked
    state = models.CharField(
        max_length=8, choices=CommentState.choices, default=CommentState.WAITING
    )
    refusal = models.CharField(max_length=16, choices=Refusal.choices, blank=True)
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=64, blank=True)

    class Meta:
        """A refusal has a reason; what waits is found by age."""

        constraints = [
            models.CheckConstraint(
                name="comment_refused_has_reason",
                condition=~Q(state=CommentState.REFUSED) | ~Q(refusal=""),
            )
        ]
        indexes = [
            models.Index(fields=["case", "state", "id"], name="comment_of_case"),
            models.Index(
                fields=["sent_at"],
                name="comment_waiting",
                condition=Q(state=CommentState.WAITING),
            ),
        ]

    def __str__(self) -> str:
        """Name the case and nobody."""
        return f"comment on {self.case_id}"
