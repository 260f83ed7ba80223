"""Facts: what the ledger comes to, one row per case and agency that had it.

- Who helps in a case that another leads has no row here but a ``Contribution``: a
  report counts once, and each part has a term of its own.
- ``is_present`` marks the row that counts the case. An agency that gave a case back
  keeps a row with its own moments and ``returned_at``. The unit is the last one.
- Working time is a subtraction: ``analytics_workday`` numbers the days of each
  calendar. A test holds it against ``deadlines`` on hundreds of random stories with
  pauses. Pauses of the reporter are taken out.
- A result that has ended keeps its working time, though a later decree changes the
  calendar.
- Imported cases have the moments that the import knew, and nulls.
- An agency that was merged keeps its code in every row, and its row among the agencies
  while the period has reports for it.
- The population of a region is unknown to the program: null, and what needs it says so.
"""

from django.db import models

from lapor.domain.cases.rules import Bucket, State


class CaseFact(models.Model):
    """One case in the hand of one agency; the row that evaluations are computed from.

    An agency that gave the case back keeps its row, so its answers and its return are
    still seen. ``unit`` is the unit that had it last. ``is_present`` marks the one row
    of a case that counts it. Organisations and topics are named by key and by code and
    not linked: facts are made anew from the ledger, and outlive what they name.
    Columns are those of ``rules.tables.CASES``; the ones that depend on today (what is
    overdue, how long it has been open) are worked out by the view ``evaluation_cases``.
    """

    pk = models.CompositePrimaryKey("case_id", "assignment_id")
    case_id = models.BigIntegerField()
    assignment_id = models.BigIntegerField()  # 0: never dispatched here
    agency_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    category_id = models.BigIntegerField(null=True)

    number = models.CharField(max_length=13)
    agency = models.CharField(max_length=48)
    unit = models.CharField(max_length=48, blank=True)
    is_present = models.BooleanField()
    state = models.CharField(max_length=20, choices=State.choices)
    bucket = models.CharField(max_length=20, choices=Bucket.choices)
    classification = models.CharField(max_length=32, blank=True)
    category = models.CharField(max_length=200, blank=True)
    province = models.CharField(max_length=2, blank=True)
    regency = models.CharField(max_length=5, blank=True)
    channel = models.CharField(max_length=16)
    programme = models.CharField(max_length=64, blank=True)
    is_anonymous = models.BooleanField()
    is_secret = models.BooleanField()
    is_oversight = models.BooleanField()
    month = models.IntegerField()  # of receipt, in Jakarta: 202611

    received_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    verification_due_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    followed_up_at = models.DateTimeField(null=True)
    follow_up_due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    completion_due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)  # the last time

    verification_microseconds = models.BigIntegerField(null=True)
    follow_up_microseconds = models.BigIntegerField(null=True)
    completion_microseconds = models.BigIntegerField(null=True)
    verification_days = models.IntegerField(null=True)
    follow_up_days = models.IntegerField(null=True)
    completion_days = models.IntegerField(null=True)
    late_days = models.IntegerField(null=True)  # of a final answer; else by the view

    was_held = models.BooleanField()
    return_count = models.IntegerField()
    pause_count = models.IntegerField()
    reopen_count = models.IntegerField()
    follow_up_count = models.IntegerField()
    closing = models.CharField(max_length=24, blank=True)
    result = models.CharField(max_length=24, blank=True)
    archive_reason = models.CharField(max_length=24, blank=True)
    rating = models.IntegerField(null=True)
    stars = models.IntegerField(null=True)
    solved = models.CharField(max_length=8, blank=True)
    is_disputed = models.BooleanField()
    promises_due = models.IntegerField()
    promises_kept = models.IntegerField()
    answer_length = models.IntegerField(null=True)
    answer_fingerprint = models.CharField(max_length=32, blank=True)
    climbed_days = models.IntegerField(null=True)  # late, when the highest was told

    zone = models.CharField(max_length=32)  # of the agency: its days begin there
    calendar = models.CharField(max_length=40)
    worked_at_dispatch = models.IntegerField(null=True)  # working days before that day
    worked_at_due = models.IntegerField(null=True)  # the same, before the day it is due

    class Meta:
        """Found by who had it, and by when it came."""

        indexes = [
            models.Index(fields=["agency", "received_at"], name="fact_of_agency"),
            models.Index(
                fields=["unit", "received_at"],
                name="fact_of_unit",
                condition=~models.Q(unit=""),
            ),
            models.Index(fields=["received_at", "case_id"], name="fact_by_receipt"),
        ]

    def __str__(self) -> str:
        """Name the case and who had it."""
        return f"{self.number} {self.agency}"


