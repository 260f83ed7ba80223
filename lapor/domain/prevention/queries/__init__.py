"""Reads of the register, and the groups of reports that detection looks at."""

from .groups import Found, groups_of
from .register import (
    Filters,
    counts_by_month,
    issue_seen,
    issues_seen_by,
    measures_seen_by,
    page_of_issues,
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
    "measures_seen_by",
    "page_of_issues",
]
