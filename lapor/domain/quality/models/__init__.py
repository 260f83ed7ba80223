"""Samples, scores, outcome checks."""

from .checks import OutcomeCheck
from .samples import Assessment, Calibration, Sample, SampledAnswer

__all__ = ["Assessment", "Calibration", "OutcomeCheck", "Sample", "SampledAnswer"]
