"""Rounds of evaluation: tiers, states, sheets, agreement. Pure.

What is counted, and how it is judged, stands in the room ``analytics``.
"""

from lapor.domain.analytics.rules.indicator import SMALL, Basis
from lapor.domain.analytics.rules.periods import HOME_ZONE, Period, parse_period

__all__ = ["HOME_ZONE", "SMALL", "Basis", "Period", "parse_period"]
