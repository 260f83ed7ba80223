"""Giving and answering recommendations; making, approving and carrying out plans."""

from .checking import check_progress
from .itemising import ItemValues, cancel_item, drop_item, save_item
from .planning import (
    add_plan_file,
    approve_plan,
    decimal_of,
    edit_plan,
    fill_baseline,
    make_plan,
    return_plan,
    revise_plan,
    submit_plan,
)
from .recommending import act_on, recommend, sweep_overdue
from .reporting import report_progress, scan_proofs

__all__ = [
    "ItemValues",
    "act_on",
    "add_plan_file",
    "approve_plan",
    "cancel_item",
    "check_progress",
    "decimal_of",
    "drop_item",
    "edit_plan",
    "fill_baseline",
    "make_plan",
    "recommend",
    "report_progress",
    "return_plan",
    "revise_plan",
    "save_item",
    "scan_proofs",
    "submit_plan",
    "sweep_overdue",
]
