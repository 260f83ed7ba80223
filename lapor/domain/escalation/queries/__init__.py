"""Reads: the ladder of a day, who is told, what climbed to whom."""

from .audience import audience, surroundings
from .climbed import (
    Climbed,
    Story,
    climbed_to,
    may_answer,
    offices_of,
    story,
)
from .coverage import alarms_for, answering_for
from .coverage_posts import handover_for, handovers_for, packet_of, posts_of
from .due import due_clocks, lines_of, thresholds
from .ladder import ladder_on, rungs
from .letters import letter_seen_by, letters_about, letters_seen_by

__all__ = [
    "Climbed",
    "Story",
    "alarms_for",
    "answering_for",
    "audience",
    "climbed_to",
    "due_clocks",
    "handover_for",
    "handovers_for",
    "ladder_on",
    "letter_seen_by",
    "letters_about",
    "letters_seen_by",
    "lines_of",
    "may_answer",
    "offices_of",
    "packet_of",
    "posts_of",
    "rungs",
    "story",
    "surroundings",
    "thresholds",
]
