"""Which rounds are due on a day, worked out from the dated matrix. Pure.

A round of a half year takes up every kind that its tier looks at half-yearly or more
often, so that it can be scored whole; a quarter likewise. A kind that is looked at
yearly waits for the round of the year.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.analytics.rules.periods import Period, parse_period
from lapor.kernel.validity import is_in_force

from .words import Every, Tier

MONTHS: Final[Mapping[Every, int]] = {
    Every.MONTH: 1,
    Every.QUARTER: 3,
    Every.HALF: 6,
    Every.YEAR: 12,
}


class Row(NamedTuple):
    """One row of the matrix; days inclusive, see ``models.Schedule``."""

    tier: Tier
    part: Part
    every: Every
    subject_kinds: str
    sample: str
    is_automatic: bool
    opens_after: int
    fill_days: int
    verify_days: int
    clarify_days: int
    legal_basis: str
    valid_from: date
    valid_until: date | None
    runs_from: date


class Due(NamedTuple):
    """A round that is to be opened on ``opens_on`` by every assessor of its tier."""

    tier: Tier
    every: Every
    period: Period
    opens_on: date
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]

    @property
    def lead(self) -> Row:
        """The row whose limits hold: the first that has just this period."""
        return next(row for row in self.rows if row.every == self.every)

    @property
    def is_automatic(self) -> bool:
        """True when no kind of it asks for a sheet."""
        return all(row.is_automatic for row in self.rows)

    @property
    def samples(self) -> dict[str, str]:
        """The rule of sampling of each kind that has one."""
        return {row.part.value: row.sample for row in self.rows if row.sample}


def due_rounds(rows: Collection[Row], *, since: date, upto: date) -> list[Due]:
    """Return the rounds that open after ``since`` and by ``upto``, oldest first."""
    found = []
    for tier in Tier:
        for every in Every:
            for period in periods(every, since=since, upto=upto):
                due = due_round(rows, tier, every, period)
                if due and since < due.opens_on <= upto:
                    found.append(due)
    return sorted(found, key=lambda due: (due.opens_on, -MONTHS[due.every]))


def due_round(
    rows: Iterable[Row], tier: Tier, every: Every, period: Period
) -> Due | None:
    """Return the round of one tier and period, or None when the matrix has none."""
    held = [row for row in rows if row.tier == tier and is_in_force(row, period.last)]
    own = [row for row in held if row.every == every]
    if not own:
        return None
    chosen: dict[Part, Row] = {}
    for row in sorted(held, key=lambda row: -MONTHS[row.every]):
        if MONTHS[row.every] <= MONTHS[every]:
            chosen.setdefault(row.part, row)
    parts = tuple(part for part in Part if part in chosen)
    opens_on = period.last + timedelta(days=own[0].opens_after)
    return Due(tier, every, period, opens_on, parts, tuple(chosen[p] for p in parts))


def periods(every: Every, *, since: date, upto: date) -> list[Period]:
    """Return the periods that ended in the year before ``since`` or since, by
    ``upto``, oldest first.
    """
    found = []
    year = since.year - 1
    while year <= upto.year:
        found += [parse_period(name) for name in _names(every, year)]
        year += 1
    return [period for period in found if period.last < upto]


def every_of(period: Period) -> Every | None:
    """Return how long a named period is, or None for any days.

    >>> every_of(parse_period("2026-S1")).value
    'half'
    """
    for every in Every:
        if period.name in _names(every, period.first.year):
            return every
    return None


def _names(every: Every, year: int) -> list[str]:
    if every == Every.MONTH:
        return [f"{year}-{month:02}" for month in range(1, 13)]
    if every == Every.QUARTER:
        return [f"{year}-Q{quarter}" for quarter in range(1, 5)]
    if every == Every.HALF:
        return [f"{year}-S1", f"{year}-S2"]
    return [str(year)]
