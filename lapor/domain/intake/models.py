"""A submission as it came."""

from django.db import models


class Submission(models.Model):
    """One try to hand in a report. ``key`` makes asking twice one report.

    Only a keyed digest of the client's key is kept: the access code is derived from
    that key, and a stolen table must not lead back to it.
    ``body_digest`` tells a repeated request from another one under the same key.
    """

    channel = models.CharField(max_length=16)
    key = models.CharField(max_length=64)
    body_digest = models.BinaryField()
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="submissions", db_index=False
    )
    received_at = models.DateTimeField()

    class Meta:
        """Once for each channel."""

        constraints = [
            models.UniqueConstraint("channel", "key", name="submission_taken_once")
        ]

    def __str__(self) -> str:
        """Name the try by its key."""
        return f"{self.channel}:{self.key}"


class CounterEntry(models.Model):
    """How a report came to a counter, as the clerk wrote it down; one for a case.

    ``letter_number`` and ``letter_on`` are the sender's own. ``arrived_on`` is the day
    on which the letter arrived or the box was opened: what lies between it and the
    receipt is our delay. ``called_at`` is when the call began.
    """

    case = models.OneToOneField(
        "cases.Case", models.PROTECT, related_name="counter_entry"
    )
    letter_number = models.CharField(max_length=80, blank=True)
    letter_on = models.DateField(null=True)
    arrived_on = models.DateField(null=True)
    called_at = models.DateTimeField(null=True)
    call_minutes = models.PositiveSmallIntegerField(null=True)
    box = models.CharField(max_length=120, blank=True)
    queue_number = models.CharField(max_length=20, blank=True)

    class Meta:
        """A letter is found again by its number."""

        indexes = [
            models.Index(
                fields=["letter_number", "letter_on"],
                name="counter_letter",
                condition=~models.Q(letter_number=""),
            )
        ]

    def __str__(self) -> str:
        """Name the case."""
        return str(self.case_id)
