"""Drawing, scoring, deciding, checking."""

from .checking import draw_checks, keep_outcome, scan_outcome_proofs
from .drawing import Wish, draw
from .scoring import begin, calibrate, finish, leave, save

__all__ = [
    "Wish",
    "begin",
    "calibrate",
    "draw",
    "draw_checks",
    "finish",
    "keep_outcome",
    "leave",
    "save",
    "scan_outcome_proofs",
]
