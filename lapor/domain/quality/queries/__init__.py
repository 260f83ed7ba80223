"""Reads of the quality room."""

from .candidates import candidates_of, given_at_of
from .reading import Reading, doubt_before_sending, reading_for_check, reading_of
from .results import Agreement, agreement_of, estimate_of, outcomes_of
from .samples import (
    known_outcome_proofs,
    next_answer,
    page_of_samples,
    progress_of,
    proof_of,
    sample_seen,
    samples_seen_by,
)

__all__ = [
    "Agreement",
    "Reading",
    "agreement_of",
    "candidates_of",
    "doubt_before_sending",
    "estimate_of",
    "given_at_of",
    "known_outcome_proofs",
    "next_answer",
    "outcomes_of",
    "page_of_samples",
    "progress_of",
    "proof_of",
    "reading_for_check",
    "reading_of",
    "sample_seen",
    "samples_seen_by",
]
