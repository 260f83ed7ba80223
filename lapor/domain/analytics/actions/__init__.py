"""Keeping what pages and evaluations read: counts, facts, sealed snapshots."""

from .counts import compact, recount
from .daily import drop_empty
from .folding import fold, fold_cases, refold_all

__all__ = ["compact", "drop_empty", "fold", "fold_cases", "recount", "refold_all"]
