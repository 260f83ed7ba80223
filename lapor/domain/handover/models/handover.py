"""A hand-over, what was sealed for it, and what came back."""

from django.db import models
from django.db.models import Q

from lapor.domain.cases.rules import OmbudsmanWay
from lapor.domain.handover.rules import ENDED, Maladministration, State


class Handover(models.Model):
    """One case on its way to the Ombudsman and back (domain §9.7). All moments UTC.

    ``number`` is what both sides call it; ``reference`` what the other side calls it.
    ``office`` is its representative office for the region of the case, chosen on the
    day of consent; empty: the centre.
    Consent withdrawn sets ``voided_at``: the state stays where it was, the package is
    destroyed. A case has one live hand-over at a time.
    """

    number = models.CharField(max_length=13, unique=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="handovers")
    state = models.CharField(
        max_length=12, choices=State.choices, default=State.OFFERED
    )
    reason = models.CharField(max_length=20, choices=OmbudsmanWay.choices)
    keeps_identity_secret = models.BooleanField(default=False)
    reference = models.CharField(max_length=64, blank=True)
    office = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )

    offered_at = models.DateTimeField()
    consented_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    examined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    report_due_at = models.DateTimeField(null=True)  # 30 working days of the Ombudsman
    voided_at = models.DateTimeField(null=True)
    void_told_at = models.DateTimeField(null=True)  # to the other side

    maladministration = models.CharField(
        max_length=16, choices=Maladministration.choices, blank=True
    )
    corrective_action = models.TextField(blank=True)
    report_on = models.DateField(null=True)  # date of the report (LHP)
    words = models.TextField(blank=True)  # why it was not taken

    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        """One live hand-over of a case; what waits to be sent is found at once."""

        constraints = [
            models.UniqueConstraint(
                "case",
                name="handover_one_alive",
                condition=Q(voided_at=None) & ~Q(state__in=sorted(ENDED)),
            ),
            models.CheckConstraint(
                name="handover_sent_after_consent",
                condition=Q(state=State.OFFERED) | Q(consented_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="handover_to_send",
                condition=Q(next_attempt_at__isnull=False),
            ),
            models.Index(fields=["state", "-consented_at"], name="handover_by_state"),
        ]

    def __str__(self) -> str:
        """Name it by its number."""
        return self.number

    @property
    def ref(self) -> str:
        """Name this hand-over in the ledger."""
        return f"handover:{self.number}"

    @property
    def is_alive(self) -> bool:
        """Say whether it may still move."""
        return self.voided_at is None and State(self.state) not in ENDED


class Package(models.Model):
    """What was sealed: a file under a key of its own, and the hashes of its members.

    ``sha256`` is that of the package before it was locked. Destroyed means that the
    wrapped key is gone: the file cannot be opened any more, wherever a copy lies.
    """

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="packages")
    version = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=120, unique=True)  # below LAPOR_HOME/handover
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    manifest = models.JSONField()
    key_id = models.CharField(max_length=32, blank=True)
    wrapped_key = models.BinaryField()
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        """A version is made once; destroyed means without key."""

        constraints = [
            models.UniqueConstraint("handover", "version", name="package_version_once"),
            models.CheckConstraint(
                name="package_destroyed_has_no_key",
                condition=Q(destroyed_at=None) | Q(wrapped_key=b""),
            ),
        ]

    def __str__(self) -> str:
        """Name it by its hand-over and version."""
        return f"{self.handover_id} v{self.version}"


class Notice(models.Model):
    """One notice of the other side, kept so that a repeated one changes nothing."""

    external_id = models.CharField(max_length=100, unique=True)
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="notices")
    state = models.CharField(max_length=12, choices=State.choices)
    happened_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    had_effect = models.BooleanField()

    def __str__(self) -> str:
        """Name it by what it says."""
        return f"{self.external_id} {self.state}"
