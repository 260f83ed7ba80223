"""Detecting, registering, acting, testing."""

from .detecting import detect, detect_all
from .measures import (
    Plan,
    finish_measure,
    judge_effects,
    plan_measure,
    scan_measure_proofs,
)
from .registering import close_issue, dismiss_issue, register_issue

__all__ = [
    "Plan",
    "close_issue",
    "detect",
    "detect_all",
    "dismiss_issue",
    "finish_measure",
    "judge_effects",
    "plan_measure",
    "register_issue",
    "scan_measure_proofs",
]
