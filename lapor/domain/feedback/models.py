"""What the reporter says of the result."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from .rules import Solved

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
