"""The case and what belongs to it. No rule lives here: see ``rules``."""

from .case import Assignment, Case
from .clock import Clock
from .conversation import Attachment, Message, Promise
from .taxonomy import Category, Classification, SearchWord
from .together import Decision, Meeting, Return

__all__ = [
    "Assignment",
    "Attachment",
    "Case",
    "Category",
    "Classification",
    "Clock",
    "Decision",
    "Meeting",
    "Message",
    "Promise",
    "Return",
    "SearchWord",
]
