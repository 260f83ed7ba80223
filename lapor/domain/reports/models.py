"""Documents that were issued, and counts that charts read.

Documents are numbered, signed, stored, and found again by token.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .rules.kinds import DocumentKind


class IssuedDocument(models.Model):
    """One signed PDF. The file comes first: the row names what is already durable.

    ``token`` stands in its QR code. ``sha256`` is that of the stored file, hexadecimal;
    ``key`` its path below ``LAPOR_HOME/documents``. ``signed_by`` is the name in the
    certificate; ``is_trial`` marks a signature that nobody outside trusts. ``round``
    is the code of the round, plain text. A document made anew replaces none: the older
    row gets ``replaced_at`` and still answers to its token.
    """

    kind = models.CharField(max_length=24, choices=DocumentKind.choices)
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    token = models.CharField(max_length=48, unique=True)
    sha256 = models.CharField(max_length=64)
    identity = models.CharField(max_length=64, db_index=True)  # of the PDF, /ID
    key = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    signed_by = models.CharField(max_length=200)
    is_trial = models.BooleanField()
    round = models.CharField(max_length=100, blank=True)
    publisher = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="issued_documents"
    )
    subject = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="documents_about",
    )
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        """One of a kind for each subject of a round counts; found by hash too."""

        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="document_once_for_subject",
                fields=["round", "kind", "subject"],
                condition=Q(replaced_at=None) & ~Q(round=""),
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["sha256"], name="document_by_hash"),
            models.Index(fields=["round", "kind"], name="document_of_round"),
        ]

    def __str__(self) -> str:
        """Name it by its number."""
        return f"{self.kind} {self.number}"

    @property
    def ref(self) -> str:
        """The name of this document in the ledger."""
        return f"document:{self.pk}"


class MonthCount(models.Model):
    """The reports that the nation or one agency received in one month.

    ``topics`` maps the key of a category ("" without one) to reports. ``hours`` has
    168 places, Monday 0 o'clock in Jakarta first. ``kept`` of ``judged`` had their
    first follow-up in time (P7, cohort). All hold as of ``as_of``.
    """

    month = models.IntegerField()  # 202611
    agency = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, related_name="+"
    )
    topics = models.JSONField()
    hours = ArrayField(models.BigIntegerField())
    kept = models.BigIntegerField()
    judged = models.BigIntegerField()
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "agency"],
                name="month_counted_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        """Name the month and whose it is."""
        return f"{self.month} {self.agency_id or ''}".strip()
