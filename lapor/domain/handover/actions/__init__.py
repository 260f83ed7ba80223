"""Everything that changes a hand-over or a formal request."""

from .consenting import (
    adopt_earlier,
    ask_package,
    consent,
    offer,
    offer_due,
    void,
)
from .information import (
    answer_information,
    answer_objection,
    ask_information,
    extend_information,
    object_to_answer,
)
from .moving import failed, sent, take_notice, take_step, void_told
from .sealing import drop_destroyed, opened_package, rewrap_packages, seal

__all__ = [
    "adopt_earlier",
    "answer_information",
    "answer_objection",
    "ask_information",
    "ask_package",
    "consent",
    "drop_destroyed",
    "extend_information",
    "failed",
    "object_to_answer",
    "offer",
    "offer_due",
    "opened_package",
    "rewrap_packages",
    "seal",
    "sent",
    "take_notice",
    "take_step",
    "void",
    "void_told",
]
