"""What the law and the calendar say: dated rows, never settings."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lapor.domain.deadlines.rules import (
    Allowed,
    Evidence,
    HolidayKind,
    StartsAt,
    Timer,
    Unit,
)
from lapor.kernel.dated import Dated, dates_in_order, once_at_a_time


class Regulation(Dated):
    """A decree that sets limits. ``evidence`` says what of its dates is unsure.

    ``transition`` tells what happens to cases that were open on ``valid_from``.
    """

    code = models.CharField(max_length=60, unique=True)  # "PermenPANRB 62/2018"
    title = models.CharField(max_length=300)
    transition = models.TextField(blank=True)
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["valid_from", "code"]
        constraints = [dates_in_order("regulation_dates_in_order", column=None)]

    def __str__(self) -> str:
        """Quote it by its number."""
        return self.code


class Term(Dated):
    """One limit over one period (batas waktu); a case keeps that of its arrival.

    An empty ``classification`` is for all classes, an empty ``organisation`` for the
    nation. An agency's own row may only be shorter. Days are counted in ``unit``.
    """

    timer = models.CharField(max_length=20, choices=Timer.choices)
    classification = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="terms",
    )
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=Unit.choices)
    starts_at = models.CharField(max_length=16, choices=StartsAt.choices)
    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="terms")
    article = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=16, choices=Evidence.choices)
    transition = models.TextField(blank=True)

    class Meta:
        ordering = ["timer", "classification", "organisation_id", "valid_from"]
        constraints = [
            dates_in_order("term_dates_in_order", column=None),
            models.CheckConstraint(
                name="term_amount_1_to_3660",
                condition=Q(amount__gte=1, amount__lte=3660),
                violation_error_message=_("Batas waktu harus 1 sampai 3660 hari."),
            ),
            once_at_a_time(
                "term_no_two_at_once",
                "timer",
                "classification",
                Coalesce("organisation_id", Value(0)),
                said=_("Sudah ada batas waktu lain untuk masa berlaku ini."),
                column=None,
            ),
        ]

    def __str__(self) -> str:
        """Name the limit: ``completion/information 5 working_days``."""
        name = "/".join(filter(None, (self.timer, self.classification)))
        return f"{name} {self.amount} {self.unit}"


class Allowance(Dated):
    """How often or how long something is allowed, over one period.

    A case keeps the value of its day of arrival. ``evidence`` says how sure we are.
    """

    name = models.CharField(max_length=24, choices=Allowed.choices)
    amount = models.PositiveSmallIntegerField()
    regulation = models.ForeignKey(
        Regulation, models.PROTECT, related_name="allowances"
    )
    article = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=16, choices=Evidence.choices)

    class Meta:
        ordering = ["name", "valid_from"]
        constraints = [
            dates_in_order("allowance_dates_in_order", column=None),
            once_at_a_time(
                "allowance_no_two_at_once",
                "name",
                said=_("Sudah ada nilai lain untuk masa berlaku ini."),
                column=None,
            ),
        ]

    def __str__(self) -> str:
        """Say what is allowed."""
        return f"{self.name} {self.amount}"


class Calendar(models.Model):
    """A calendar of days off: the national one, or one that differs from it.

    A calendar with a ``base`` has the base's days and its own; its own win.
    """

    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="variants"
    )
    six_day = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="calendar_is_not_its_own_base",
                condition=Q(base__isnull=True) | ~Q(base=F("id")),
            )
        ]

    def __str__(self) -> str:
        """Name the calendar."""
        return self.name


class Holiday(models.Model):
    """One decision about one day (hari libur, cuti bersama, atau pencabutannya).

    Rows are added, never changed: the latest about a day holds, so that the calendar
    of any past moment can be read again. ``working_day`` cancels what was said before
    and must name its decree. ``version`` is the number of the change it came with;
    ``is_loaded`` marks what came with the program and not from a person.
    """

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="days")
    on = models.DateField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=HolidayKind.choices)
    legal_basis = models.CharField(max_length=300)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=64)
    version = models.PositiveIntegerField(db_index=True)
    is_loaded = models.BooleanField(default=False)

    class Meta:
        ordering = ["calendar_id", "on", "version"]
        constraints = [
            models.UniqueConstraint(
                name="holiday_decided_once_at_a_time",
                fields=["calendar", "on", "version"],
                violation_error_message=_("Tanggal ini disebut dua kali."),
            ),
            models.CheckConstraint(
                name="holiday_names_its_decree",
                condition=~Q(legal_basis=""),
                violation_error_message=_("Dasar hukum harus diisi."),
            ),
            models.CheckConstraint(
                name="holiday_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("Nama hari libur harus diisi."),
            ),
        ]

    def __str__(self) -> str:
        """Name the day."""
        return f"{self.on} {self.name}"


class Change(models.Model):
    """The one row that tells every process whether its copy is still good.

    ``number`` grows by one with each change of days or terms, under a row lock, so
    that numbers become visible in order; ``token`` differs even between two
    histories, as after a restored backup.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveIntegerField(default=0)
    token = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="change_is_one_row", condition=Q(id=1))
        ]

    def __str__(self) -> str:
        """Give the number."""
        return str(self.number)
