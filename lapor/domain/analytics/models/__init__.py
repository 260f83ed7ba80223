"""Counts and facts: what pages and evaluations read instead of cases."""

from .counts import CaseCount
from .facts import CaseFact, Contribution, DailyCount, FactState, WorkDay
from .reference import Population, Register
from .standing import Standing

__all__ = [
    "CaseCount",
    "CaseFact",
    "Contribution",
    "DailyCount",
    "FactState",
    "Population",
    "Register",
    "Standing",
    "WorkDay",
]
