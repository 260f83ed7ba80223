"""Schedules, rounds, sheets, results and signatures."""

from .result import Recheck, Result, Signature
from .round import Minutes, Round
from .schedule import Schedule
from .sheet import Clarification, Evidence, Sheet, SheetItem

__all__ = [
    "Clarification",
    "Evidence",
    "Minutes",
    "Recheck",
    "Result",
    "Round",
    "Schedule",
    "Sheet",
    "SheetItem",
    "Signature",
]
