"""The officer's queue: due first, in tabs whose counts come from the same query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import CLOSED, OPEN, State
from lapor.kernel.enums import Labelled, noop
from lapor.kernel.paging import Order, Page, capped_counts, page_of

from .seen import seen_by


class Tab(Labelled):
    """A part of the queue."""

    TODO = "todo", noop("Semua yang terbuka")
    UNVERIFIED = "unverified", noop("Belum diverifikasi")
    TO_ASSIGN = "to_assign", noop("Belum dibagi ke unit")
    WAITING = "waiting", noop("Belum ditindaklanjuti")
    IN_PROGRESS = "in_progress", noop("Sedang diproses")
    REPLIED = "replied", noop("Ditanggapi pelapor")
    RETURNS = "returns", noop("Peninjauan kewenangan")
    LATE = "late", noop("Terlambat")
    ON_HOLD = "on_hold", noop("Menunggu pelapor")
    ANSWERED = "answered", noop("Sudah dijawab")
    DONE = "done", noop("Selesai dan arsip")


def _of(*states: State) -> Q:
    return Q(state__in=[str(state) for state in states])


WITH_OFFICERS = OPEN - {State.ON_HOLD, State.ANSWERED}
TABS: Mapping[Tab, Q] = {
    Tab.TODO: _of(*sorted(OPEN)),
    Tab.UNVERIFIED: _of(State.RECEIVED),
    Tab.TO_ASSIGN: _of(State.DISPATCHED) & Q(unit=None),
    Tab.WAITING: _of(State.DISPATCHED),
    Tab.IN_PROGRESS: _of(State.IN_PROGRESS),
    Tab.REPLIED: _of(State.REPLIED),
    Tab.RETURNS: _of(State.RETURN_REQUESTED),
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
            found &= Q(category=self.category_id) | Q(category__parent=self.category_id)
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
    cases = seen_by(user, on=on, action=action).filter(filters.condition())
    return cases.filter(_condition(tab, at)).select_related("category")


def queue_page(
    user: User,
    tab: Tab,
    filters: Filters,
    *,
    at: datetime,
    on: date,
    after: str = "",
    size: int = 50,
) -> Page[Case]:
    """Return one page of a tab: what is due first comes first."""
    done = tab == Tab.DONE
    order = Order("received_at", descending=True) if done else Order("due_at")
    rows = queue(user, tab, filters, at=at, on=on)
    return page_of(rows, order=order, after=after, size=size)


def queue_counts(
    user: User, filters: Filters, *, at: datetime, on: date
) -> dict[str, int]:
    """Count every tab but the closed one with the query of its list, up to a cap."""
    return capped_counts(
        {
            str(tab): queue(user, tab, filters, at=at, on=on)
            for tab in Tab
            if tab != Tab.DONE
        }
    )


def _condition(tab: Tab, at: datetime) -> Q:
    if tab == Tab.LATE:
        return _of(*sorted(WITH_OFFICERS)) & Q(due_at__lt=at)
    return TABS[tab]
