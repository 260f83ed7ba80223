"""Periods of evaluation, as the room of the facts knows them."""

from lapor.domain.analytics.rules.periods import HOME_ZONE, Period, parse_period

__all__ = ["HOME_ZONE", "Period", "parse_period"]
