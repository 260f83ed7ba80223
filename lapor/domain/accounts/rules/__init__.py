"""Roles, and the one table that says who may do what to which case."""

from .duty import MailboxState
from .permissions import TABLE, Rule, rules_for
from .roles import APPOINTS, Action, Protection, Relation, Role

__all__ = [
    "APPOINTS",
    "TABLE",
    "Action",
    "MailboxState",
    "Protection",
    "Relation",
    "Role",
    "Rule",
    "rules_for",
]
