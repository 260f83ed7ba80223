"""The register of recurring issues: what came back, why, and what is done about it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import units_of
from lapor.domain.plans.queries.reach import reaches
from lapor.domain.prevention import actions
from lapor.domain.prevention.models import Issue, Measure
from lapor.domain.prevention.queries import (
    Filters,
    counts_by_month,
    issue_seen,
    measures_seen_by,
    page_of_issues,
)
from lapor.domain.prevention.rules.words import (
    Cause,
    Effect,
    IssueState,
    Means,
    Sign,
)
from lapor.kernel import clock
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.fields import Day, Files, Words, put_refusal
from lapor.web.monev.plan_forms import WhyForm
from lapor.web.shapes import Bar
from lapor.web.who import officer, today

SCALE = [("", _("Pilih")), *((str(n), str(n)) for n in range(1, 6))]


class CauseForm(forms.Form):
    """Root cause, owner and risk."""

    title = Words(label=_("Nama isu"), longest=160)
    cause = forms.ChoiceField(label=_("Akar masalah"), choices=Cause.options)
    whys = Words(
        label=_("Mengapa terjadi?"),
        help_text=_("Satu sebab setiap baris; tanya “mengapa?” sampai lima kali."),
        longest=1_600,
        multiline=True,
    )
    owner = forms.ChoiceField(label=_("Unit yang bertanggung jawab"))
    likelihood = forms.TypedChoiceField(
        label=_("Kemungkinan terulang, 1 sampai 5"), choices=SCALE, coerce=int
    )
    impact = forms.TypedChoiceField(
        label=_("Dampak, 1 sampai 5"), choices=SCALE, coerce=int
    )


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
def issues(request: HttpRequest) -> HttpResponse:
    """Show the register, newest first."""
    user = officer(request)
    state = request.GET.get("keadaan", "")
    filters = Filters(state=state if state in set(IssueState) else "")
    page = page_of_issues(
        user, filters, on=today(), after=request.GET.get("sesudah", "")
    )
    context = {
        "page": page,
        "state": filters.state,
        "states": list(IssueState),
        "rows": [
            (issue, [Sign(s).label for s in issue.signs], IssueState(issue.state).label)
            for issue in page.rows
        ],
    }
    return render(request, "monev/issues.html", context)


@never_cache
@require_safe
def issue(request: HttpRequest, key: int) -> HttpResponse:
    """Show one issue with its trend, its cause and its actions."""
    user = officer(request)
    found = issue_seen(user, key, on=today())
    return render(request, "monev/issue.html", _context(user, found))


@require_http_methods(["GET", "HEAD", "POST"])
def issue_cause(request: HttpRequest, key: int) -> HttpResponse:
    """Register the root cause; what was typed stays when something is missing."""
    user = officer(request)
    found = issue_seen(user, key, on=today())
    offices = _offices(found.agency)
    start = {
        "title": found.title,
        "cause": found.cause,
        "whys": "\n".join(found.whys),
        "owner": str((found.owner or found.unit or found.agency).pk),
        "likelihood": found.likelihood,
        "impact": found.impact,
    }
    form = CauseForm(request.POST or None, initial=start)
    _fill(form, "owner", offices)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        given["owner"] = offices[given["owner"]]
        given["whys"] = given["whys"].splitlines()
        try:
            actions.register_issue(found, by=user, at=clock.now(), **given)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Akar masalah dicatat."))
            return redirect("monev:issue", key=key)
    return _form(request, form, gettext("Catat akar masalah"), found)


@require_http_methods(["GET", "HEAD", "POST"])
def issue_end(request: HttpRequest, key: int, how: str) -> HttpResponse:
    """Close or dismiss an issue."""
    user = officer(request)
    found = issue_seen(user, key, on=today())
    act, title = {
        "selesai": (actions.close_issue, gettext("Nyatakan selesai")),
        "abaikan": (actions.dismiss_issue, gettext("Bukan isu berulang")),
    }.get(how, (None, ""))
    if act is None:
        raise NotFound(gettext("Halaman ini tidak ada."))
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(found, why=form.cleaned_data["why"], by=user, at=clock.now())
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            return redirect("monev:issue", key=key)
    return _form(request, form, title, found)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_plan(request: HttpRequest, key: int) -> HttpResponse:
    """Plan an action against an issue."""
    user = officer(request)
    found = issue_seen(user, key, on=today())
    offices = _offices(found.agency)
    start = {"starts_on": today(), "unit": str((found.owner or found.agency).pk)}
    form = MeasureForm(request.POST or None, initial=start)
    _fill(form, "unit", offices)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = offices[given.pop("unit")]
        plan = actions.Plan(
            agency=found.agency,
            unit=None if unit.pk == found.agency_id else unit,
            issue=found,
            **given,
        )
        try:
            actions.plan_measure(plan, by=user, at=clock.now())
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Tindakan dicatat."))
            return redirect("monev:issue", key=key)
    return _form(request, form, gettext("Rencanakan tindakan"), found)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_finish(request: HttpRequest, key: int) -> HttpResponse:
    """Finish an action with its proof."""
    user = officer(request)
    found: Measure | None = measures_seen_by(user, on=today()).filter(pk=key).first()
    if found is None or found.issue is None:
        raise NotFound(gettext("Tindakan ini tidak ada atau bukan tugas Anda."))
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
            return redirect("monev:issue", key=found.issue_id)
    return _form(request, form, gettext("Selesaikan tindakan"), found.issue)


def _context(user: User, found: Issue) -> dict[str, Any]:
    months = counts_by_month(found)
    return {
        "issue": found,
        "state": IssueState(found.state).label,
        "signs": [Sign(sign).label for sign in found.signs],
        "cause": Cause(found.cause).label if found.cause else "",
        "keeps": reaches(user, Action.KEEP_PLAN, found.agency, on=today()),
        "is_open": found.state in (IssueState.DETECTED, IssueState.REGISTERED),
        "is_registered": found.state == IssueState.REGISTERED,
        "months": [Bar(f"{str(month)[4:]}/{str(month)[:4]}", n) for month, n in months],
        "measures": [
            (each, Means(each.means).label, _told(each))
            for each in found.measures.order_by("due_on", "pk")
        ],
    }


def _told(measure: Measure) -> str:
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


def _offices(agency: Organisation) -> dict[str, Organisation]:
    rows = [agency, *units_of(agency).order_by("name")]
    return {str(each.pk): each for each in rows}


def _form(
    request: HttpRequest, form: forms.Form, title: str, found: Issue
) -> HttpResponse:
    context = {"form": form, "title": title, "issue": found}
    status = 422 if form.is_bound else 200
    return render(request, "monev/issue_form.html", context, status=status)


def _fill(form: forms.Form, name: str, offices: dict[str, Organisation]) -> None:
    field: Any = form.fields[name]
    field.choices = [(key, office.name) for key, office in offices.items()]
