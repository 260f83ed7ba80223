"""What a page asked for and a job carries out: the opening or the fixing of a round."""

from django.db import models
from django.db.models import Q

from lapor.domain.monev.rules.words import RoundAct

from .round import Round


class Errand(models.Model):
    """A long act on a round, from the question on a page to its end.

    It stands open until it is done, so that a job cut short is taken up again. With
    ``refusal`` it ended without effect: the sentence says what to do.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="errands")
    act = models.CharField(max_length=24, choices=RoundAct.choices)
    asked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="monev_errands"
    )
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="errand_one_at_a_time",
                fields=["round"],
                condition=Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        """Say what is done to which round."""
        return f"{self.round_id} {self.act}"

    @property
    def what(self) -> RoundAct:
        """The act as a member, with its label."""
        return RoundAct(self.act)
