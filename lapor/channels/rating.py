"""Accepting an answer and rating it with one number, from any channel."""

from datetime import datetime

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.feedback.actions import Stars, accept_and_rate, rate
from lapor.domain.feedback.rules import Solved, Through


def finish(case: Case, grade: int, solved: str, at: datetime) -> None:
    """Accept the answer of a case and rate it; a closed one is only rated.

    A message has one number: it stands for speed, quality and manner alike. Whether
    the problem is solved was asked apart. Raises NotAllowedNow or Conflict.
    """
    stars = Stars(speed=grade, quality=grade, manner=grade, solved=Solved(solved))
    if case.state == State.CLOSED:
        rate(case, stars=stars, at=at, through=Through.MESSAGE)
    else:
        accept_and_rate(case, stars=stars, at=at, through=Through.MESSAGE)
