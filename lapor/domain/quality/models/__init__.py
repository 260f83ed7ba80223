"""Samples, scores, outcome checks."""

from .checks import OutcomeCheck, OutcomeProof
from .samples import Assessment, Calibration, Sample, SampledAnswer

__all__ = [
    "Assessment",
    "Calibration",
    "OutcomeCheck",
    "OutcomeProof",
    "Sample",
    "SampledAnswer",
]
