"""Findings."""

from .findings import Finding

__all__ = ["Finding"]
