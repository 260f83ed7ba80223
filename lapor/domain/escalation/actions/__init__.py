"""What this room does: climb, answer, write letters, keep the ladder."""

from .answering import demand_explanation, examine, explain, instruct, intervene
from .climbing import climb
from .coverage import check_coverage
from .coverage_posts import confirm_post, hand_post
from .loading import load_ladder
from .rungs import set_rung
from .writing import issue_letter, prepare_letters, remind

__all__ = [
    "check_coverage",
    "climb",
    "confirm_post",
    "demand_explanation",
    "examine",
    "explain",
    "hand_post",
    "instruct",
    "intervene",
    "issue_letter",
    "load_ladder",
    "prepare_letters",
    "remind",
    "set_rung",
]
