"""The ladder: which step is reached when, who is told, what it opens. Pure."""

from .moments import Line, offset_of, reached_until, steps_reached
from .words import (
    ASKED,
    MOST_RECEIVERS,
    Audience,
    Measure,
    Opens,
    Receiver,
    ResponseKind,
)

__all__ = [
    "ASKED",
    "MOST_RECEIVERS",
    "Audience",
    "Line",
    "Measure",
    "Opens",
    "Receiver",
    "ResponseKind",
    "offset_of",
    "reached_until",
    "steps_reached",
]
