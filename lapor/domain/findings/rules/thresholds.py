"""Above what something looks wrong: the rows that come with the program.

They are loaded from ``data/thresholds.csv`` and changed as a list; what is in force
say ``queries.thresholds``.

``tolerated`` is the share that nobody asks about; with a ``margin`` it is at least that
much above the middle of all agencies, because what is usual differs by year. ``fewest``
is how many must be affected. ``level`` is the largest chance of luck. ``false_alarms``
is the share of honest agencies that the detector named on the simulated agencies of
``simulation``, rounded up; a test holds it.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from lapor.kernel import shipped
from lapor.kernel.validity import last_begun

from .words import Kind

FILE: Final = Path(__file__).parents[1] / "data" / "thresholds.csv"
#: Of all findings of one kind of one month, at most this part may be luck.
LUCK: Final = 0.10


class Threshold(NamedTuple):
    """One row, in force from a day until a later row of its kind."""

    kind: Kind
    valid_from: date
    tolerated: float
    margin: float | None
    fewest: int
    level: float
    false_alarms: float | None
    basis: str
    legal_basis: str
    evidence: str


def shipped_on(kind: Kind, day: date) -> Threshold:
    """Return the row of a kind in force on a day; the first one before them all."""
    rows = [row for row in thresholds() if row.kind == kind]
    return last_begun(rows, day) or rows[0]


@cache
def thresholds() -> tuple[Threshold, ...]:
    """Return all rows, by kind and day."""
    rows = [
        Threshold(
            Kind(row["kind"]),
            date.fromisoformat(row["valid_from"]),
            float(row["tolerated"]),
            float(row["margin"]) if row["margin"] else None,
            int(row["fewest"]),
            float(row["level"]),
            float(row["false_alarms"]),
            row["basis"],
            row["legal_basis"],
            row["evidence"],
        )
        for row in shipped.rows(FILE)
    ]
    return tuple(sorted(rows, key=lambda row: (row.kind, row.valid_from)))
