"""Schedules, rounds, sheets, results, signatures, audit reports."""

from .audit import AuditFinding, AuditReport
from .result import Recheck, Result, Signature
from .round import Minutes, Round
from .schedule import Schedule
from .sheet import Clarification, Evidence, Sheet, SheetItem

__all__ = [
    "AuditFinding",
    "AuditReport",
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
