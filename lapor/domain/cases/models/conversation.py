"""What was said: messages, files, promises."""

from django.db import models
from django.db.models import Q

from lapor.domain.cases.rules import Kind, Visibility


class Message(models.Model):
    """One line of the conversation (tindak lanjut, tanggapan, catatan).

    System lines carry a template code and parameters, so that they can be read in two
    languages; people's own words stand in ``content``.
    """

    case = models.ForeignKey(
        "Case", models.PROTECT, related_name="messages", db_index=False
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    visibility = models.CharField(max_length=12, choices=Visibility.choices)
    author = models.CharField(max_length=64)  # "user:12", "reporter", "system"
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, db_index=False
    )
    template = models.CharField(max_length=24, blank=True)  # an Act
    parameters = models.JSONField(default=dict)
    content = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        """Read in order, case by case. An internal note is never public."""

        indexes = [models.Index(fields=["case", "id"], name="message_of_case")]
        constraints = [
            models.CheckConstraint(
                name="message_note_stays_inside",
                condition=~Q(kind=Kind.NOTE) | Q(visibility=Visibility.OFFICERS),
            )
        ]

    def __str__(self) -> str:
        """Name the line without its words."""
        return f"{self.kind} {self.case_id}"


class Attachment(models.Model):
    """A file of a case, stored under a random key after checks (see kernel.files)."""

    case = models.ForeignKey(
        "Case", models.PROTECT, related_name="attachments", db_index=False
    )
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, related_name="attachments", db_index=False
    )
    key = models.CharField(max_length=64, unique=True)
    shown_name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=12, default="off")  # off waiting clean infected
    added_by = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        """Found with the case."""

        indexes = [models.Index(fields=["case", "id"], name="attachment_of_case")]

    def __str__(self) -> str:
        """Name the file by its key."""
        return self.key

    @property
    def is_open(self) -> bool:
        """Say whether it may be downloaded: unscanned is not clean."""
        return self.scan in {"off", "clean"}


class Promise(models.Model):
    """What an answer promised, with a day (janji); watched after closing.

    ``kept_at`` is what the office says, ``is_confirmed`` what the reporter says to it.
    When the day has come both are asked (``asked_at``). Missed it is by the reporter's
    word or because nobody says anything (``missed_at``); then a clock climbs for it.
    """

    case = models.ForeignKey("Case", models.PROTECT, related_name="promises")
    due_on = models.DateField()
    text = models.CharField(max_length=500)
    made_by = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, db_index=False
    )
    made_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)

    class Meta:
        """The open ones by day. What was confirmed as kept is not missed."""

        indexes = [
            models.Index(
                fields=["due_on"], name="promise_open", condition=Q(kept_at=None)
            ),
            models.Index(
                fields=["missed_at"],
                name="promise_missed",
                condition=Q(missed_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="promise_confirmed_is_not_missed",
                condition=Q(missed_at=None)
                | Q(is_confirmed=None)
                | Q(is_confirmed=False),
            ),
            models.CheckConstraint(
                name="promise_confirmed_with_moment",
                condition=Q(is_confirmed=None, confirmed_at=None)
                | Q(is_confirmed__isnull=False, confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Name the promise by its day."""
        return f"{self.case_id} {self.due_on}"
