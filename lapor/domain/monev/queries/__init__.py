"""Scopes of oversight and the numbers of those in them."""

from .evaluating import Evaluation, Line, evaluate
from .scopes import Member, Scope, nation, scope_named, scopes_of, units_scope

__all__ = [
    "Evaluation",
    "Line",
    "Member",
    "Scope",
    "evaluate",
    "nation",
    "scope_named",
    "scopes_of",
    "units_scope",
]
