"""Counts and facts: what pages and evaluations read instead of cases."""

from .counts import CaseCount
from .facts import CaseFact, DailyCount, FactState, WorkDay
from .standing import Standing

__all__ = ["CaseCount", "CaseFact", "DailyCount", "FactState", "Standing", "WorkDay"]
