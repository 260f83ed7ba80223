"""Recommendations, plans, items, progress and proof."""

from .plans import Item, Plan, Progress, Proof
from .recommendations import Recommendation

__all__ = ["Item", "Plan", "Progress", "Proof", "Recommendation"]
