"""Matching of programmes and of harm: words, places, days. Pure."""

from .harm import HARM_READERS, Advice, HarmRow, Seriousness, advice_of, harms_found
from .programmes import ProgrammeRow, programmes_found
from .words import normalised, pattern_of

__all__ = [
    "HARM_READERS",
    "Advice",
    "HarmRow",
    "ProgrammeRow",
    "Seriousness",
    "advice_of",
    "harms_found",
    "normalised",
    "pattern_of",
    "programmes_found",
]
