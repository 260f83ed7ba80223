"""Messages on their way, what became of each attempt, and the gates of channels."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from lapor.domain.notifications.rules import Language, Notice, State, Urgency, Way


class Outgoing(models.Model):
    """One message to one receiver by one channel.

    It holds which text with which parameters, never words of a case and never an
    address: ``receiver`` is ``case:7K2M-P042-QRX`` for the reporter of a case,
    ``user:12`` for an officer, and the address is looked up when it is sent. ``key``
    is unique: whatever is read twice is sent once.
    """

    key = models.CharField(max_length=120, unique=True)
    receiver = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)  # what it is about: "case:…", "round:4"
    way = models.CharField(max_length=12, choices=Way.choices)
    notice = models.CharField(max_length=32, choices=Notice.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    parameters = models.JSONField(default=dict)
    urgency = models.CharField(max_length=8, choices=Urgency.choices)
    is_legal = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_first = models.DateTimeField()  # 72 hours are counted from here
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    proved_at = models.DateTimeField(null=True)  # the channel says: it has arrived
    awaits_proof = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=200, blank=True)  # the last failure
    provider_id = models.CharField(max_length=200, blank=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))

    class Meta:
        """What is due, what stands still, and what was sent to whom."""

        indexes = [
            models.Index(
                fields=["way", "due_at", "id"],
                name="outgoing_due",
                condition=Q(state=State.QUEUED),
            ),
            models.Index(
                fields=["state", "-id"],
                name="outgoing_standing",
                condition=~Q(state__in=[State.QUEUED, State.SENT]),
            ),
            models.Index(
                fields=["sent_at"],
                name="outgoing_unproved",
                condition=Q(awaits_proof=True, proved_at=None, state=State.SENT),
            ),
            models.Index(fields=["subject", "-id"], name="outgoing_of_subject"),
            models.Index(fields=["receiver", "-id"], name="outgoing_of_receiver"),
            models.Index(
                fields=["way", "provider_id"],
                name="outgoing_by_provider",
                condition=~Q(provider_id=""),
            ),
            models.Index(fields=["created_at"], name="outgoing_by_day"),
        ]

    def __str__(self) -> str:
        """Name the message by its key."""
        return self.key


class Delivery(models.Model):
    """One attempt and what came of it; kept as the delivery log."""

    outgoing = models.ForeignKey(Outgoing, models.CASCADE, related_name="deliveries")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=State.choices)
    why = models.CharField(max_length=200, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))

    def __str__(self) -> str:
        """Say what came of it."""
        return f"{self.outgoing_id} {self.outcome}"


class ChannelState(models.Model):
    """The gate of a channel: how often it failed in a row, until when it is shut."""

    way = models.CharField(max_length=12, choices=Way.choices, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    shut_until = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)  # the last success
    why = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        """Name the channel."""
        return self.way
