"""A running term: which law, since when, with which pauses."""

from django.db import models
from django.db.models import Q

from lapor.domain.deadlines.rules import Timer


class Clock(models.Model):
    """One term of one case (T1-T9), event-sourced.

    ``climbed`` is the highest step of the ladder that was told of it, 0 for none.

    ``events`` is the whole truth: [{"kind": "started", "at": "2026-…Z"}, …]; ``due_at``
    (UTC) is what the fold of these events gives under the term and the calendar, and is
    computed again when a later decree changes the calendar, as long as it runs.
    A clock with an ``assignment`` is the helper's own; it moves no date of the case.
    """

    case = models.ForeignKey("Case", models.PROTECT, related_name="clocks")
    assignment = models.ForeignKey(
        "Assignment", models.PROTECT, null=True, related_name="clocks", db_index=False
    )
    timer = models.CharField(max_length=20, choices=Timer.choices)
    term = models.ForeignKey("deadlines.Term", models.PROTECT, db_index=False)
    zone = models.CharField(max_length=32)
    calendar = models.CharField(max_length=32)
    events = models.JSONField()
    due_at = models.DateTimeField()  # while paused: the latest it can become
    stopped_at = models.DateTimeField(null=True)
    climbed = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        """One running clock of a kind for a case, and for each helper."""

        constraints = [
            models.UniqueConstraint(
                "case",
                "timer",
                name="clock_runs_once",
                condition=Q(stopped_at=None, assignment=None),
            ),
            models.UniqueConstraint(
                "assignment",
                "timer",
                name="clock_of_part_runs_once",
                condition=Q(stopped_at=None, assignment__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["timer", "due_at", "id"],
                name="clock_due",
                condition=Q(stopped_at=None),
            ),
            models.Index(
                fields=["timer", "term", "climbed", "due_at"],
                name="clock_climbs",
                condition=Q(stopped_at=None),
            ),
        ]

    def __str__(self) -> str:
        """Name the term and its case."""
        return f"{self.timer} {self.case_id}"
