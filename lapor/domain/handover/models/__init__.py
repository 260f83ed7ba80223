"""Hand-overs to the Ombudsman, and formal requests for information."""

from .handover import Handover, Notice, Package
from .information import InformationRequest

__all__ = ["Handover", "InformationRequest", "Notice", "Package"]
