"""What indicators ask of a row of the table of cases, on either basis.

Cohort: reports received in the period, as they stand at the cut-off. Flow: reports
that were in somebody's hand during the period, as they stood at its end, and what
happened inside it. All take the tables and a window and return a condition.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from lapor.domain.analytics.rules.indicator import Basis, Window

Tables = Mapping[str, Any]
UNVERIFIED: Final = "unverified"
WAITING: Final = "waiting"
IN_PROCESS: Final = "in_process"
DONE: Final = "done"
ON_HOLD: Final = "on_hold"
ARCHIVED: Final = "archived"
#: The official buckets in which an agency has, or had, the report to answer.
DISPATCHED: Final = (WAITING, IN_PROCESS, DONE)


def counted(tables: Tables, window: Window) -> Any:
    """One row for each report of the window."""
    cases = tables["cases"]
    if window.basis == Basis.COHORT:
        return cases.is_present & inside(cases.received_at, window)
    still_there = cases.closed_at.isnull() | (cases.closed_at >= window.start)
    return cases.is_present & (cases.received_at < window.end) & still_there


def stage(tables: Tables, window: Window) -> Any:
    """The official bucket: at the cut-off, or at the end of a flow period."""
    cases = tables["cases"]
    if window.basis == Basis.COHORT:
        return cases.bucket
    ended = (cases.state == ARCHIVED).ifelse(ARCHIVED, DONE)
    handled = before(cases.followed_up_at, window.end).ifelse(IN_PROCESS, WAITING)
    early = (cases.state == ON_HOLD).ifelse(ON_HOLD, UNVERIFIED)
    is_open = before(cases.dispatched_at, window.end).ifelse(handled, early)
    return before(cases.closed_at, window.end).ifelse(ended, is_open)


def in_bucket(tables: Tables, window: Window, *buckets: str) -> Any:
    """The report stands in one of these buckets."""
    return stage(tables, window).isin(list(buckets))


def dispatched(tables: Tables, window: Window) -> Any:
    """D: an agency has or had it to answer (waiting, in process, done)."""
    return in_bucket(tables, window, *DISPATCHED)


def done(tables: Tables, window: Window) -> Any:
    """S: the report is closed, and not put away."""
    return in_bucket(tables, window, DONE)


def in_hand(tables: Tables, window: Window) -> Any:
    """B + P: an agency has it to answer and it is not closed."""
    return in_bucket(tables, window, WAITING, IN_PROCESS)


def not_twice(tables: Tables, window: Window) -> Any:
    """Every report but those that were put away as a duplicate of another."""
    cases = tables["cases"]
    put_away = in_bucket(tables, window, ARCHIVED)
    return ~(put_away & (cases.archive_reason == "duplicate"))


def overdue(due: Any, window: Window) -> Any:
    """A term that had ended by the cut-off; on flow, and ended inside the period."""
    passed = before(due, min(window.cut_off, window.end))
    if window.basis == Basis.COHORT:
        return before(due, window.cut_off)
    return passed & (due >= window.start)


def happened(moment: Any, window: Window) -> Any:
    """It happened; on flow, inside the period."""
    if window.basis == Basis.COHORT:
        return moment.notnull()
    return inside(moment, window)


def inside(moment: Any, window: Window) -> Any:
    """A moment of the period."""
    return (moment >= window.start) & (moment < window.end)


def scored(tables: Tables, window: Window) -> Any:
    """Answers of the window that were drawn and scored."""
    answers = tables["answers"]
    return inside(answers.given_at, window) & answers.score_hundredths.notnull()


def before(moment: Any, limit: datetime) -> Any:
    """It happened before a moment; never null."""
    return moment.notnull() & (moment < limit)
