"""What was sent, what stands still, how the channels are, and what they cost."""

from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lapor.domain.notifications.actions import open_gate, send_again
from lapor.domain.notifications.models import Outgoing
from lapor.domain.notifications.queries import (
    channel_states,
    costs,
    deliveries_page,
    rendered,
    standing_counts,
    standings,
)
from lapor.domain.notifications.rules import Notice, State, Way
from lapor.kernel import clock
from lapor.kernel.errors import NotFound
from lapor.web.who import officer

#: Months of costs that are shown.
SHOWN = timedelta(days=366)
ATTENTION = (State.FAILED, State.DEAD, State.HELD)


class NarrowForm(forms.Form):
    """Which messages to list."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=lambda: [("", gettext("Semua")), *State.options()],
    )
    saluran = forms.ChoiceField(
        label=_("Saluran"),
        required=False,
        choices=lambda: [("", gettext("Semua")), *Way.options()],
    )


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show messages that need attention first, then whatever is asked for."""
    now = clock.now()
    form = NarrowForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    state, way = given.get("keadaan", ""), given.get("saluran", "")
    try:
        before = min(max(0, int(request.GET.get("sebelum", 0))), 2**62)
    except ValueError:
        before = 0
    rows, following = deliveries_page(state=state, way=way, before=before)
    kept = {name: value for name, value in given.items() if value}
    counts = standing_counts(at=now)
    context = {
        "form": form,
        "rows": [(row, Notice(row.notice).label, Way(row.way).label) for row in rows],
        "counts": [
            (
                each.label,
                counts.get(each, 0),
                f"?keadaan={each}",
                "bad" if each in ATTENTION else "plain",
            )
            for each in State
            if counts.get(each)
        ],
        "channels": [
            (row, Way(row.way).label, bool(row.shut_until and row.shut_until > now))
            for row in channel_states()
        ],
        "costs": costs(since=now - SHOWN),
        "limits": [(each, Way(each.limit.way).label) for each in standings(at=now)],
        "attention": ATTENTION,
        "next_url": (
            f"?{urlencode({**kept, 'sebelum': following})}" if following else ""
        ),
        "first_url": f"?{urlencode(kept)}" if before else "",
    }
    return render(request, "console/deliveries.html", context)


@never_cache
@require_safe
def message(request: HttpRequest, key: int) -> HttpResponse:
    """Show one message: its words, and what came of each attempt."""
    row = Outgoing.objects.filter(pk=key).first()
    if row is None:
        raise NotFound(gettext("Kiriman itu tidak ada."))
    words = rendered(
        Notice(row.notice),
        row.language,
        row.subject,
        row.parameters,
        for_officers=True,
    )
    context = {
        "row": row,
        "words": words,
        "is_mail": row.way == Way.EMAIL,
        "label": Notice(row.notice).label,
        "way": Way(row.way).label,
        "attempts": row.deliveries.order_by("pk"),
        "may_repeat": row.state in ATTENTION,
    }
    return render(request, "console/delivery.html", context)


@require_POST
def repeat(request: HttpRequest) -> HttpResponse:
    """Queue messages that stand still once more."""
    keys = [int(raw) for raw in request.POST.getlist("key") if _is_key(raw)]
    count = send_again(keys, by=officer(request).actor, at=clock.now())
    messages.success(
        request,
        ngettext(
            "%(n)d kiriman masuk antrean lagi.",
            "%(n)d kiriman masuk antrean lagi.",
            count,
        )
        % {"n": count},
    )
    return redirect("console:deliveries")


@require_POST
def reopen(request: HttpRequest, way: str) -> HttpResponse:
    """Let a channel that was shut try again at once."""
    if way not in set(Way):
        raise NotFound(gettext("Saluran itu tidak ada."))
    open_gate(Way(way), by=officer(request).actor, at=clock.now())
    messages.success(request, gettext("Saluran dicoba lagi sekarang."))
    return redirect("console:deliveries")


def _is_key(raw: str) -> bool:
    return raw.isascii() and raw.isdigit() and len(raw) < 19
