"""Taking reports: through a form, in a conversation, from paper, from an export."""

from .answering import Heard, hear
from .batch import Batch, Taken, import_batch
from .conversing import Details, converse
from .forgetting import forget, hear_again, remind
from .handing_off import end_draft, hand_off
from .importing import ImportSummary, import_export
from .inbound import keep_inbound, note_answered, note_trouble
from .ordering import Finish
from .pieces import PATIENCE, hear_torn, note_parts_heard, whole_of
from .rewrapping import rewrap_boxes
from .submitting import Receipt, submit

__all__ = [
    "PATIENCE",
    "Batch",
    "Details",
    "Finish",
    "Heard",
    "ImportSummary",
    "Receipt",
    "Taken",
    "converse",
    "end_draft",
    "forget",
    "hand_off",
    "hear",
    "hear_again",
    "hear_torn",
    "import_batch",
    "import_export",
    "keep_inbound",
    "note_answered",
    "note_parts_heard",
    "note_trouble",
    "remind",
    "rewrap_boxes",
    "submit",
    "whole_of",
]
