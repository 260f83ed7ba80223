"""Routing rules as dated rows: topic, place and word to the agency that answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.domain.triage.rules.routing import Origin
from lapor.kernel.dated import Dated, dates_in_order


class Route(Dated):
    """One rule (aturan rute). It suggests; a verifier decides.

    At least one of topic, place and word is named. Days are local days; the last one
    counts. ``support`` is how many accepted returns stand behind a learnt rule, which
    stays switched off until somebody has looked at its dry run.
    """

    category = models.ForeignKey(
        "cases.Category", models.PROTECT, null=True, blank=True, db_index=False
    )
    region = models.ForeignKey(
        "organisations.Region", models.PROTECT, null=True, blank=True, db_index=False
    )
    keyword = models.CharField(max_length=80, blank=True)
    agency = models.ForeignKey("organisations.Organisation", models.PROTECT)
    legal_basis = models.CharField(max_length=300, blank=True)
    is_on = models.BooleanField(default=False)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    support = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        """One rule for one topic, place, word and day it begins."""

        ordering = ["-is_on", "-support", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "region", "keyword", "agency", "valid_from"],
                name="route_once",
                nulls_distinct=False,
                violation_error_message=_("Aturan yang sama sudah ada."),
            ),
            models.CheckConstraint(
                name="route_names_something",
                condition=Q(category__isnull=False)
                | Q(region__isnull=False)
                | ~Q(keyword=""),
                violation_error_message=_(
                    "Sebutkan kategori, wilayah, atau kata kunci."
                ),
            ),
            dates_in_order("route_dates_in_order", column=None),
        ]

    def __str__(self) -> str:
        """Name the rule by its key."""
        return f"route:{self.pk}"

    @property
    def ref(self) -> str:
        """Name this rule in the ledger."""
        return f"route:{self.pk}"
