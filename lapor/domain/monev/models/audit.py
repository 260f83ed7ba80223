"""Audit reports of internal auditors (LHM) and their findings."""

from django.db import models
from django.db.models import F, Q

from lapor.domain.monev.rules.audit import AuditState


class AuditReport(models.Model):
    """What the internal auditor of one agency found in a period (LHM).

    ``results`` holds the counts of each unit and ``sample`` the answers that were
    looked at, both frozen when the response is asked for. ``number`` and ``digest``
    (SHA-256 of what was signed, hexadecimal) are empty until the signature.
    """

    agency = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="audit_reports"
    )
    title = models.CharField(max_length=160)
    first_on = models.DateField()
    last_on = models.DateField()
    basis = models.TextField(blank=True)
    scope = models.TextField(blank=True)
    method = models.TextField(blank=True)
    results = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    state = models.CharField(
        max_length=12, choices=AuditState.choices, default=AuditState.DRAFT
    )
    respond_until = models.DateField(null=True)
    number = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="audit_reports"
    )
    written_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="signed_audit_reports"
    )
    signed_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first for each agency."""

        indexes = [
            models.Index(
                fields=["agency", "-written_at", "-id"], name="audit_report_newest"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="audit_report_ends_after_it_begins",
                condition=Q(last_on__gte=F("first_on")),
            ),
            models.CheckConstraint(
                name="audit_report_signed_is_numbered",
                condition=(
                    Q(state=AuditState.SIGNED, signed_at__isnull=False)
                    & Q(signed_by__isnull=False)
                    & ~Q(number="")
                    & ~Q(digest="")
                )
                | ~Q(state=AuditState.SIGNED),
            ),
            models.UniqueConstraint(
                name="audit_report_number_once",
                fields=["number"],
                condition=~Q(number=""),
            ),
        ]

    def __str__(self) -> str:
        """Name the report by its number, else by its title."""
        return self.number or self.title

    @property
    def ref(self) -> str:
        """The name of this report in the ledger."""
        return f"audit:{self.pk}"

    @property
    def standing(self) -> AuditState:
        """Its state as a member, with its label."""
        return AuditState(self.state)


class AuditFinding(models.Model):
    """One finding: condition, criteria, cause, effect, recommendation, response.

    ``unit`` None concerns the agency as a whole. ``due_on`` is the last day to carry
    out the recommendation.
    """

    report = models.ForeignKey(AuditReport, models.PROTECT, related_name="findings")
    place = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="audit_findings",
    )
    condition = models.TextField()
    criteria = models.TextField()
    cause = models.TextField()
    effect = models.TextField()
    recommendation = models.TextField()
    due_on = models.DateField()
    response = models.TextField(blank=True)
    is_agreed = models.BooleanField(null=True)
    responded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="audit_responses"
    )
    responded_at = models.DateTimeField(null=True)

    class Meta:
        """In the order of the report."""

        ordering = ["report", "place"]
        constraints = [
            models.UniqueConstraint(
                name="audit_finding_place_once", fields=["report", "place"]
            ),
            models.CheckConstraint(
                name="audit_finding_response_is_whole",
                condition=Q(response="", responded_at=None, is_agreed=None)
                | (~Q(response="") & Q(responded_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        """Name the finding by its place."""
        return f"finding {self.place} of {self.report_id}"
