"""What an act would do to a date, shown before it is done."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from lapor.domain.cases.models import Case, Classification, Clock
from lapor.domain.deadlines.queries import term_for
from lapor.domain.deadlines.rules import Timer, Unit

from .clocks import standing_of


class Effect(NamedTuple):
    """The end of the completion term (T3) before and after a change of class; UTC.

    Both are None while no such term runs (not dispatched yet, or answered already).
    """

    now: datetime | None
    then: datetime | None
    amount: int
    unit: Unit


def effect_of_class(case: Case, classification: Classification) -> Effect:
    """Return how another class would move the day by which the case must be done."""
    arrived_on = case.received_at.astimezone(ZoneInfo(case.agency.zone)).date()
    term = term_for(
        Timer.COMPLETION,
        classification=classification.code,
        organisation_id=case.agency_id,
        on=arrived_on,
    )
    clock = (
        Clock.objects.filter(
            case=case, timer=Timer.COMPLETION, stopped_at=None, assignment=None
        )
        .order_by("pk")
        .first()
    )
    if clock is None:
        return Effect(None, None, term.amount, Unit(term.unit))
    then = standing_of(clock, limit=term).due_at
    return Effect(clock.due_at, then, term.amount, Unit(term.unit))
