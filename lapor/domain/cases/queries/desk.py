"""The officer's queue: due first, in tabs whose counts come from the same query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import CLOSED, OPEN, State
from lapor.kernel.enums import Labelled, noop
from lapor.kernel.paging import Order, Page, Part, capped_parts, page_of

from .seen import HELD, SHARED, rules_of, seen_by
from .taxonomy import with_finer


class Tab(Labelled):
    """A part of the queue."""

    TODO = "todo", noop("Semua yang terbuka")
    UNVERIFIED = "unverified", noop("Belum diverifikasi")
    TO_ASSIGN = "to_assign", noop("Belum dibagi ke unit")
    WAITING = "waiting", noop("Belum ditindaklanjuti")
    IN_PROGRESS = "in_progress", noop("Sedang diproses")
    REPLIED = "replied", noop("Ditanggapi pelapor")
    RETURNS = "returns", noop("Peninjauan kewenangan")
    SHARED = "shared", noop("Penanganan bersama dan tembusan")
    LATE = "late", noop("Terlambat")
    ON_HOLD = "on_hold", noop("Menunggu pelapor")
    ANSWERED = "answered", noop("Sudah dijawab")
    DONE = "done", noop("Selesai dan arsip")


def _of(*states: State) -> Q:
    return Q(state__in=[str(state) for state in states])


LINE: Final = (
    "pk",
    "number",
    "title",
    "edited_title",
    "state",
    "due_at",
    "received_at",
    "is_anonymous",
    "is_secret",
    "harm",
    "parent_id",
    "agency_id",
    "agency__name",
    "unit__name",
    "classification__label",
    "category__name",
)
JOINED: Final = "joined"
FOLLOWS: Final = '"cases_case"."parent_id" IS NOT NULL'
ANY_MOMENT: Final = datetime(1970, 1, 1, tzinfo=UTC)
WITH_OFFICERS = OPEN - {State.ON_HOLD, State.ANSWERED}
TABS: Mapping[Tab, Q] = {
    Tab.TODO: _of(*sorted(OPEN)),
    Tab.UNVERIFIED: _of(State.RECEIVED),
    Tab.TO_ASSIGN: _of(State.DISPATCHED) & Q(unit=None),
    Tab.WAITING: _of(State.DISPATCHED),
    Tab.IN_PROGRESS: _of(State.IN_PROGRESS),
    Tab.REPLIED: _of(State.REPLIED),
    Tab.RETURNS: _of(State.RETURN_REQUESTED),
    Tab.SHARED: _of(*sorted(OPEN)),
    Tab.ON_HOLD: _of(State.ON_HOLD),
    Tab.ANSWERED: _of(State.ANSWERED, State.WITH_OMBUDSMAN),
    Tab.DONE: _of(*sorted(CLOSED)),
}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows the queue; empty values narrow nothing."""

    classification: str = ""
    category_id: int | None = None
    unit_id: int | None = None
    channel: str = ""

    def condition(self) -> Q:
        """Return the filters as one condition."""
        found = Q()
        if self.classification:
            found &= Q(classification=self.classification)
        if self.category_id:
            found &= Q(category__in=with_finer(self.category_id))
        if self.unit_id:
            found &= Q(unit=self.unit_id)
        if self.channel:
            found &= Q(channel=self.channel)
        return found


def queue(
    user: User,
    tab: Tab,
    filters: Filters,
    *,
    at: datetime,
    on: date,
    action: Action = Action.READ_CASE,
) -> QuerySet[Case]:
    """Return the cases of one tab to which this user may do ``action``.

    ``at`` decides what is late.
    """
    relations = SHARED if tab == Tab.SHARED else HELD
    cases = seen_by(user, on=on, action=action, relations=relations)
    cases = cases.filter(filters.condition())
    return cases.filter(_condition(tab, at))


def queue_page(
    user: User,
    tab: Tab,
    filters: Filters,
    *,
    at: datetime,
    on: date,
    after: str = "",
    size: int = 50,
) -> Page[Any]:
    """Return one page of a tab as lines: what is due first comes first."""
    done = tab == Tab.DONE
    order = Order("received_at", descending=True) if done else Order("due_at")
    rows = as_lines(queue(user, tab, filters, at=at, on=on))
    return page_of(rows, order=order, after=after, size=size)


def as_lines(cases: QuerySet[Case]) -> QuerySet[Case, Any]:
    """Read only what a list shows, as named tuples of ``LINE``.

    A tenth of the work of whole cases with their offices: lists are read all day.
    """
    return cases.select_related(None).values_list(*LINE, named=True)


def queue_counts(
    user: User, filters: Filters, *, at: datetime, on: date
) -> dict[str, int]:
    """Count every tab but the closed one with the query of its list, up to a cap.

    What this user may see is the same for all tabs, so it is put into words once.
    ``JOINED`` counts the open reports that follow another one: reports less these are
    matters (kasus).
    """
    seen = seen_by(user, on=on, relations=HELD).filter(filters.condition())
    apart = {Tab.DONE, Tab.SHARED}
    tabs = {tab: _condition_in_sql(tab, at) for tab in Tab if tab not in apart}
    parts = {str(tab): part for tab, part in tabs.items()}
    every = tabs[Tab.TODO]
    parts[JOINED] = Part(f"{every.sql} AND {FOLLOWS}", every.values)
    counts = capped_parts(seen, parts)
    if any(
        rule.relation in SHARED for _g, rule in rules_of(user, Action.READ_CASE, on=on)
    ):
        shared = seen_by(user, on=on, relations=SHARED).filter(filters.condition())
        part = {str(Tab.SHARED): _condition_in_sql(Tab.SHARED, at)}
        counts |= capped_parts(shared, part)
    return counts


def _condition_in_sql(tab: Tab, at: datetime) -> Part:
    """Return the condition of a tab as SQL; written once, only the moment changes."""
    sql, values = _sql_of(tab)
    return Part(sql, [at if value == ANY_MOMENT else value for value in values])


@cache
def _sql_of(tab: Tab) -> tuple[str, tuple[Any, ...]]:
    query = Case.objects.filter(_condition(tab, ANY_MOMENT)).query
    compiler = query.get_compiler(using=DEFAULT_DB_ALIAS)
    sql, values = query.where.as_sql(compiler, compiler.connection)
    return sql, tuple(values)


def _condition(tab: Tab, at: datetime) -> Q:
    if tab == Tab.LATE:
        return _of(*sorted(WITH_OFFICERS)) & Q(due_at__lt=at)
    return TABS[tab]
