"""The way to the Ombudsman as its reporter sees it: offer, consent, where it stands."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import case_of_holder, ombudsman_way
from lapor.domain.handover.actions import consent, void
from lapor.domain.handover.models import Handover
from lapor.domain.handover.queries import handovers_of, office_for
from lapor.domain.handover.rules import Maladministration, State
from lapor.domain.reporters.rules import Person
from lapor.kernel import clock, throttle
from lapor.kernel.errors import DomainError, Invalid, NotFound
from lapor.web import passes
from lapor.web.fields import Words, put_refusal
from lapor.web.portal.forms import ReasonForm
from lapor.web.shapes import Moment

BUCKET = "ombudsman"
MOST_FAILURES = 5
WINDOW = timedelta(hours=1)
GONE = gettext_lazy("Laporan ini tidak dapat dibuka lagi dengan kode Anda.")


class HandoverForm(forms.Form):
    """Consent, and who the reporter is: the Ombudsman must know it."""

    name = Words(
        longest=100,
        label=gettext_lazy("Nama lengkap"),
        help_text=gettext_lazy("Seperti yang Anda tulis saat melapor, bila ditulis."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = Words(
        required=False,
        longest=40,
        label=gettext_lazy("Nomor telepon"),
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        ),
    )
    email = Words(
        required=False,
        longest=254,
        label=gettext_lazy("Email"),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
    )
    keeps_identity_secret = forms.BooleanField(
        required=False,
        label=gettext_lazy("Minta Ombudsman merahasiakan identitas saya"),
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "Saya setuju laporan saya, perjalanannya, lampirannya, dan identitas saya "
            "diserahkan kepada Ombudsman Republik Indonesia."
        ),
        error_messages={"required": gettext_lazy("Persetujuan Anda diperlukan.")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ombudsman(request: HttpRequest, number: str) -> HttpResponse:
    """Explain, ask for consent, or show how the hand-over stands."""
    mine, now = mine_of(number), clock.now()
    newest = handovers_of(mine).first()
    if newest is not None and newest.is_alive and newest.state != State.OFFERED:
        return _show(request, mine, newest, form=None)
    if ombudsman_way(mine, at=now) is None:
        return _show(request, mine, newest, form=None)
    if request.method != "POST":
        return _show(request, mine, newest, form=HandoverForm())
    form = HandoverForm(request.POST)
    if form.is_valid() and _consent(form, mine, now):
        messages.success(
            request, gettext("Laporan Anda disiapkan untuk dikirim ke Ombudsman.")
        )
        return HttpResponseRedirect(f"{passes.path_of(number)}ombudsman/")
    return _show(request, mine, newest, form=form, status=422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw the consent."""
    mine = mine_of(number)
    form = ReasonForm(request.POST) if request.method == "POST" else ReasonForm()
    if form.is_bound and form.is_valid():
        try:
            void(mine, reason=form.cleaned_data["reason"], at=clock.now())
        except Invalid as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(
                request, gettext("Persetujuan ditarik. Paketnya dimusnahkan.")
            )
            return HttpResponseRedirect(passes.path_of(number))
    context = {
        "here": "lacak",
        "case": mine,
        "form": form,
        "case_url": passes.path_of(number),
    }
    status = 422 if form.is_bound else 200
    return render(request, "portal/ombudsman_back.html", context, status=status)


def mine_of(number: str) -> Case:
    """Return the case of whoever holds its pass, or raise NotFound."""
    found = case_of_holder(number)
    if found is None:
        raise NotFound(str(GONE))
    return found


def _consent(form: HandoverForm, mine: Case, now: datetime) -> bool:
    given = form.cleaned_data
    limits: dict[str, Any] = {"limit": MOST_FAILURES, "window": WINDOW, "at": now}
    throttle.check(BUCKET, mine.number, **limits)
    try:
        consent(
            mine,
            agrees=given["consent"],
            person=Person(
                name=given["name"], email=given["email"], phone=given["phone"]
            ),
            keeps_identity_secret=given["keeps_identity_secret"],
            at=now,
        )
    except DomainError as refusal:
        throttle.count(BUCKET, mine.number, **limits)
        put_refusal(form, refusal)
        return False
    return True


def _show(
    request: HttpRequest,
    mine: Case,
    handover: Handover | None,
    *,
    form: HandoverForm | None,
    status: int = 200,
) -> HttpResponse:
    way = ombudsman_way(mine, at=clock.now())
    is_under_way = (
        handover is not None and handover.is_alive and handover.state != State.OFFERED
    )
    is_past = handover is not None and handover.state != State.OFFERED
    office = handover.office if handover and is_past else None
    if form is not None:
        office = office_for(mine, on=timezone.localdate(clock.now()))
    context = {
        "here": "lacak",
        "case": mine,
        "office": office,
        "case_url": passes.path_of(mine.number),
        "form": form,
        "way": way,
        "handover": handover,
        "is_under_way": is_under_way,
        "moments": _moments(handover) if handover and is_past else [],
        "had_errors": status != 200,
    }
    return render(request, "portal/ombudsman.html", context, status=status)


def _moments(handover: Handover) -> list[Moment]:
    """Return how it went, the newest first, as moments of a timeline."""
    passed = [
        (State.CONSENTED, handover.consented_at),
        (State.SENT, handover.sent_at),
        (State.RECEIVED, handover.received_at),
        (State.EXAMINED, handover.examined_at),
    ]
    told = [Moment(state.label, at=at) for state, at in passed if at is not None]
    if handover.ended_at is not None:
        end = State(handover.state)
        told.append(Moment(end.label, at=handover.ended_at, body=_result(handover)))
    if handover.voided_at is not None:
        told.append(Moment(gettext("Persetujuan Anda tarik"), at=handover.voided_at))
    return told[::-1]


def _result(handover: Handover) -> str:
    if handover.state == State.REFUSED:
        return handover.words
    found = Maladministration(handover.maladministration).label
    return "\n".join(filter(None, [found, handover.corrective_action]))
