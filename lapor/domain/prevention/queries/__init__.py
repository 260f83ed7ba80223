"""Reads of the register, and the groups of reports that detection looks at."""

from .groups import Found, groups_of
from .register import (
    Filters,
    counts_by_month,
    issue_seen,
    issues_seen_by,
    measure_proof_seen,
    measure_seen,
    measures_seen_by,
    newest_numbers,
    page_of_issues,
    page_of_measures,
)
from .windows import counts_in

__all__ = [
    "Filters",
    "Found",
    "counts_by_month",
    "counts_in",
    "groups_of",
    "issue_seen",
    "issues_seen_by",
    "measure_proof_seen",
    "measure_seen",
    "measures_seen_by",
    "newest_numbers",
    "page_of_issues",
    "page_of_measures",
]
