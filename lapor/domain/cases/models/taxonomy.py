"""What a case is about: its class and its category; and the words people search."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper


class Classification(models.Model):
    """A legal class of report (klasifikasi), with what it brings along.

    The term of each class (T3) stands in the room ``deadlines`` under this code.
    """

    code = models.SlugField(primary_key=True, max_length=32)
    label = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="finer")
    needs_apip = models.BooleanField(default=False)
    public_selectable = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the order in which people choose."""

        ordering = ["position"]

    def __str__(self) -> str:
        """Name the class as the decree does."""
        return self.label


class Category(models.Model):
    """A topic (kategori), in two levels; inactive ones keep their old cases."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="topics")
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=200, unique=True)
    external_id = models.IntegerField(null=True)  # the official LAPOR! id
    is_active = models.BooleanField(default=True)

    class Meta:
        """Topics of one parent have distinct names."""

        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="category_name_once_per_parent",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(Upper("name"), name="gin_trgm_ops"), name="category_by_name"
            ),
            models.Index(
                fields=["external_id"],
                name="category_by_external_id",
                condition=Q(external_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Name the topic."""
        return self.name


class SearchWord(models.Model):
    """A word that occurs in cases, to find what a mistyped word meant."""

    word = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()

    class Meta:
        """Found by likeness."""

        indexes = [
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="search_word_likeness")
        ]

    def __str__(self) -> str:
        """The word itself."""
        return self.word