class Contribution(models.Model):
    """The part of an office in a case that another agency leads (penanganan bersama).

    A report counts once, with its lead; a part counts for whoever was asked for it,
    with a term of its own. Moments are UTC.
    """

    assignment_id = models.BigIntegerField(primary_key=True)
    case_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    number = models.CharField(max_length=13)
    agency = models.CharField(max_length=48)
    unit = models.CharField(max_length=48, blank=True)
    is_compulsory = models.BooleanField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Found by whose it is, and by when it was asked for."""

        indexes = [
            models.Index(fields=["agency", "asked_at"], name="contribution_of_agency"),
            models.Index(fields=["asked_at"], name="contribution_by_day"),
        ]

    def __str__(self) -> str:
        """Name the case and whose part it is."""
        return f"{self.number} {self.agency}"


class WorkDay(models.Model):
    """How many days were worked before a day, by one calendar.

    With it the database counts working time by one subtraction. Filled from the
    calendar engine, anew whenever a calendar changed.
    """

    pk = models.CompositePrimaryKey("calendar", "day")
    calendar = models.CharField(max_length=40)
    day = models.DateField()
    is_working = models.BooleanField()
    before = models.IntegerField()

    class Meta:
        """Also found by how many came before: the n-th working day after a day."""

        indexes = [
            models.Index(
                fields=["calendar", "before"],
                name="workday_by_number",
                condition=models.Q(is_working=True),
            )
        ]

    def __str__(self) -> str:
        """Name the day."""
        return f"{self.calendar} {self.day}"


class FactState(models.Model):
    """The one row that says as of when the facts hold, and under which calendars."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    as_of = models.DateTimeField()
    calendars = models.CharField(max_length=64, blank=True)

    class Meta:
        """There is one."""

        constraints = [
            models.CheckConstraint(
                name="fact_state_is_one_row", condition=models.Q(id=1)
            )
        ]

    def __str__(self) -> str:
        """Say as of when."""
        return f"{self.as_of:%Y-%m-%d %H:%M}"


class DailyCount(models.Model):
    """How many events of one kind fell on one day, by who and by what.

    Kept by the transaction that folds the facts. Days are those of Jakarta. Three
    grains: ``DETAIL`` has every dimension, ``AGENCY`` only day and agency, ``NATION``
    day, class and channel of all agencies together. A row may stand at 0.
    """

    class Grain(models.IntegerChoices):
        """How fine a row is."""

        DETAIL = 0
        AGENCY = 1
        NATION = 2

    grain = models.PositiveSmallIntegerField(choices=Grain.choices)
    day = models.DateField()
    event = models.CharField(max_length=16)
    agency_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    classification = models.CharField(max_length=32, blank=True)
    category_id = models.BigIntegerField(null=True)
    regency = models.CharField(max_length=5, blank=True)
    channel = models.CharField(max_length=16, blank=True)
    n = models.BigIntegerField()

    class Meta:
        """One row a key; found by who, then when."""

        constraints = [
            models.UniqueConstraint(
                name="daily_count_once",
                fields=[
                    *("grain", "agency_id", "day", "event", "unit_id"),
                    *("classification", "category_id", "regency", "channel"),
                ],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        """Say what is counted."""
        return f"{self.day} {self.event} {self.n}"
