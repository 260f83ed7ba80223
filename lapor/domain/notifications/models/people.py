"""What is shown to officers, what people want, and what time will bring."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from lapor.domain.notifications.rules import (
    QUIET_FROM,
    QUIET_UNTIL,
    Language,
    Notice,
    Urgency,
    Way,
)


class InboxItem(models.Model):
    """One notice to one officer inside the program. In-app is always there."""

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="inbox", db_index=False
    )
    key = models.CharField(max_length=120, unique=True)
    subject = models.CharField(max_length=64)
    notice = models.CharField(max_length=32, choices=Notice.choices)
    parameters = models.JSONField(default=dict)
    urgency = models.CharField(max_length=8, choices=Urgency.choices)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digested_at = models.DateTimeField(null=True)  # went into a daily digest

    class Meta:
        """Newest first; the unread and the undigested ones quickly."""

        indexes = [
            models.Index(fields=["user", "-id"], name="inbox_of_user"),
            models.Index(
                fields=["user"], name="inbox_unread", condition=Q(read_at=None)
            ),
            models.Index(
                fields=["created_at"],
                name="inbox_undigested",
                condition=Q(digested_at=None),
            ),
        ]

    def __str__(self) -> str:
        """Name the item."""
        return self.key


class Preference(models.Model):
    """What a receiver wants: by which channels, in which language, when not.

    ``receiver`` as in ``Outgoing``. Without a row the defaults hold. ``ways`` empty:
    what we choose. ``is_muted``: nothing but legal notices.
    """

    receiver = models.CharField(max_length=64, primary_key=True)
    ways = ArrayField(
        models.CharField(max_length=12, choices=Way.choices), default=list, blank=True
    )
    is_muted = models.BooleanField(default=False)
    language = models.CharField(
        max_length=2, choices=Language.choices, default=Language.ID
    )
    zone = models.CharField(max_length=32, blank=True)  # empty: that of the agency
    quiet_from = models.PositiveSmallIntegerField(
        default=QUIET_FROM, validators=[MaxValueValidator(23)]
    )
    quiet_until = models.PositiveSmallIntegerField(
        default=QUIET_UNTIL, validators=[MaxValueValidator(23)]
    )
    changed_at = models.DateTimeField()

    class Meta:
        """Hours of a clock."""

        constraints = [
            models.CheckConstraint(
                name="preference_hours_of_a_clock",
                condition=Q(quiet_from__lte=23, quiet_until__lte=23),
            )
        ]

    def __str__(self) -> str:
        """Name the receiver."""
        return self.receiver


class PushSubscription(models.Model):
    """A browser of an officer that shows our notices (Web Push, RFC 8030)."""

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="push_subscriptions"
    )
    endpoint = models.URLField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name it by its number: the endpoint is a key to the browser."""
        return f"push {self.pk}"


class Reminder(models.Model):
    """What will be due for a case if it stays as it is: ``what`` of a case, once."""

    subject = models.CharField(max_length=64)  # case:7K2M-P042-QRX
    what = models.CharField(max_length=24)
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        """One of a kind for a case."""

        constraints = [models.UniqueConstraint("subject", "what", name="reminder_once")]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.what} {self.subject}"
