"""Action plans (rencana aksi), their items, what was done each quarter, the proof."""

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from lapor.domain.plans.rules.items import ALL, FIELDS, begins_on, status_of
from lapor.domain.plans.rules.words import (
    Aspect,
    ItemStatus,
    PlanState,
    ProgressState,
)

from .recommendations import Recommendation


class Plan(models.Model):
    """The plan of one agency for a year, or from ``year`` to ``until_year``.

    ``team_decree`` is the SK of the team. ``baseline`` and ``targets`` map an indicator
    to a value in its own unit, as people write it. ``approved_on`` is the day of the
    first approval, which a later revision does not move. ``revision`` counts approvals
    after the first.
    """

    agency = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="plans"
    )
    year = models.PositiveSmallIntegerField()
    until_year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=300)
    team_decree = models.CharField(max_length=200)
    baseline = models.JSONField(default=dict)
    targets = models.JSONField(default=dict)
    state = models.CharField(
        max_length=12, choices=PlanState.choices, default=PlanState.DRAFT.value
    )
    remark = models.TextField(blank=True)  # why the leader returned it
    revision = models.PositiveSmallIntegerField(default=0)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    approved_on = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "agency__name", "pk"]
        constraints = [
            models.UniqueConstraint(name="plan_once", fields=["agency", "year"]),
            models.CheckConstraint(
                name="plan_years_in_order",
                condition=Q(until_year__gte=F("year"), until_year__lte=F("year") + 5),
            ),
            models.CheckConstraint(
                name="plan_approved_by_somebody",
                condition=~Q(state=PlanState.APPROVED)
                | Q(approved_by__isnull=False, approved_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Name the plan by its title."""
        return self.title

    @property
    def ref(self) -> str:
        """The name of this plan, and of all in it, in the ledger."""
        return f"plan:{self.pk}"

    @property
    def standing(self) -> PlanState:
        """Its state as a member."""
        return PlanState(self.state)

    @property
    def years(self) -> range:
        """The years it covers."""
        return range(self.year, self.until_year + 1)


class Item(models.Model):
    """One activity of a plan (butir). It may be half written; a plan may not.

    ``quarters`` lists 1 to 4 of ``year``, ``due_on`` is the end of the last.
    ``target_value`` counts in ``target_unit``; ``weight`` is its share in the plan
    against the other items. ``progress`` is what an auditor verified, ``reported`` what
    was said, both in hundredths of a per cent. ``outcome`` names the indicator (P5, K1)
    when the target is a result and not an output. ``budget`` is in rupiah.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    aspect = models.CharField(max_length=12, choices=Aspect.choices)
    year = models.PositiveSmallIntegerField()
    problem = models.TextField(blank=True)
    activity = models.TextField(blank=True)
    indicator = models.CharField(max_length=300, blank=True)
    target_value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    target_unit = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="owned_items",
    )
    owner_person = models.CharField(max_length=160, blank=True)
    partners = models.CharField(max_length=300, blank=True)
    quarters = models.JSONField(default=list)
    due_on = models.DateField(null=True)
    budget = models.BigIntegerField(null=True, validators=[MinValueValidator(0)])
    budget_source = models.CharField(max_length=200, blank=True)
    risk = models.TextField(blank=True)
    proof = models.TextField(blank=True)  # what will be shown
    outcome = models.CharField(max_length=4, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)
    note = models.TextField(blank=True)
    recommendations = models.ManyToManyField(Recommendation, related_name="items")
    fields_complete = models.PositiveSmallIntegerField(default=0)
    reported = models.PositiveIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)
    finished_on = models.DateField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(name="item_number_once", fields=["plan", "number"]),
            models.CheckConstraint(
                name="item_progress_is_a_share",
                condition=Q(progress__lte=ALL, reported__lte=ALL),
            ),
            models.CheckConstraint(
                name="item_weight_counts", condition=Q(weight__gte=1, weight__lte=100)
            ),
            models.CheckConstraint(
                name="item_cancelled_with_reason",
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_why=""),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on"], name="item_of_owner"),
            models.Index(fields=["plan", "due_on", "id"], name="item_by_due"),
        ]

    def __str__(self) -> str:
        """Name the item by its number."""
        return f"{self.plan_id}.{self.number}"

    @property
    def begins_on(self) -> date | None:
        """The first day of its first quarter."""
        return begins_on(self.year, self.quarters)

    def status(self, on: date) -> ItemStatus:
        """Return how it stands on a day."""
        return status_of(
            progress=self.progress,
            has_report=self.reported > 0,
            due=self.due_on,
            is_cancelled=self.cancelled_at is not None,
            is_finished=self.finished_on is not None,
            on=on,
        )

    @property
    def values(self) -> dict[str, object]:
        """What the rules look at."""
        return {name: getattr(self, name) for name in (*FIELDS, "year")}


