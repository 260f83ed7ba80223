"""How recommendations and plans go their way, and what an item must hold. Pure."""

from .items import FIELDS, QUARTERS, due_on, faults_of, status_of
from .steps import LIFE, PLANS, plan_step_for, possible_acts, step_for, step_of
from .words import (
    AWAITED,
    OPEN,
    Aspect,
    ItemStatus,
    PlanAct,
    PlanState,
    ProgressState,
    RecommendationAct,
    RecommendationStatus,
    Side,
)

__all__ = [
    "AWAITED",
    "FIELDS",
    "LIFE",
    "OPEN",
    "PLANS",
    "QUARTERS",
    "Aspect",
    "ItemStatus",
    "PlanAct",
    "PlanState",
    "ProgressState",
    "RecommendationAct",
    "RecommendationStatus",
    "Side",
    "due_on",
    "faults_of",
    "plan_step_for",
    "possible_acts",
    "status_of",
    "step_for",
    "step_of",
]
