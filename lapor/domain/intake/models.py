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
