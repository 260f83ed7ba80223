"""Reads of hand-overs and formal requests."""

from .content import package_content, package_files
from .handovers import (
    alive_handover,
    handover_named,
    handover_seen_by,
    handovers_of,
    handovers_seen_by,
    live_package,
    to_send,
    voids_to_tell,
)
from .information import (
    may_ask_information,
    open_information,
    request_of,
    request_seen_by,
)
from .offices import office_for

__all__ = [
    "alive_handover",
    "handover_named",
    "handover_seen_by",
    "handovers_of",
    "handovers_seen_by",
    "live_package",
    "may_ask_information",
    "office_for",
    "open_information",
    "package_content",
    "package_files",
    "request_of",
    "request_seen_by",
    "to_send",
    "voids_to_tell",
]
