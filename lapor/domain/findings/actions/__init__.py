"""Looking each month; saying what became of a finding."""

from .detecting import detect_all
from .handling import handle_finding
from .thresholds import load_thresholds

__all__ = ["detect_all", "handle_finding", "load_thresholds"]
