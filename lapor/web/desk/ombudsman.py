"""The Ombudsman's own desk: what reporters handed over, package, steps and result."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lapor.domain.handover.actions import ask_package, opened_package, take_step
from lapor.domain.handover.models import Handover
from lapor.domain.handover.queries import (
    handover_seen_by,
    handovers_seen_by,
    live_package,
)
from lapor.domain.handover.rules import Maladministration, NoticeState, State, follows
from lapor.kernel import clock
from lapor.kernel.errors import DomainError
from lapor.kernel.paging import Order, page_of
from lapor.web.desk.place import officer, today
from lapor.web.fields import Day, Words, put_refusal

ORDER: Final = Order("consented_at", descending=True)
OPEN: Final = (State.CONSENTED, State.SENT, State.RECEIVED, State.EXAMINED)


class ReceiveForm(forms.Form):
    """The number under which the Ombudsman keeps it."""

    reference = Words(
        required=False, longest=64, label=gettext_lazy("Nomor di Ombudsman")
    )


class NothingForm(forms.Form):
    """A step that asks for nothing but the button."""


class ResultForm(forms.Form):
    """What the examination found."""

    maladministration = forms.ChoiceField(
        label=gettext_lazy("Hasil pemeriksaan"),
        choices=[],
        error_messages={"required": gettext_lazy("Pilih hasilnya.")},
    )
    corrective_action = Words(
        required=False,
        longest=5_000,
        multiline=True,
        label=gettext_lazy("Tindakan korektif"),
        help_text=gettext_lazy("Yang harus dilakukan instansi, dan sampai kapan."),
    )
    report_on = Day(
        required=False, label=gettext_lazy("Tanggal laporan hasil pemeriksaan (LHP)")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is chosen before the officer chooses."""
        super().__init__(*args, **kwargs)
        found = self.fields["maladministration"]
        if isinstance(found, forms.ChoiceField):
            found.choices = [("", gettext("Pilih…")), *Maladministration.options()]


class RefuseForm(forms.Form):
    """Why it is not taken."""

    words = Words(
        shortest=5,
        longest=5_000,
        multiline=True,
        label=gettext_lazy("Alasan untuk pelapor"),
        error_messages={"required": gettext_lazy("Tulis alasannya.")},
    )


STEPS: Final[Mapping[State, tuple[str | Promise, type[forms.Form]]]] = MappingProxyType(
    {
        State.RECEIVED: (gettext_lazy("Catat diterima"), ReceiveForm),
        State.EXAMINED: (gettext_lazy("Mulai pemeriksaan"), NothingForm),
        State.FINISHED: (gettext_lazy("Catat hasil"), ResultForm),
        State.REFUSED: (gettext_lazy("Tidak dapat diterima"), RefuseForm),
    }
)


@never_cache
@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    """List what was handed over, the newest first."""
    user, now = officer(request), clock.now()
    rows = handovers_seen_by(user, on=today(now))
    wants_ended = request.GET.get("selesai") == "1"
    open_states = sorted(OPEN)
    chosen = (
        rows.exclude(state__in=open_states)
        if wants_ended
        else rows.filter(state__in=open_states)
    )
    page = page_of(
        chosen.order_by(), order=ORDER, after=request.GET.get("after", ""), size=50
    )
    kept = "selesai=1&" if wants_ended else ""
    context = {
        "rows": [(row, State(row.state).label) for row in page.rows],
        "wants_ended": wants_ended,
        "next_url": f"?{kept}after={page.next}" if page.next else "",
        "first_url": "" if page.is_first else f"?{kept}",
    }
    return render(request, "desk/handovers.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, number: str) -> HttpResponse:
    """Show one hand-over, or take the next step with it."""
    user, now = officer(request), clock.now()
    found = handover_seen_by(user, number, on=today(now))
    if request.method != "POST":
        return _show(request, found)
    step = request.POST.get("langkah", "")
    if step not in set(_possible(found)):
        return _show(
            request,
            found,
            refusal=gettext("Langkah ini tidak dapat dilakukan lagi."),
            status=409,
        )
    form = STEPS[State(step)][1](request.POST)
    if form.is_valid():
        notice = _notice(found, State(step), form.cleaned_data, now)
        try:
            take_step(found, notice, by=user, at=now)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Tercatat, dan pelapor diberi tahu."))
            here = reverse("desk:handover", args=[found.number])
            return HttpResponseRedirect(here)
    return _show(request, found, bound=(State(step), form), status=422)


@never_cache
@require_POST
def package(request: HttpRequest, number: str) -> HttpResponse:
    """Give the sealed package in the clear; that it was opened is written down."""
    user, now = officer(request), clock.now()
    found = handover_seen_by(user, number, on=today(now))
    if live_package(found) is None:
        ask_package(found)
        messages.info(request, gettext("Paket disiapkan. Muat ulang sebentar lagi."))
        return HttpResponseRedirect(reverse("desk:handover", args=[found.number]))
    content = opened_package(found, by=user.actor, at=now)
    response = HttpResponse(content, content_type="application/zip")
    name = f'attachment; filename="{found.number}.zip"'
    response.headers["Content-Disposition"] = name
    return response


def _possible(found: Handover) -> list[State]:
    return [state for state in STEPS if follows(State(found.state), state)]


def _notice(
    found: Handover, state: State, given: Mapping[str, Any], now: datetime
) -> NoticeState:
    return NoticeState(
        found.number,
        state,
        now,
        reference=given.get("reference", ""),
        maladministration=given.get("maladministration", ""),
        corrective_action=given.get("corrective_action", ""),
        report_on=given.get("report_on"),
        words=given.get("words", ""),
    )


def _show(
    request: HttpRequest,
    found: Handover,
    *,
    bound: tuple[State, forms.Form] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    steps = []
    for state in _possible(found):
        label, kind = STEPS[state]
        is_bound = bound is not None and bound[0] == state
        form = (
            bound[1] if bound and is_bound else kind(prefix=None, auto_id=f"{state}_%s")
        )
        steps.append((str(state), label, form, is_bound))
    context = {
        "handover": found,
        "case": found.case,
        "state": State(found.state).label,
        "package": live_package(found),
        "steps": steps,
        "refusal": refusal,
        "result": Maladministration(found.maladministration).label
        if found.maladministration
        else "",
    }
    return render(request, "desk/handover.html", context, status=status)
