"""Taking reports: one by one through a door, or many from an official export."""

from .importing import ImportSummary, import_export
from .submitting import Receipt, submit

__all__ = ["ImportSummary", "Receipt", "import_export", "submit"]
