"""The queue: what an officer has to do, due first."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import Tab, queue_counts, queue_page
from lapor.kernel import clock
from lapor.kernel.paging import COUNT_CAP
from lapor.web.desk.narrowing import Narrowing, narrowing, selects
from lapor.web.desk.place import officer, today
from lapor.web.templatetags import ui

ALWAYS = frozenset({Tab.TODO, Tab.LATE, Tab.DONE})
SIZE = 50


class Row(NamedTuple):
    """One line of the list, every cell ready to be shown."""

    number: str
    title: str
    classification: str
    category: str
    office: str
    state: SafeString
    due: SafeString
    received: str
    is_anonymous: bool
    is_secret: bool
    is_joined: bool


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
    context = {
        "rows": rows_of(page.rows, on),
        "tabs": _tabs(chosen, counts),
        "tab": chosen.tab,
        "selects": selects(request, user, chosen),
        "is_narrowed": any(chosen.kept.values()),
        "next_url": chosen.address(after=page.next) if page.next else "",
        "first_url": "" if page.is_first else chosen.address(),
        "clear_url": f"?tab={chosen.tab}",
        **doors(user, on),
        "export_query": chosen.address(),
    }
    return render(request, "desk/queue.html", context)


def doors(user: User, on: date) -> dict[str, bool]:
    """Say which other pages of the desk this person may open."""
    return {
        "may_export": has_action(user, Action.EXPORT, on=on),
        "may_enter": has_action(user, Action.ENTER_CASE, on=on),
    }


def rows_of(cases: Iterable[Case], on: date) -> list[Row]:
    """Return what the list shows of each case."""
    states: dict[str, SafeString] = {}
    found = []
    for case in cases:
        if case.state not in states:
            states[case.state] = ui.state(case.state)
        kind, topic = case.classification, case.category
        found.append(
            Row(
                number=case.number,
                title=case.shown_title,
                classification=kind.label if kind else gettext("Belum diklasifikasi"),
                category=topic.name if topic else "",
                office=case.unit.name if case.unit else case.agency.name,
                state=states[case.state],
                due=_due(case, on),
                received=_received(case),
                is_anonymous=case.is_anonymous,
                is_secret=case.is_secret,
                is_joined=case.parent_id is not None,
            )
        )
    return found


def _due(case: Case, on: date) -> SafeString:
    if case.due_at is None:
        return format_html('<span class="soft">{}</span>', ui.NOTHING)
    day = timezone.localdate(case.due_at)
    left = (day - on).days
    tone = "late" if left < 0 else "soon" if left < 2 else "calm"
    return format_html(
        '<time class="due due--{}" datetime="{}">{}</time><br>'
        '<span class="soft">{}</span>',
        tone,
        day.isoformat(),
        _distance(left),
        date_format(day, "j M Y"),
    )


def _distance(left: int) -> str:
    """Say in words how far a day is; negative: how late."""
    if left == 0:
        return gettext("hari ini")
    if left == 1:
        return gettext("besok")
    if left < 0:
        late = ngettext("terlambat %(n)s hari", "terlambat %(n)s hari", -left)
        return late % {"n": -left}
    return ngettext("%(n)s hari lagi", "%(n)s hari lagi", left) % {"n": left}


def _received(case: Case) -> str:
    """The hour could lead to an anonymous reporter: his report shows the day only."""
    local = timezone.localtime(case.received_at)
    return date_format(local, "j M Y" if case.is_anonymous else "j M Y, H.i")


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
