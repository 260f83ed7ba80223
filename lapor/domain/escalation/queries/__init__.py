"""Reads: the ladder of a day, who is told, what climbed to whom."""

from .audience import audience, surroundings
from .climbed import (
    Climbed,
    Story,
    climbed_to,
    count_climbed_to,
    may_answer,
    offices_of,
    story,
)
from .due import due_clocks, lines_of, thresholds
from .ladder import ladder_on, rungs
from .letters import letter_seen_by, letters_seen_by

__all__ = [
    "Climbed",
    "Story",
    "audience",
    "climbed_to",
    "count_climbed_to",
    "due_clocks",
    "ladder_on",
    "letter_seen_by",
    "letters_seen_by",
    "lines_of",
    "may_answer",
    "offices_of",
    "rungs",
    "story",
    "surroundings",
    "thresholds",
]
