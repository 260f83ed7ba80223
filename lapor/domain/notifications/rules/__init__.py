"""Who is told what, when, and in which words (pure)."""

from .hours import QUIET_FROM, QUIET_UNTIL, Quiet, opening, send_at
from .retrying import GIVE_UP_AFTER, Gate, after_failure, retry_at
from .wording import PLACEHOLDERS, faults_of, filled, length_of
from .words import (
    NOT_CASES,
    Audience,
    Language,
    Notice,
    Only,
    State,
    TextState,
    Urgency,
    Way,
)

__all__ = [
    "GIVE_UP_AFTER",
    "NOT_CASES",
    "PLACEHOLDERS",
    "QUIET_FROM",
    "QUIET_UNTIL",
    "Audience",
    "Gate",
    "Language",
    "Notice",
    "Only",
    "Quiet",
    "State",
    "TextState",
    "Urgency",
    "Way",
    "after_failure",
    "faults_of",
    "filled",
    "length_of",
    "opening",
    "retry_at",
    "send_at",
]
