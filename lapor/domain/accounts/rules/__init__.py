"""Roles, and the one table that says who may do what to which case."""

from .duty import Absence, Held, MailboxState, somebody_stays
from .factors import FactorLoss
from .permissions import TABLE, Rule, rules_for
from .roles import APPOINTS, Action, Protection, Relation, Role

__all__ = [
    "APPOINTS",
    "TABLE",
    "Absence",
    "Action",
    "FactorLoss",
    "Held",
    "MailboxState",
    "Protection",
    "Relation",
    "Role",
    "Rule",
    "rules_for",
    "somebody_stays",
]
