"""The life of a case: states, acts, the one transition table. Pure."""

from .answers import answer_hints
from .life import AWAITED, FACTS, LIFE, Doer, Step, acts_from, step_for
from .limits import (
    BINDING_AFTER_RETURNS,
    LEAST_EXPLANATION,
    MOST_PAUSES,
    MOST_REOPENINGS,
    REOPEN_WINDOW,
    RETURN_WINDOW_DAYS,
)
from .words import (
    BUCKETS,
    CLOSED,
    HANDLED,
    OPEN,
    Act,
    AnswerResult,
    ArchiveReason,
    Bucket,
    Channel,
    Closing,
    Kind,
    State,
    Visibility,
    bucket_of,
)

__all__ = [
    "AWAITED",
    "BINDING_AFTER_RETURNS",
    "BUCKETS",
    "CLOSED",
    "FACTS",
    "HANDLED",
    "LEAST_EXPLANATION",
    "LIFE",
    "MOST_PAUSES",
    "MOST_REOPENINGS",
    "OPEN",
    "REOPEN_WINDOW",
    "RETURN_WINDOW_DAYS",
    "Act",
    "AnswerResult",
    "ArchiveReason",
    "Bucket",
    "Channel",
    "Closing",
    "Doer",
    "Kind",
    "State",
    "Step",
    "Visibility",
    "acts_from",
    "answer_hints",
    "bucket_of",
    "step_for",
]
