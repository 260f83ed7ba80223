"""Rows of the ladder, what climbed, what was answered, and letters."""

from .climbs import Climb, Response
from .ladder import Rung
from .letters import Letter, LetterLine

__all__ = ["Climb", "Letter", "LetterLine", "Response", "Rung"]
