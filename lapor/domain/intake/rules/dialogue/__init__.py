"""The question graph of every conversation: SMS, WhatsApp, Telegram, mail, counter.

``step(talk, said, setting)`` takes one message and returns the next state, what to say
and at most one order. The texts of the questions are in ``QUESTIONS``, keyed by the
field they fill. Pure.
"""

from . import words
from .asking import ORDER, Setting, question
from .composing import (
    content_of,
    heading_of,
    looks_cut,
    missing_mark,
    summary,
    title_of,
)
from .graph import step
from .reading import Command, choice_of, command_of, day_of
from .state import (
    LONGEST_NAME,
    MOST_FILES,
    MOST_TYPED,
    Doing,
    Draft,
    Node,
    Order,
    Said,
    Talk,
    Turn,
)
from .words import (
    CLASSES,
    FIELDS,
    HANDED_OFF,
    HELP,
    PROTECTIONS,
    QUESTIONS,
    REMINDER,
    WELCOME,
)

__all__ = [
    "CLASSES",
    "FIELDS",
    "HANDED_OFF",
    "HELP",
    "LONGEST_NAME",
    "MOST_FILES",
    "MOST_TYPED",
    "ORDER",
    "PROTECTIONS",
    "QUESTIONS",
    "REMINDER",
    "WELCOME",
    "Command",
    "Doing",
    "Draft",
    "Node",
    "Order",
    "Said",
    "Setting",
    "Talk",
    "Turn",
    "choice_of",
    "command_of",
    "content_of",
    "day_of",
    "heading_of",
    "looks_cut",
    "missing_mark",
    "question",
    "step",
    "summary",
    "title_of",
    "words",
]
