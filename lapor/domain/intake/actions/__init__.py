"""Taking reports: one by one through a door, or many from an official export."""

from .answering import Heard, hear
from .batch import Batch, Taken, import_batch
from .importing import ImportSummary, import_export
from .submitting import Receipt, submit

__all__ = [
    "Batch",
    "Heard",
    "ImportSummary",
    "Receipt",
    "Taken",
    "hear",
    "import_batch",
    "import_export",
    "submit",
]
