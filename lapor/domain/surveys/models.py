"""Surveys and their answers. Nobody can be found again from an answer."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from .rules import Kind


class Survey(models.Model):
    """One survey of one agency over some weeks. ``token`` stands in its address."""

    agency = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="surveys"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=160)
    starts_on = models.DateField()
    ends_on = models.DateField()
    population = models.PositiveIntegerField(null=True)  # persons served, if known
    token = models.CharField(max_length=26, unique=True)
    opened_by = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first for each agency."""

        indexes = [
            models.Index(fields=["agency", "-starts_on", "-id"], name="survey_newest")
        ]
        constraints = [
            models.CheckConstraint(
                name="survey_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        """Name the survey."""
        return self.title

    @property
    def ref(self) -> str:
        """The name of this survey in the ledger."""
        return f"survey:{self.pk}"


class SurveyAnswer(models.Model):
    """One person's answers, 1 to 4 in the order of the questions; only the day."""

    survey = models.ForeignKey(Survey, models.PROTECT, db_index=False)
    key = models.CharField(max_length=32)  # of the form: sending twice is once
    ratings = ArrayField(models.PositiveSmallIntegerField())
    comment = models.TextField(blank=True)
    answered_on = models.DateField()

    class Meta:
        """Once for each form; counted by survey."""

        constraints = [
            models.UniqueConstraint("survey", "key", name="survey_answer_once")
        ]

    def __str__(self) -> str:
        """Name the answer by its survey."""
        return f"answer to {self.survey_id}"
