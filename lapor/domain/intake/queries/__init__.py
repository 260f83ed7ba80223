"""Reading: names in an official export, conversations, messages as they came."""

from .entries import counter_entry, letter_taken_before
from .handed import Opened, opened_draft
from .inbound import (
    external_digest,
    lying,
    parts_of,
    read_inbound,
    torn_groups,
    waiting,
)
from .names import KINDS, Names
from .sealed import address_digest
from .talks import (
    Memory,
    known_draft_files,
    last_heard,
    memory_of,
    reminder_of,
    to_be_forgotten,
    to_be_reminded,
)

__all__ = [
    "KINDS",
    "Memory",
    "Names",
    "Opened",
    "address_digest",
    "counter_entry",
    "external_digest",
    "known_draft_files",
    "last_heard",
    "letter_taken_before",
    "lying",
    "memory_of",
    "opened_draft",
    "parts_of",
    "read_inbound",
    "reminder_of",
    "to_be_forgotten",
    "to_be_reminded",
    "torn_groups",
    "waiting",
]
