"""Samples of answers and what assessors said of them."""

from django.db import models
from django.db.models import Q

from lapor.domain.quality.rules.rubric import Rubric, Veto, rubric_numbered


class Sample(models.Model):
    """Answers of one agency in one period, drawn by a seed for one assessor.

    ``assessor`` is the organisation that scores; ``by_auditor`` says that its
    auditors do (APIP), else those who oversee. ``margin`` is in hundredths,
    ``population`` counts answers. ``round`` names the round it belongs to, if any.
    ``rubric`` is the version of the rubric by which its answers are scored.
    """

    agency = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="samples"
    )
    assessor = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="samples_scored"
    )
    by_auditor = models.BooleanField(default=False)
    period = models.CharField(max_length=30)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    margin = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    population = models.PositiveIntegerField()
    round = models.CharField(max_length=100, blank=True)
    rubric = models.PositiveSmallIntegerField(default=1, db_default=1)
    drawn_by = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """The same draw once; newest first for who scores and who is scored."""

        constraints = [
            models.UniqueConstraint(
                *("agency", "assessor", "by_auditor", "period", "round", "seed"),
                name="sample_drawn_once",
            ),
            models.UniqueConstraint(
                *("round", "agency"),
                name="sample_once_in_round",
                condition=~Q(round=""),
            ),
        ]
        indexes = [
            models.Index(fields=["assessor", "-drawn_at"], name="sample_of_assessor"),
            models.Index(fields=["agency", "-drawn_at"], name="sample_of_agency"),
        ]

    def __str__(self) -> str:
        """Name the sample by its agency and period."""
        return f"{self.agency_id} {self.period}"

    @property
    def ref(self) -> str:
        """The name of this sample in the ledger."""
        return f"sample:{self.pk}"

    @property
    def scored_by(self) -> Rubric:
        """The rubric by which its answers are scored."""
        return rubric_numbered(self.rubric)


class SampledAnswer(models.Model):
    """One drawn answer. Assessors know it by ``code``, never by number or name.

    ``doubt`` is what the helper thinks, in hundredths, with its reasons; it never
    counts. ``score_hundredths`` is final once it is there.
    """

    sample = models.ForeignKey(
        Sample, models.CASCADE, related_name="answers", db_index=False
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    code = models.CharField(max_length=6)
    place = models.PositiveIntegerField()
    given_at = models.DateTimeField()
    stratum = models.CharField(max_length=120)
    stratum_size = models.PositiveIntegerField()
    stratum_sampled = models.PositiveIntegerField()
    is_double = models.BooleanField()
    doubt = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    score_hundredths = models.PositiveSmallIntegerField(null=True)
    veto = models.CharField(max_length=16, choices=Veto.choices, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """Once in a sample, in the order drawn."""

        constraints = [
            models.UniqueConstraint("sample", "case", name="answer_once_in_sample"),
            models.UniqueConstraint("sample", "place", name="answer_place_once"),
            models.UniqueConstraint("sample", "code", name="answer_code_once"),
            models.CheckConstraint(
                name="answer_score_in_range",
                condition=Q(score_hundredths=None) | Q(score_hundredths__lte=10_000),
            ),
        ]

    def __str__(self) -> str:
        """Name the answer as assessors know it."""
        return self.code


class Assessment(models.Model):
    """What one assessor gave one answer; ``turn`` 1 and 2 are blind, 3 decides."""

    answer = models.ForeignKey(
        SampledAnswer, models.CASCADE, related_name="assessments", db_index=False
    )
    assessor = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", db_index=False
    )
    turn = models.PositiveSmallIntegerField()
    marks = models.JSONField(default=dict)  # dimension -> 0..4, as far as given
    veto = models.CharField(max_length=16, choices=Veto.choices, blank=True)
    note = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """One turn for one person."""

        constraints = [
            models.UniqueConstraint("answer", "assessor", name="assessed_once"),
            models.UniqueConstraint("answer", "turn", name="assessment_turn_once"),
        ]
        indexes = [
            models.Index(fields=["assessor", "finished_at"], name="assessment_mine")
        ]

    def __str__(self) -> str:
        """Name the answer and the turn."""
        return f"{self.answer_id} {self.turn}"


class Calibration(models.Model):
    """A meeting of assessors after too little agreement, with what they settled."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="calibrations")
    held_on = models.DateField()
    note = models.TextField()
    written_by = models.CharField(max_length=64)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the meeting by its day."""
        return f"{self.sample_id} {self.held_on}"
