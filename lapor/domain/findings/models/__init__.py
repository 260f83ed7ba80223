"""Findings, and above what something is one."""

from .findings import Finding
from .thresholds import ThresholdRow

__all__ = ["Finding", "ThresholdRow"]
