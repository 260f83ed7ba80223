"""The words and the arithmetic of hand-overs; pure."""

from .information import Answer, RequestState, Wish
from .notices import NoticeState, read_notice
from .package import FORMAT, Part, inspect, manifest_of, zipped
from .steps import BACK, ENDED, RANK, Maladministration, State, follows, wait_before

__all__ = [
    "BACK",
    "ENDED",
    "FORMAT",
    "RANK",
    "Answer",
    "Maladministration",
    "NoticeState",
    "Part",
    "RequestState",
    "State",
    "Wish",
    "follows",
    "inspect",
    "manifest_of",
    "read_notice",
    "wait_before",
    "zipped",
]
