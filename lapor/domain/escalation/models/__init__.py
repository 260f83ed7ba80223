"""Rows of the ladder, what climbed, what was answered, and letters."""

from .climbs import Climb, Response
from .coverage import CoverageAlarm, PostHandover
from .ladder import Rung
from .letters import Letter, LetterLine

__all__ = [
    "Climb",
    "CoverageAlarm",
    "Letter",
    "LetterLine",
    "PostHandover",
    "Response",
    "Rung",
]
