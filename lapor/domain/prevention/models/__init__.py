"""The register of recurring issues and what is done about them."""

from .issues import Issue, IssueCase
from .measures import Measure, MeasureProof

__all__ = ["Issue", "IssueCase", "Measure", "MeasureProof"]
