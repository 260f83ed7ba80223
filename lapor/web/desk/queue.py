"""The queue: what an officer has to do, due first."""

from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.queries import JOINED, Tab, decides, queue_counts, queue_page
from lapor.domain.notifications.queries import unread_count
from lapor.kernel import clock
from lapor.kernel.paging import COUNT_CAP
from lapor.web.desk.lines import drawn, rows_of
from lapor.web.desk.narrowing import Narrowing, narrowing, selects
from lapor.web.desk.place import officer, today
from lapor.web.templatetags import ui

ALWAYS = frozenset({Tab.TODO, Tab.LATE, Tab.DONE})
SIZE = 50


class Tag(NamedTuple):
    """One tab with its amount in words ("1.000+" where we stop counting)."""

    label: str
    url: str
    amount: str
    is_current: bool


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show one page of one tab, with counts from the same query as the list."""
    user, now = officer(request), clock.now()
    on, chosen = today(now), narrowing(request.GET)
    page = queue_page(
        user,
        chosen.tab,
        chosen.filters,
        at=now,
        on=on,
        after=request.GET.get("after", ""),
        size=SIZE,
    )
    counts = queue_counts(user, chosen.filters, at=now, on=on)
    rows = rows_of(page.rows, user, on)
    context = {
        "rows": rows,
        "body": drawn(rows),
        "tabs": _tabs(chosen, counts),
        "tab": chosen.tab,
        "selects": selects(request, user, chosen),
        "is_narrowed": any(chosen.kept.values()),
        "next_url": chosen.address(after=page.next) if page.next else "",
        "first_url": "" if page.is_first else chosen.address(),
        "clear_url": f"?tab={chosen.tab}",
        "joined": counts[JOINED],
        **doors(user, on),
        "unread": unread_count(user),
        "may_call": has_action(user, Action.SEE_IDENTITY, on=on),
        "export_query": chosen.address(),
    }
    return render(request, "desk/queue.html", context)


def doors(user: User, on: date) -> dict[str, bool]:
    """Say which other pages of the desk this person may open."""
    return {
        "may_export": has_action(user, Action.EXPORT, on=on),
        "may_enter": has_action(user, Action.ENTER_CASE, on=on),
        "may_decide": decides(user, on=on),
        "may_take_over": has_action(user, Action.TAKE_OVER, on=on),
        "may_moderate": has_action(user, Action.APPROVE_PUBLICATION, on=on),
        "may_answer": has_action(user, Action.FOLLOW_UP, on=on),
    }


def _tabs(chosen: Narrowing, counts: dict[str, int]) -> list[Tag]:
    """Return the tabs that are of use to this person: the empty ones stay away."""
    here = reverse("desk:queue")
    return [
        Tag(
            tab.label,
            here + chosen.address(tab=str(tab)),
            _words(counts.get(str(tab))),
            tab == chosen.tab,
        )
        for tab in Tab
        if tab in ALWAYS or tab == chosen.tab or counts.get(str(tab))
    ]


def _words(count: int | None) -> str:
    if count is None:
        return ""
    return f"{ui.number(count)}+" if count >= COUNT_CAP else ui.number(count)
