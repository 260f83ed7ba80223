"""What the reporter says of the result."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from .rules import Reached, Solved, Through

STARS = [MinValueValidator(1), MaxValueValidator(5)]


class Rating(models.Model):
    """One rating of one closed case (domain §9.8): three questions and one outcome."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="rating")
    speed = models.PositiveSmallIntegerField(validators=STARS)
    quality = models.PositiveSmallIntegerField(validators=STARS)
    manner = models.PositiveSmallIntegerField(validators=STARS)
    solved = models.CharField(max_length=8, choices=Solved.choices)
    comment = models.TextField(blank=True)
    rated_at = models.DateTimeField()
    through = models.CharField(
        max_length=8,
        choices=Through.choices,
        default=Through.PORTAL,
        db_default=Through.PORTAL,
    )

    class Meta:
        """Stars are whole, from one to five."""

        constraints = [
            models.CheckConstraint(
                name=f"rating_{question}_one_to_five",
                condition=Q(**{f"{question}__range": (1, 5)}),
            )
            for question in ("speed", "quality", "manner")
        ]

    def __str__(self) -> str:
        """Name the rating by its case."""
        return f"rating of {self.case_id}"


class Call(models.Model):
    """One closed case without rating, drawn to be asked about by telephone.

    The number to call is not here: it is looked up with a reason, on record.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="call")
    agency = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+"
    )
    seed = models.CharField(max_length=40)
    population = models.PositiveIntegerField()  # unrated cases it was drawn from
    drawn_by = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=Reached.choices, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    called_by = models.CharField(max_length=64, blank=True)
    called_at = models.DateTimeField(null=True)

    class Meta:
        """The open ones of an agency."""

        indexes = [models.Index(fields=["agency", "-id"], name="call_of_agency")]

    def __str__(self) -> str:
        """Name the call by its case."""
        return f"call of {self.case_id}"
