"""How often and how long: dated values, those of the day on which a case arrived."""

from datetime import date
from zoneinfo import ZoneInfo

from lapor.domain.cases.models import Case
from lapor.domain.deadlines.queries import allowance
from lapor.domain.deadlines.rules import Allowed


def arrived_on(case: Case) -> date:
    """Return the calendar day of arrival where the agency is: it fixes the law."""
    return case.received_at.astimezone(ZoneInfo(case.agency.zone)).date()


def allowed(case: Case, name: Allowed) -> int:
    """Return how often or how long something is allowed for this case."""
    return allowance(name, on=arrived_on(case))
