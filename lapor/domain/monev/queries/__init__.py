"""Counting for indicators, scopes of oversight, and published figures."""

from .counting import counts_by
from .evaluating import Evaluation, Line, evaluate
from .published import published_outcomes
from .scopes import Member, Scope, nation, scope_named, scopes_of, units_scope

__all__ = [
    "Evaluation",
    "Line",
    "Member",
    "Scope",
    "counts_by",
    "evaluate",
    "nation",
    "published_outcomes",
    "scope_named",
    "scopes_of",
    "units_scope",
]
