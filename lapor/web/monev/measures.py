"""Preventive actions and declared programmes: planned, finished with proof, tested."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import units_of
from lapor.domain.plans.models import Item
from lapor.domain.plans.queries.reach import kept_agencies
from lapor.domain.prevention import actions
from lapor.domain.prevention.models import Issue, Measure
from lapor.domain.prevention.queries import (
    issue_seen,
    measure_proof_seen,
    measure_seen,
    page_of_measures,
)
from lapor.domain.prevention.rules.words import Effect, Means
from lapor.kernel import clock, files
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.fields import Day, Files, Words, put_refusal
from lapor.web.shapes import File, Tab
from lapor.web.templatetags.ui import NOTHING
from lapor.web.who import officer, today

PROGRAMMES = "program"
MOST_ITEMS = 200


class MeasureForm(forms.Form):
    """A preventive action."""

    text = Words(label=_("Tindakan"), longest=2_000, multiline=True)
    means = forms.ChoiceField(label=_("Jenis"), choices=Means.options)
    unit = forms.ChoiceField(label=_("Unit pelaksana"))
    starts_on = Day(label=_("Mulai"))
    due_on = Day(label=_("Selesai paling lambat"))
    output = Words(
        label=_("Bukti yang akan ditunjukkan"), longest=2_000, multiline=True
    )
    item = forms.ChoiceField(
        label=_("Butir rencana aksi"),
        required=False,
        help_text=_("Kalau tindakan ini bagian dari rencana aksi."),
    )
    cost = Words(label=_("Biaya dan sumbernya"), longest=120, required=False)
    cites_data = forms.BooleanField(
        label=_("Menghasilkan aturan, SOP, atau anggaran yang memakai data pengaduan"),
        required=False,
    )


class FinishForm(forms.Form):
    """The end of an action, with its proof."""

    on = Day(label=_("Selesai pada"))
    uploads = Files(label=_("Bukti"), required=False)


@never_cache
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Show preventive actions, or only the declared programmes, last due first."""
    user = officer(request)
    only = request.GET.get("bagian") == PROGRAMMES
    page = page_of_measures(
        user,
        programmes_only=only,
        on=today(),
        after=request.GET.get("sesudah", ""),
    )
    here = f"?bagian={PROGRAMMES}" if only else "?bagian="
    kept = kept_agencies(user, on=today(), action=Action.KEEP_PLAN)
    context = {
        "rows": [
            (each, Means(each.means).label, told(each), shown_proofs(each))
            for each in page.rows
        ],
        "tabs": [
            Tab(gettext("Semua tindakan"), "?bagian=", not only),
            Tab(gettext("Program tanpa isu"), f"?bagian={PROGRAMMES}", only),
        ],
        "kept": {each.pk for each in kept},
        "next_url": f"{here}&sesudah={page.next}" if page.next else "",
        "first_url": "" if page.is_first else here,
    }
    return render(request, "monev/measures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_plan(request: HttpRequest, key: int) -> HttpResponse:
    """Plan an action against an issue."""
    found = issue_seen(officer(request), key, on=today())
    return _planned(request, found.agency, found)


@require_http_methods(["GET", "HEAD", "POST"])
def programme_plan(request: HttpRequest) -> HttpResponse:
    """Declare a preventive programme that answers no single issue."""
    kept = kept_agencies(officer(request), on=today(), action=Action.KEEP_PLAN)
    if not kept:
        raise NotFound(gettext("Program pencegahan dicatat oleh admin instansi."))
    return _planned(request, kept[0], None)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_finish(request: HttpRequest, key: int) -> HttpResponse:
    """Finish an action with its proof."""
    user = officer(request)
    found = measure_seen(user, key, on=today())
    form = FinishForm(
        request.POST or None, request.FILES or None, initial={"on": today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.finish_measure(
                found,
                on=form.cleaned_data["on"],
                uploads=form.cleaned_data["uploads"],
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Tindakan dinyatakan selesai."))
            return redirect(_back(found.issue))
    return _form(request, form, gettext("Selesaikan tindakan"), found.issue)


@never_cache
@require_safe
def measure_proof(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand out a file to somebody who may read of its action."""
    found = measure_proof_seen(officer(request), name, on=today())
    response = FileResponse(files.open_file(found.key))
    headers = files.attachment_headers(found.media_type, found.shown_name)
    for header, value in headers.items():
        response.headers[header] = value
    return response


def _planned(
    request: HttpRequest, agency: Organisation, issue: Issue | None
) -> HttpResponse:
    user: User = officer(request)
    offices, items = offices_of(agency), _items(agency)
    owner = (issue and issue.owner) or agency
    start = {"starts_on": today(), "unit": str(owner.pk)}
    form = MeasureForm(request.POST or None, initial=start)
    fill(form, "unit", offices)
    field: Any = form.fields["item"]
    field.choices = [
        ("", NOTHING),
        *((key, f"{each.number}. {each.activity[:90]}") for key, each in items.items()),
    ]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = offices[given.pop("unit")]
        given["item"] = items.get(given["item"])
        plan = actions.Plan(
            agency=agency,
            unit=None if unit.pk == agency.pk else unit,
            issue=issue,
            **given,
        )
        try:
            actions.plan_measure(plan, by=user, at=clock.now())
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Tindakan dicatat."))
            return redirect(_back(issue))
    title = gettext("Rencanakan tindakan") if issue else gettext("Catat program")
    return _form(request, form, title, issue)


def told(measure: Measure) -> str:
    """Return what the test of an effect says, in words with its numbers."""
    if not measure.effect:
        if measure.finished_on:
            return gettext("Diuji sesudah 120 hari.")
        return ""
    numbers = {"label": Effect(measure.effect).label, **measure.test}
    if measure.test.get("ratio") is None:
        return str(numbers["label"])
    if measure.test.get("high") is None:
        numbers["high"] = "∞"
    return (
        gettext(
            "%(label)s: %(before)s laporan sebelum, %(after)s sesudahnya; "
            "rasio %(ratio)s (95%%: %(low)s sampai %(high)s)."
        )
        % numbers
    )


def shown_proofs(measure: Measure) -> list[File]:
    """Return the files that may be read; those to be scanned are not offered yet."""
    return [
        File(
            each.shown_name, reverse("monev:measure_proof", args=[each.key]), each.size
        )
        for each in measure.proofs.all()
        if each.is_open
    ]


def offices_of(agency: Organisation) -> dict[str, Organisation]:
    """Return an agency and its units by key, as a form offers them."""
    rows = [agency, *units_of(agency).order_by("name")]
    return {str(each.pk): each for each in rows}


def fill(form: forms.Form, name: str, offices: Mapping[str, Organisation]) -> None:
    """Offer these offices in a field."""
    field: Any = form.fields[name]
    field.choices = [(key, office.name) for key, office in offices.items()]


def _items(agency: Organisation) -> dict[str, Item]:
    rows = Item.objects.filter(plan__agency=agency).order_by("-plan__year", "pk")
    return {str(each.pk): each for each in rows[:MOST_ITEMS]}


def _back(issue: Issue | None) -> str:
    if issue is None:
        return reverse("monev:measures")
    return reverse("monev:issue", args=[issue.pk])


def _form(
    request: HttpRequest, form: forms.Form, title: str, issue: Issue | None
) -> HttpResponse:
    context = {"form": form, "title": title, "issue": issue, "back_url": _back(issue)}
    status = 422 if form.is_bound else 200
    return render(request, "monev/issue_form.html", context, status=status)
