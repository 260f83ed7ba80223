"""Satisfaction surveys of an agency: open, hand out by QR, read the index."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.surveys.actions import close_survey, open_survey
from lapor.domain.surveys.policies import agencies_of
from lapor.domain.surveys.queries import outcome_of, page_of_surveys, survey_seen
from lapor.domain.surveys.rules import FEWEST_SHOWN, Kind
from lapor.kernel import clock
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError, NotPermitted
from lapor.web.fields import Day, Words, put_refusal
from lapor.web.who import officer, today


class OpenForm(forms.Form):
    """A new survey."""

    agency = forms.ChoiceField(label=_("Instansi"))
    kind = forms.ChoiceField(
        label=_("Jenis survei"), widget=forms.RadioSelect, choices=Kind.options
    )
    title = Words(label=_("Judul"), longest=160)
    starts_on = Day(label=_("Hari pertama"))
    ends_on = Day(label=_("Hari terakhir"))
    population = forms.IntegerField(
        label=_("Banyaknya orang yang dilayani"),
        help_text=_("Untuk menghitung jumlah jawaban yang perlu. Boleh dikosongkan."),
        required=False,
        min_value=1,
        max_value=300_000_000,
    )


@never_cache
@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """Show the surveys a person may see, newest first."""
    user = officer(request)
    page = page_of_surveys(user, on=today(), after=request.GET.get("sesudah", ""))
    context = {"page": page, "may_open": bool(agencies_of(user, on=today()))}
    return render(request, "monev/surveys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def survey_open(request: HttpRequest) -> HttpResponse:
    """Open a survey; what was typed stays when something is wrong."""
    user = officer(request)
    agencies = {each.code: each for each in agencies_of(user, on=today())}
    if not agencies:
        raise NotPermitted(gettext("Survei dibuka oleh admin instansi."))
    form = OpenForm(request.POST or None, initial=_start(user))
    field: Any = form.fields["agency"]
    field.choices = [(code, each.name) for code, each in agencies.items()]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        given |= {"agency": agencies[given["agency"]], "kind": Kind(given["kind"])}
        try:
            made = open_survey(by=user, at=clock.now(), **given)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Survei dibuka. Bagikan alamatnya."))
            return redirect("monev:survey", key=made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "monev/survey_open.html", {"form": form}, status=status)


@never_cache
@require_safe
def survey(request: HttpRequest, key: int) -> HttpResponse:
    """Show what a survey says, and the address to hand out."""
    user = officer(request)
    found = survey_seen(user, key, on=today())
    outcome = outcome_of(found)
    path = reverse("portal:survey", args=[found.token])
    context = {
        "survey": found,
        "kind": Kind(found.kind).label,
        "outcome": outcome,
        "rows": [
            (translate(question.name), tally.mean, tally.n)
            for question, tally in outcome.questions
        ],
        "address": f"{settings.LAPOR_PUBLIC_URL}{path}",
        "is_open": found.closed_at is None and found.ends_on >= today(),
        "may_close": found.agency in agencies_of(user, on=today()),
        "is_shown": outcome.n >= FEWEST_SHOWN,
        "fewest": FEWEST_SHOWN,
    }
    return render(request, "monev/survey.html", context)


@require_http_methods(["POST"])
def survey_close(request: HttpRequest, key: int) -> HttpResponse:
    """Close a survey before its last day."""
    user = officer(request)
    close_survey(survey_seen(user, key, on=today()), by=user, at=clock.now())
    messages.success(request, gettext("Survei ditutup."))
    return redirect("monev:survey", key=key)


def _start(user: User) -> dict[str, Any]:
    """Return what a new survey begins with: two weeks from today."""
    first = today()
    return {
        "kind": str(Kind.NINE),
        "starts_on": first,
        "ends_on": first + timedelta(days=13),
    }
