"""Submissions as they came; conversations, and the messages they are made of."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


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


class Talk(models.Model):
    """A conversation with one address in one channel, between two messages.

    The row is found by a keyed digest of the address. Address, state, draft and the
    numbers of its reports lie in a sealed box: a stolen table leads from no report to
    a person. ``media`` are the keys of stored files of the draft, which say nothing.
    """

    channel = models.CharField(max_length=16)
    address = models.BinaryField(max_length=32)  # keyed digest
    key_id = models.CharField(max_length=32, blank=True)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    media = ArrayField(models.CharField(max_length=40), default=list)
    handles = ArrayField(models.CharField(max_length=32), default=list, db_default=[])
    heard_at = models.DateTimeField()
    sent_until = models.DateTimeField(null=True)  # by the clock of the sender
    has_draft = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        """One conversation for each address; what waits is found by its age."""

        constraints = [models.UniqueConstraint("channel", "address", name="talk_once")]
        indexes = [
            models.Index("heard_at", name="talk_by_age"),
            models.Index(
                "heard_at", name="talk_with_draft", condition=Q(has_draft=True)
            ),
            GinIndex(fields=["handles"], name="talk_by_case"),
        ]

    def __str__(self) -> str:
        """Name the row and nobody."""
        return f"talk {self.pk}"


class Inbound(models.Model):
    """One message as it came, sealed; the same one twice is one row.

    ``external_id`` is a keyed digest of the sender's id of the message, since some
    gateways put the telephone number into it. A part of a long SMS has a ``group``.
    """

    channel = models.CharField(max_length=16)
    external_id = models.CharField(max_length=64)
    address = models.BinaryField(max_length=32)  # keyed digest, as in Talk
    key_id = models.CharField(max_length=32, blank=True)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    group = models.CharField(max_length=64, blank=True)
    part = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reply_count = models.PositiveSmallIntegerField(default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        """Once for each channel; what waits is found by its age."""

        constraints = [
            models.UniqueConstraint("channel", "external_id", name="inbound_once")
        ]
        indexes = [
            models.Index(
                "received_at",
                name="inbound_waiting",
                condition=Q(heard_at=None),
            ),
            models.Index("received_at", name="inbound_by_age"),
            models.Index(
                "channel",
                "address",
                "group",
                name="inbound_parts",
                condition=~Q(group=""),
            ),
        ]

    def __str__(self) -> str:
        """Name the row and nobody."""
        return f"inbound {self.pk}"


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
