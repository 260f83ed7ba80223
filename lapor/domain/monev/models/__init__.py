"""Schedules, rounds, errands, sheets, results, signatures, audit reports."""

from .audit import AuditFinding, AuditReport
from .errand import Errand
from .result import Recheck, Result, Signature
from .round import Minutes, Round
from .schedule import Schedule
from .sheet import Clarification, Evidence, Sheet, SheetItem

__all__ = [
    "AuditFinding",
    "AuditReport",
    "Clarification",
    "Errand",
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
