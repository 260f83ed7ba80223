"""Indicators of the management of complaints: definitions, counts, arithmetic. Pure."""

from .counts import Counts, Parts, sum_difference
from .definitions import DEFINITIONS, Band, Basis, Definition, Direction, band_of
from .indicators import (
    SMALL,
    Base,
    Result,
    active,
    completed,
    connected,
    first_answer_days,
    first_answer_on_time,
    followed_up,
    in_process,
    indicators,
    is_small,
    kept_term,
    verified_on_time,
)
from .periods import HOME_ZONE, Period, parse_period
from .published import Check, Fact, Outcome, computed, outcome_of

__all__ = [
    "DEFINITIONS",
    "HOME_ZONE",
    "SMALL",
    "Band",
    "Base",
    "Basis",
    "Check",
    "Counts",
    "Definition",
    "Direction",
    "Fact",
    "Outcome",
    "Parts",
    "Period",
    "Result",
    "active",
    "band_of",
    "completed",
    "computed",
    "connected",
    "first_answer_days",
    "first_answer_on_time",
    "followed_up",
    "in_process",
    "indicators",
    "is_small",
    "kept_term",
    "outcome_of",
    "parse_period",
    "sum_difference",
    "verified_on_time",
]
