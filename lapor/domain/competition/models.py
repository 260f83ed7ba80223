"""Editions, stages, entries, jurors, points; and good practices."""

from django.db import models
from django.db.models import F, Q

from .rules import LEAST, MOST, StageKind


class Edition(models.Model):
    """One competition of one year, on a legal basis."""

    name = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField()
    legal_basis = models.CharField(max_length=300)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        indexes = [models.Index(fields=["-year", "-id"], name="edition_newest")]

    def __str__(self) -> str:
        """Name the edition."""
        return self.name

    @property
    def ref(self) -> str:
        """The name of this edition in the ledger."""
        return f"edition:{self.pk}"


class Group(models.Model):
    """A category of entrants that compete with each other (kategori)."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="groups")
    name = models.CharField(max_length=120)

    class Meta:
        """Once in an edition."""

        constraints = [
            models.UniqueConstraint("edition", "name", name="group_once_in_edition")
        ]

    def __str__(self) -> str:
        """Name the group."""
        return self.name


class Stage(models.Model):
    """One stage: its days, how many go on, and the minutes that decided it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="stages")
    kind = models.CharField(max_length=20, choices=StageKind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    places = models.PositiveSmallIntegerField(null=True)  # in each group
    minutes = models.TextField(blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Each kind once, in order of its days."""

        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint("edition", "kind", name="stage_once_in_edition"),
            models.CheckConstraint(
                name="stage_days_in_order", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        """Name the stage."""
        return f"{self.kind} {self.edition_id}"


class Entry(models.Model):
    """What an agency entered. ``code`` is all that a juror sees of it when blind."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="entries", db_index=False
    )
    group = models.ForeignKey(Group, models.PROTECT, db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT)
    code = models.CharField(max_length=8)
    title = models.CharField(max_length=160)
    summary = models.TextField()
    self_score = models.PositiveSmallIntegerField()
    entered_by = models.CharField(max_length=64)
    entered_at = models.DateTimeField()
    out_at = models.CharField(max_length=20, blank=True)  # the stage it did not pass
    award = models.CharField(max_length=120, blank=True)

    class Meta:
        """One entry of an agency in a group."""

        constraints = [
            models.UniqueConstraint(
                "edition", "organisation", "group", name="entry_once_in_group"
            ),
            models.CheckConstraint(
                name="entry_self_score_in_range",
                condition=Q(self_score__gte=LEAST, self_score__lte=MOST),
            ),
        ]

    def __str__(self) -> str:
        """Name the entry by its code."""
        return self.code


class Juror(models.Model):
    """Somebody who judges in an edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="jurors")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    named_by = models.CharField(max_length=64)
    named_at = models.DateTimeField()

    class Meta:
        """Once in an edition."""

        constraints = [
            models.UniqueConstraint("edition", "user", name="juror_once_in_edition")
        ]

    def __str__(self) -> str:
        """Name the juror by his account."""
        return f"juror {self.user_id}"


class Points(models.Model):
    """What one juror gave one entry in one stage, 0 to 100."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="points")
    stage = models.ForeignKey(Stage, models.CASCADE)
    juror = models.ForeignKey(Juror, models.CASCADE)
    points = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        """Once for each juror and stage."""

        constraints = [
            models.UniqueConstraint(
                "entry", "stage", "juror", name="points_given_once"
            ),
            models.CheckConstraint(
                name="points_in_range",
                condition=Q(points__gte=LEAST, points__lte=MOST),
            ),
        ]

    def __str__(self) -> str:
        """Say how many."""
        return f"{self.points} for {self.entry_id}"


class Practice(models.Model):
    """A good practice (praktik baik) that an agency shares with others like it."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="practices"
    )
    kind = models.CharField(max_length=24)  # of the agency, when it was shared
    title = models.CharField(max_length=160)
    problem = models.TextField()
    solution = models.TextField()
    effect = models.TextField()
    shared_by = models.CharField(max_length=64)
    shared_at = models.DateTimeField()

    class Meta:
        """Newest first, all or those of one kind of agency."""

        indexes = [
            models.Index(fields=["-shared_at", "-id"], name="practice_newest"),
            models.Index(fields=["kind", "-shared_at", "-id"], name="practice_of_kind"),
        ]

    def __str__(self) -> str:
        """Name the practice."""
        return self.title


class Adoption(models.Model):
    """An agency that took a practice over."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="adoptions")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+"
    )
    adopted_by = models.CharField(max_length=64)
    adopted_at = models.DateTimeField()

    class Meta:
        """Once for each agency."""

        constraints = [
            models.UniqueConstraint(
                "practice", "organisation", name="practice_adopted_once"
            )
        ]

    def __str__(self) -> str:
        """Name both."""
        return f"{self.practice_id} by {self.organisation_id}"
