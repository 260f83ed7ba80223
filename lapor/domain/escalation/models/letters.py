"""Reminder letters: numbered, from one office to another, about late cases."""

from django.db import models
from django.db.models import Q

from .climbs import Climb


class Letter(models.Model):
    """A reminder letter (surat teguran) of one sender to one agency.

    Numbered by sender and year. The PDF is made afterwards by the room ``reports``:
    ``key`` and ``sha256`` name the stored file, ``token`` its public check; all three
    are empty until then.
    """

    sender = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="letters_sent"
    )
    receiver = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="letters_received"
    )
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=80)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=64)  # "system", "user:12"
    token = models.CharField(max_length=48, blank=True)
    key = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        """One number for a sender and year; those without a PDF are found at once."""

        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "sender", "year", "serial", name="letter_numbered_once"
            ),
            models.CheckConstraint(
                name="letter_issued_has_file",
                condition=Q(issued_at=None) | (~Q(key="") & ~Q(sha256="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], name="letter_unissued", condition=Q(issued_at=None)
            )
        ]

    def __str__(self) -> str:
        """Name it by its number."""
        return self.number

    @property
    def ref(self) -> str:
        """The name of this letter in the ledger."""
        return f"letter:{self.pk}"


class LetterLine(models.Model):
    """A late case that a letter names, by the step that led to it."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="lines")
    climb = models.ForeignKey(
        Climb, models.PROTECT, related_name="letter_lines", db_index=False
    )

    class Meta:
        """A letter names a step once."""

        constraints = [
            models.UniqueConstraint("climb", "letter", name="letter_line_once")
        ]

    def __str__(self) -> str:
        """Name both by their keys."""
        return f"{self.letter_id} {self.climb_id}"
