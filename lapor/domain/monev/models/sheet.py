"""Sheets (lembar kerja): what one subject says of itself, and what was found."""

from django.db import models
from django.db.models import Q

from lapor.domain.monev.rules.words import RoundState, SheetState

from .round import Round


class Sheet(models.Model):
    """The sheet of one subject in one round.

    ``readings`` are the automatic readings, as sealed at opening: indicator to
    numerator, denominator and what else it shows. ``below`` are settled results of
    the tiers below that were taken as input.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="sheets")
    subject = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="sheets"
    )
    state = models.CharField(
        max_length=16, choices=SheetState.choices, default=SheetState.OPEN.value
    )
    readings = models.JSONField(default=dict)
    below = models.JSONField(default=list)
    note = models.TextField(blank=True)
    remark = models.TextField(blank=True)  # the assessor's, shown with the result
    submitted_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True)
    reminded = models.JSONField(default=list)  # working days before the limit
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["round", "subject__name", "pk"]
        constraints = [
            models.UniqueConstraint(name="sheet_once", fields=["round", "subject"])
        ]
        indexes = [models.Index(fields=["subject", "state"], name="sheet_of_subject")]

    def __str__(self) -> str:
        """Say whose sheet it is."""
        return f"{self.round_id} {self.subject_id}"

    @property
    def standing(self) -> SheetState:
        """Its state as a member, with its label."""
        return SheetState(self.state)

    @property
    def round_standing(self) -> RoundState:
        """The state of its round as a member."""
        return RoundState(self.round.state)


class SheetItem(models.Model):
    """One item of the self-assessment, 0 to 4 (domain §12.7).

    ``automatic`` is what the system knows (marked ⚙), ``value`` what the subject
    claims, ``score`` what the assessor found; the last of them that is there counts.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="items")
    key = models.CharField(max_length=40)
    automatic = models.PositiveSmallIntegerField(null=True)
    value = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    filled_by = models.CharField(max_length=64, blank=True)
    filled_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(blank=True)
    scored_by = models.CharField(max_length=64, blank=True)
    scored_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sheet", "pk"]
        constraints = [
            models.UniqueConstraint(name="sheet_item_once", fields=["sheet", "key"]),
            *(
                models.CheckConstraint(
                    name=f"sheet_item_{name}_0_to_4",
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lte": 4}),
                )
                for name in ("automatic", "value", "score")
            ),
        ]

    def __str__(self) -> str:
        """Name the item."""
        return self.key


class Evidence(models.Model):
    """A file that proves an item, stored under a random key (see kernel.files)."""

    item = models.ForeignKey(SheetItem, models.PROTECT, related_name="evidence")
    key = models.CharField(max_length=64, unique=True)
    shown_name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=12, default="off")  # off waiting clean infected
    added_by = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        """Name the file as it was called."""
        return self.shown_name

    @property
    def is_open(self) -> bool:
        """Say whether it may be downloaded: unscanned is not clean."""
        return self.scan in {"off", "clean"}


class Clarification(models.Model):
    """One point that the assessor sees otherwise, and what came of it (klarifikasi).

    ``about`` is the key of an item or the id of an indicator. There is one round of
    them; ``due_on`` is its last day.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="clarifications")
    about = models.CharField(max_length=40)
    question = models.TextField()
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    is_accepted = models.BooleanField(null=True)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sheet", "pk"]
        constraints = [
            models.UniqueConstraint(name="clarified_once", fields=["sheet", "about"])
        ]

    def __str__(self) -> str:
        """Say what it is about."""
        return self.about
