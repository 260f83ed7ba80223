"""One decision about a day off, one limit: what actions are asked to write."""

from datetime import date
from typing import NamedTuple

from lapor.domain.deadlines.rules.terms import (
    Evidence,
    HolidayKind,
    StartsAt,
    Timer,
    Unit,
)


class HolidayRow(NamedTuple):
    """A decision about one day of a calendar."""

    calendar: str
    on: date
    name: str
    kind: HolidayKind
    legal_basis: str


class TermRow(NamedTuple):
    """A limit from a day on; codes stand for agency, class and decree."""

    timer: Timer
    classification: str
    organisation: str
    amount: int
    unit: Unit
    starts_at: StartsAt
    regulation: str
    article: str
    evidence: Evidence
    valid_from: date
    valid_until: date | None
    transition: str
