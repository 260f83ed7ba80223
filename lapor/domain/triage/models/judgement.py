"""What officers judged of two cases that looked alike."""

from django.db import models
from django.db.models import F, Q


class Judgement(models.Model):
    """Two cases are not the same matter: they are not suggested to each other again.

    ``first`` is the older row. That two are the same is no judgement: they are joined.
    """

    first = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    second = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    judged_by = models.CharField(max_length=64)
    judged_at = models.DateTimeField()

    class Meta:
        """Each pair once, in one order."""

        constraints = [
            models.UniqueConstraint("first", "second", name="judgement_of_pair_once"),
            models.CheckConstraint(
                name="judgement_in_one_order", condition=Q(first__lt=F("second"))
            ),
        ]

    def __str__(self) -> str:
        """Name the pair."""
        return f"{self.first_id} {self.second_id}"
