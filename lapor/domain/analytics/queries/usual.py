"""How long cases like this one usually take here: a median, never a promise."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db import connection

from lapor.domain.cases.models import Case
from lapor.kernel.memory import remembered

#: Looked at: a year of answers, at least so many of them.
LOOKED_BACK: Final = timedelta(days=365)
FEWEST: Final = 10
_MEDIAN: Final = """
    SELECT count(completion_days),
        percentile_disc(0.5) WITHIN GROUP (ORDER BY completion_days)
    FROM analytics_casefact
    WHERE agency = %s AND received_at >= %s AND received_at < %s AND is_present
        AND answered_at IS NOT NULL AND completion_days IS NOT NULL
"""


class Usual(NamedTuple):
    """``median`` working days from dispatch to the final answer, over ``n`` cases.

    ``is_topic``: of the same topic; else of the same class.
    """

    median: int
    n: int
    is_topic: bool


def usual_duration(case: Case, *, at: datetime) -> Usual | None:
    """Return how long the agency took for such cases in the last year.

    First those of the same topic, then those of the same class; None where there are
    fewer than ten: a median of a handful would mislead.
    """
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    topic = case.category.slug if case.category else ""
    for column, value in (
        ("category", topic),
        ("classification", case.classification_id or ""),
    ):
        if not value:
            continue
        n, median = _median(case.agency.code, column, value, day)
        if n >= FEWEST and median is not None:
            return Usual(median, n, column == "category")
    return None


@remembered
def _median(
    agency: str, column: str, value: str, day: datetime
) -> tuple[int, int | None]:
    """Count and median since a year before ``day``; one of two known columns."""
    condition = {
        "category": " AND category = %s",
        "classification": " AND classification = %s",
    }[column]
    with connection.cursor() as cursor:
        cursor.execute(
            _MEDIAN + condition,
            [agency, day - LOOKED_BACK, day + timedelta(days=1), value],
        )
        n, median = cursor.fetchone()
    return n, median