class Progress(models.Model):
    """What was done of an item by the end of one quarter, in all since its beginning.

    ``realised`` counts in the unit of the target. An auditor verifies or rejects it.
    """

    item = models.ForeignKey(Item, models.CASCADE, related_name="reports")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    realised = models.DecimalField(max_digits=14, decimal_places=2)
    share = models.PositiveIntegerField()
    note = models.TextField(blank=True)
    state = models.CharField(
        max_length=12,
        choices=ProgressState.choices,
        default=ProgressState.REPORTED.value,
    )
    reported_by = models.CharField(max_length=64)
    reported_at = models.DateTimeField()
    remark = models.TextField(blank=True)
    checked_by = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["item", "-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(
                name="progress_once_a_quarter", fields=["item", "year", "quarter"]
            ),
            models.CheckConstraint(
                name="progress_quarter_1_to_4",
                condition=Q(quarter__gte=1, quarter__lte=4),
            ),
            models.CheckConstraint(
                name="progress_share_of_target",
                condition=Q(share__lte=ALL, realised__gte=0),
            ),
            models.CheckConstraint(
                name="progress_checked_by_somebody",
                condition=Q(state=ProgressState.REPORTED)
                | (~Q(checked_by="") & Q(checked_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["reported_at"],
                name="progress_waiting",
                condition=Q(state=ProgressState.REPORTED),
            )
        ]

    def __str__(self) -> str:
        """Name the quarter."""
        return f"{self.item_id} {self.year} TW{self.quarter}"

    @property
    def standing(self) -> ProgressState:
        """Its state as a member."""
        return ProgressState(self.state)


class Proof(models.Model):
    """A stored file that proves one progress or one claim, or a plan as it was signed.

    ``key`` is that of ``kernel.files``; ``scan`` as there: clean, waiting, infected,
    or off where no scanner is set up. ``size`` is in bytes.
    """

    progress = models.ForeignKey(
        Progress, models.CASCADE, null=True, related_name="proofs"
    )
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, related_name="proofs"
    )
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="files")
    key = models.CharField(max_length=120, unique=True)
    shown_name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=12)
    added_by = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="proof_of_one_thing",
                condition=Q(
                    progress__isnull=False,
                    recommendation__isnull=True,
                    plan__isnull=True,
                )
                | Q(
                    progress__isnull=True,
                    recommendation__isnull=False,
                    plan__isnull=True,
                )
                | Q(
                    progress__isnull=True,
                    recommendation__isnull=True,
                    plan__isnull=False,
                ),
            )
        ]
        indexes = [
            models.Index(
                fields=["id"], name="proof_to_scan", condition=Q(scan="waiting")
            )
        ]

    def __str__(self) -> str:
        """Name the file as it is shown."""
        return self.shown_name

    @property
    def is_open(self) -> bool:
        """Say whether it may be read: neither infected nor still to be scanned."""
        return self.scan in {"clean", "off"}
