"""What the public may read: a masked copy, decided by two persons."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q


class WordsOfPublication(models.Func):
    """The words to find a published case by."""

    template = (
        "setweight(to_tsvector('indonesian', title), 'A') || "
        "to_tsvector('indonesian', left(content, 20000))"
    )
    arity = 0
    output_field = SearchVectorField()


class MonthOfPublication(models.Func):
    """Year and month of receipt in Jakarta as one number: 202611."""

    template = (
        "(extract(year from received_at at time zone 'Asia/Jakarta') * 100 + "
        "extract(month from received_at at time zone 'Asia/Jakarta'))::int"
    )
    arity = 0
    output_field = models.IntegerField()


class PublicationManager(models.Manager["Publication"]):
    """Leaves the search words in the database."""

    def get_queryset(self) -> models.QuerySet["Publication"]:
        """Return publications without the column of search words."""
        return super().get_queryset().defer("search")


class Publication(models.Model):
    """The public face of one case, apart from the case itself.

    Hidden until a second person approves the proposal, and for fifteen minutes more.
    A case that becomes secret loses its publication in the same transaction.
    """

    case = models.OneToOneField(
        "cases.Case", models.PROTECT, related_name="publication"
    )
    title = models.CharField(max_length=255)
    content = models.TextField()
    agency = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        db_index=False,
    )
    category = models.ForeignKey(
        "cases.Category", models.PROTECT, null=True, db_index=False
    )
    region = models.ForeignKey(
        "organisations.Region", models.PROTECT, null=True, db_index=False
    )
    received_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=64, blank=True)
    visible_from = models.DateTimeField(null=True)
    search = models.GeneratedField(
        expression=WordsOfPublication(),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    month = models.GeneratedField(
        expression=MonthOfPublication(),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    objects = PublicationManager()

    class Meta:
        """Two different persons; lists of what is visible."""

        constraints = [
            models.CheckConstraint(
                name="publication_needs_two_persons",
                condition=Q(visible_from=None)
                | (~Q(approved_by="") & ~Q(approved_by=F("proposed_by"))),
            )
        ]
        indexes = [
            models.Index(
                fields=["-received_at", "-id"],
                name="publication_newest",
                condition=Q(visible_from__isnull=False),
            ),
            models.Index(
                fields=["agency", "-received_at", "-id"],
                name="publication_of_agency",
                condition=Q(visible_from__isnull=False),
            ),
            models.Index(
                fields=["category", "-received_at", "-id"],
                name="publication_of_category",
                condition=Q(visible_from__isnull=False),
            ),
            models.Index(
                fields=["region", "-received_at", "-id"],
                name="publication_of_region",
                condition=Q(visible_from__isnull=False),
            ),
            GinIndex(fields=["month", "search"], name="publication_search"),
        ]

    def __str__(self) -> str:
        """Name it by its case."""
        return f"publication of {self.case_id}"
