"""Dated rows: what they have in common, and which of them hold on a day.

Limits, mandates, edges of oversight, steps of the ladder, rows of a matrix: each holds
from a day to a day, both included. A change is a new row, so that it can always be said
what held when. ``validity`` has the same for what was read already.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OUT_OF_ORDER = _("Tanggal akhir mendahului tanggal mulai.")
OPEN_END = Q(valid_until__isnull=True)


class Dated(models.Model):
    """A row that holds from a day on, and to a last day if there is one."""

    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # the last day; None: open

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an end before the beginning, before the database is asked anything."""
        super().clean()
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": OUT_OF_ORDER})


class Decreed(Dated):
    """A dated row that says which decree it stands on (dasar hukum)."""

    legal_basis = models.CharField(max_length=300)

    class Meta:
        abstract = True


def in_force(on: date, prefix: str = "") -> Q:
    """Return the condition "holds on this day"; ``prefix`` leads to the dated row."""
    return Q(**{f"{prefix}valid_from__lte": on}) & not_ended(on, prefix)


def not_ended(on: date, prefix: str = "") -> Q:
    """Return the condition "holds on this day, or will": not over before it."""
    return Q(**{f"{prefix}valid_until__isnull": True}) | Q(
        **{f"{prefix}valid_until__gte": on}
    )


def dates_in_order(
    name: str,
    *,
    said: "StrOrPromise | None" = OUT_OF_ORDER,
    column: str | None = "valid_until",
    is_open: Q = OPEN_END,
) -> models.CheckConstraint:
    """Let no row end before it begins.

    ``column`` is to blame for it. ``is_open`` is how a room's migrations ask for an
    open end: the same to the database, not to Django.
    """
    return models.CheckConstraint(
        name=name,
        condition=is_open | Q(valid_until__gte=F("valid_from")),
        violation_error_message=said,
        violation_error_code=column,
    )


def once_at_a_time(
    name: str, *key: Any, said: "StrOrPromise", column: str | None = "valid_from"
) -> ExclusionConstraint:
    """Let two rows that are alike in every part of the key never hold on one day."""
    days = Func("valid_from", "valid_until", Value("[]"), function="DATERANGE")
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((part, RangeOperators.EQUAL) for part in key),
            (days, RangeOperators.OVERLAPS),
        ],
        violation_error_message=said,
        violation_error_code=column,
    )
