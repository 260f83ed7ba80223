"""Writing whole lives of cases at once, as a made-up country needs them by millions.

Whoever makes the rows keeps the rules of life: a test holds them against the
transition table and folds every clock again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction

from lapor.domain.cases.models import Assignment, Case, Clock, Message, Promise
from lapor.kernel import bulk

CASE_COLUMNS: Final = (
    *("id", "number", "code_digest", "title", "content", "edited_title"),
    *("classification_id", "category_id", "region_id", "location", "channel"),
    *("happened_on", "programme", "is_anonymous", "is_secret", "entered_by"),
    *("source", "state", "agency_id", "unit_id", "version", "received_at"),
    *("updated_at", "verified_at", "dispatched_at", "first_follow_up_at"),
    *("answered_at", "closed_at", "escalated_at", "verification_due_at"),
    *("follow_up_due_at", "completion_due_at", "due_at", "due_timer"),
    *("follow_up_microseconds", "result", "closing", "archive_reason"),
    *("is_waiting_for_reporter", "is_finding", "is_remit_settled", "return_count"),
    *("pause_count", "reopen_count"),
)
MESSAGE_COLUMNS: Final = (
    *("case_id", "kind", "visibility", "author", "organisation_id", "template"),
    *("parameters", "content", "created_at"),
)
ASSIGNMENT_COLUMNS: Final = (
    *("case_id", "organisation_id", "state", "note", "assigned_at", "assigned_by"),
    *("ended_at", "ended_why"),
)
CLOCK_COLUMNS: Final = (
    *("case_id", "timer", "term_id", "zone", "calendar", "events", "due_at"),
    "stopped_at",
)
PROMISE_COLUMNS: Final = ("case_id", "due_on", "text", "made_by_id", "made_at")


@dataclass
class Lives:
    """Rows of some cases, in the order of the columns above."""

    cases: list[Sequence[Any]] = field(default_factory=list)
    messages: list[Sequence[Any]] = field(default_factory=list)
    assignments: list[Sequence[Any]] = field(default_factory=list)
    clocks: list[Sequence[Any]] = field(default_factory=list)
    promises: list[Sequence[Any]] = field(default_factory=list)


def reserve_cases(count: int) -> int:
    """Draw keys for so many cases and return the first."""
    return bulk.reserve(Case, count)


@transaction.atomic
def copy_lives(lives: Lives) -> int:
    """Write cases with all that belongs to them; returns how many."""
    bulk.copy_in(Case, CASE_COLUMNS, lives.cases)
    bulk.copy_in(Message, MESSAGE_COLUMNS, lives.messages)
    bulk.copy_in(Assignment, ASSIGNMENT_COLUMNS, lives.assignments)
    bulk.copy_in(Clock, CLOCK_COLUMNS, lives.clocks)
    bulk.copy_in(Promise, PROMISE_COLUMNS, lives.promises)
    return len(lives.cases)
