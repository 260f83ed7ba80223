"""Drawing, scoring, deciding, checking."""

from .checking import draw_checks, keep_outcome, scan_outcome_proofs
from .drawing import Wish, draw
from .scoring import begin, calibrate, finish, keep_marks, leave

__all__ = [
    "Wish",
    "begin",
    "calibrate",
    "draw",
    "draw_checks",
    "finish",
    "keep_marks",
    "keep_outcome",
    "leave",
    "scan_outcome_proofs",
]
