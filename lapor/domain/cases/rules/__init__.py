"""The life of a case: states, acts, the one transition table. Pure."""

from .life import AWAITED, FACTS, LIFE, Doer, Step, acts_from, step_for
from .limits import LEAST_EXPLANATION
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
    "BUCKETS",
    "CLOSED",
    "FACTS",
    "HANDLED",
    "LEAST_EXPLANATION",
    "LIFE",
    "OPEN",
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
    "bucket_of",
    "step_for",
]
