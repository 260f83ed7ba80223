"""Taking reports: one by one through a door, or many from an official export."""

from .answering import Heard, hear
from .importing import ImportSummary, import_export
from .submitting import Receipt, submit

__all__ = [
    "Heard",
    "ImportSummary",
    "Receipt",
    "hear",
    "import_export",
    "submit",
]
