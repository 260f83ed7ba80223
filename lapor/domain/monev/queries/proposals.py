"""Which texts of the library fit what a round found of a subject."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lapor.domain.analytics.rules.indicator import Reading
from lapor.domain.monev.models import Result
from lapor.domain.monev.rules.templates import Finding, Template, proposed
from lapor.domain.scoring.rules import facts_from, readings_from


def proposals_for(result: Result) -> tuple[Template, ...]:
    """Return the recommendations that fit a result, in the order of the library."""
    return proposed(finding_of(result.details))


def finding_of(details: Mapping[str, Any]) -> Finding:
    """Return what the details of a result say, as far as a condition asks."""
    if not details.get("facts"):
        return Finding()
    readings = readings_from(details.get("readings", {}))
    facts = facts_from(details["facts"])
    plan = readings.get("R1")
    return Finding(
        followed_up=_value(readings.get("P3")),
        backlog=_value(readings.get("P9")),
        normative=_value(readings.get("K3")),
        received=facts.received,
        has_valid_decree=facts.has_valid_decree,
        has_plan=None if plan is None else bool(plan.value),
        has_micro_round=facts.has_micro_round,
    )


def _value(reading: Reading | None) -> Fraction | None:
    return None if reading is None else reading.value
