"""The tables of this room."""

from .counts import CaseCount

__all__ = ["CaseCount"]
