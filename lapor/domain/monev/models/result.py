"""What a round found, how far the tier below agrees, and who signed for it."""

from django.db import models
from django.db.models import Q

from .round import Round
from .sheet import Sheet


class Result(models.Model):
    """The result of one subject, computed from the two seals alone.

    Scores are hundredths of a point (0 to 10000), None when not assessable (TDN).
    ``parts`` maps a kind to its score; ``low`` and ``high`` bound the score at 95 %;
    ``change`` is against the same subject's result one year or period before.
    ``details`` says why: normalised indicators, caps, best and worst three.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="results")
    subject = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="results"
    )
    score = models.PositiveIntegerField(null=True)
    category = models.CharField(max_length=16)
    rank = models.PositiveIntegerField(null=True)
    group = models.CharField(max_length=40, blank=True)
    size_class = models.CharField(max_length=8, blank=True)
    low = models.PositiveIntegerField(null=True)
    high = models.PositiveIntegerField(null=True)
    change = models.IntegerField(null=True)
    rank_change = models.IntegerField(null=True)
    institutional = models.PositiveIntegerField(null=True)
    parts = models.JSONField(default=dict)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["round", "group", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(name="result_once", fields=["round", "subject"]),
            models.CheckConstraint(
                name="result_score_within_scale",
                condition=Q(score__isnull=True) | Q(score__lte=10_000),
            ),
        ]
        indexes = [models.Index(fields=["subject", "round"], name="result_of_subject")]

    def __str__(self) -> str:
        """Say whose result it is."""
        return f"{self.round_id} {self.subject_id}"


class Recheck(models.Model):
    """A result of the tier below that was drawn to be scored anew.

    ``lower`` and ``score`` are hundredths of a point; their distance makes the
    coefficient of agreement (koefisien kesesuaian).
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="rechecks")
    of = models.ForeignKey(Result, models.PROTECT, related_name="rechecks")
    lower = models.PositiveIntegerField()
    score = models.PositiveIntegerField(null=True)
    reason = models.TextField(blank=True)
    scored_by = models.CharField(max_length=64, blank=True)
    scored_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sheet", "pk"]
        constraints = [
            models.UniqueConstraint(name="recheck_once", fields=["sheet", "of"]),
            models.CheckConstraint(
                name="recheck_score_within_scale",
                condition=Q(score__isnull=True) | Q(score__lte=10_000),
            ),
        ]

    def __str__(self) -> str:
        """Say what is scored anew."""
        return f"{self.sheet_id} {self.of_id}"


class Signature(models.Model):
    """Who answers for a content: name, role and moment, bound by its SHA-256.

    ``what`` is ``sheet``, ``minutes``, ``result`` or ``publication``.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="signatures")
    sheet = models.ForeignKey(
        Sheet, models.PROTECT, null=True, related_name="signatures"
    )
    what = models.CharField(max_length=16)
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="monev_signatures"
    )
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=32)
    organisation = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["round", "pk"]

    def __str__(self) -> str:
        """Say who signed what."""
        return f"{self.name} {self.what}"
