"""Posts that are not covered, and posts that are handed over."""

from django.db import models
from django.db.models import F, Q

from lapor.domain.accounts.rules import Role
from lapor.domain.escalation.rules.coverage import AlarmKind, Level


class CoverageAlarm(models.Model):
    """A post that nobody reachable fills, from when to when.

    ``person`` is whose mailbox or mandate it is about. ``level`` answers meanwhile;
    ``open_cases`` were waiting there at the last look. Moments are UTC.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=AlarmKind.choices)
    person = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    level = models.CharField(max_length=12, choices=Level.choices)
    open_cases = models.PositiveIntegerField(default=0)
    raised_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One alarm of a kind at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "person"],
                name="coverage_alarm_once",
                condition=Q(ended_at=None),
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(
                fields=["-open_cases", "id"],
                name="coverage_alarm_open",
                condition=Q(ended_at=None),
            )
        ]

    def __str__(self) -> str:
        """Name the place and the reason."""
        return f"{self.organisation_id} {self.kind}"


class PostHandover(models.Model):
    """A post that goes from one officer to the next, with what was open (serah terima).

    ``numbers`` are the reports that were open when the packet was made; what the
    successor may read of them is asked anew each time.
    """

    role = models.CharField(max_length=32, choices=Role.choices)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+"
    )
    leaving = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="posts_given"
    )
    successor = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="posts_taken"
    )
    note = models.TextField(blank=True)
    numbers = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        """Nobody takes over from himself; one waiting packet for a post."""

        constraints = [
            models.CheckConstraint(
                name="post_handover_to_another",
                condition=~Q(leaving=F("successor")),
            ),
            models.UniqueConstraint(
                fields=["role", "organisation", "leaving"],
                name="post_handover_waits_once",
                condition=Q(confirmed_at=None),
            ),
        ]

    def __str__(self) -> str:
        """Name the post."""
        return f"{self.role} {self.organisation_id}"
