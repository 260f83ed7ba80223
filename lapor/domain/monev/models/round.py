"""A round: one tier, one assessor, one period; sealed at opening and at fixing."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lapor.domain.analytics.rules.indicator import Basis, Part
from lapor.domain.monev.rules.words import RUNNING, Audience, RoundState, Tier


class Round(models.Model):
    """One evaluation (putaran monev) of all that stand under an assessor.

    ``code`` names it from the draft on (``2026-s1-makro-panrb``); ``number`` is given
    when it is fixed, with the ``token`` that its QR code carries. ``parts`` are the
    kinds it evaluates. Days are inclusive; ``fill_until``, ``verify_until`` and
    ``clarify_until`` are last days. ``opening_hash`` and ``fixing_hash`` are SHA-256
    of the manifests of the two seals below ``LAPOR_HOME/seals/<code>/``.
    ``agreement`` is what re-scoring the tier below gave. ``instrument`` is the version
    of the weights; the sealed copy of it decides.
    """

    code = models.CharField(max_length=100, unique=True)
    number = models.CharField(max_length=80, blank=True)
    tier = models.CharField(max_length=24, choices=Tier.choices)
    assessor = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="rounds_held"
    )
    title = models.CharField(max_length=200)
    parts = models.JSONField(default=list)
    period = models.CharField(max_length=24)
    period_start = models.DateField()
    period_end = models.DateField()
    basis = models.CharField(
        max_length=8, choices=Basis.choices, default=Basis.COHORT.value
    )
    subject_kinds = models.CharField(max_length=80, blank=True)
    is_automatic = models.BooleanField(default=False)
    samples = models.JSONField(default=dict)  # part -> rule of sampling
    instrument = models.PositiveIntegerField(null=True)
    state = models.CharField(
        max_length=12, choices=RoundState.choices, default=RoundState.DRAFT.value
    )
    audience = models.CharField(max_length=8, choices=Audience.choices)
    fill_days = models.PositiveSmallIntegerField(default=10)
    verify_days = models.PositiveSmallIntegerField(default=10)
    clarify_days = models.PositiveSmallIntegerField(default=7)
    fill_until = models.DateField(null=True)
    verify_until = models.DateField(null=True)
    clarify_until = models.DateField(null=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    cut_off = models.DateTimeField(null=True)
    fixed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    opening_hash = models.CharField(max_length=64, blank=True)
    fixing_hash = models.CharField(max_length=64, blank=True)
    results_hash = models.CharField(max_length=64, blank=True)
    seed = models.BigIntegerField(default=0)
    dropped = models.JSONField(default=list)  # code, name, why: not judged after all
    agreement = models.JSONField(default=dict)
    token = models.CharField(max_length=40, null=True, unique=True)
    document = models.CharField(max_length=120, blank=True)
    document_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-period_end", "tier", "assessor", "code"]
        indexes = [
            models.Index(fields=["assessor", "tier"], name="round_of_assessor"),
            models.Index(fields=["period_end", "tier"], name="round_by_period"),
            models.Index(
                fields=["state"],
                name="round_running",
                condition=Q(state__in=sorted(RUNNING)),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="round_period_in_order",
                condition=Q(period_end__gte=F("period_start")),
                violation_error_message=_("Akhir masa mendahului awalnya."),
                violation_error_code="period_end",
            ),
            models.UniqueConstraint(
                name="round_number_once",
                fields=["number"],
                condition=~Q(number=""),
                violation_error_message=_("Nomor hasil ini sudah dipakai."),
            ),
            models.CheckConstraint(
                name="round_opened_is_sealed",
                condition=Q(state__in=[RoundState.DRAFT, RoundState.CANCELLED])
                | (~Q(opening_hash="") & Q(opened_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="round_fixed_is_sealed_again",
                condition=~Q(
                    state__in=[
                        RoundState.FIXED,
                        RoundState.PUBLISHED,
                        RoundState.FOLLOWING_UP,
                        RoundState.ENDED,
                    ]
                )
                | (~Q(fixing_hash="") & ~Q(number="") & Q(token__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        """Name the round as people do."""
        return self.title

    @property
    def ref(self) -> str:
        """The name of this round in the ledger, at most 64 signs."""
        return f"round:{self.pk}"

    @property
    def kinds(self) -> tuple[Part, ...]:
        """Which of the four kinds it evaluates, in their order."""
        return tuple(part for part in Part if part in self.parts)

    @property
    def standing(self) -> RoundState:
        """Its state as a member, with its label."""
        return RoundState(self.state)


class Minutes(models.Model):
    """The minutes (berita acara) of a plenary meeting; once for each round."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="minutes")
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    chaired_by = models.CharField(max_length=120)
    attendees = models.TextField()
    discussion = models.TextField(blank=True)
    decisions = models.TextField()
    written_by = models.CharField(max_length=64)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the meeting by its day."""
        return f"{self.round_id} {self.held_on}"
