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
from lapor.domain.plans.queries.reach import reaches
from lapor.domain.prevention import actions
from lapor.domain.prevention.models import Issue
from lapor.domain.prevention.queries import (
    Filters,
    counts_by_month,
    issue_seen,
    newest_numbers,
    page_of_issues,
)
from lapor.domain.prevention.rules.words import (
    Cause,
    IssueState,
    Means,
    Sign,
)
from lapor.kernel import clock
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.fields import Words, put_refusal
from lapor.web.monev.measures import fill, offices_of, shown_proofs, told
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
    offices = offices_of(found.agency)
    start = {
        "title": found.title,
        "cause": found.cause,
        "whys": "\n".join(found.whys),
        "owner": str((found.owner or found.unit or found.agency).pk),
        "likelihood": found.likelihood,
        "impact": found.impact,
    }
    form = CauseForm(request.POST or None, initial=start)
    fill(form, "owner", offices)
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
        "numbers": newest_numbers(found),
        "measures": [
            (each, Means(each.means).label, told(each), shown_proofs(each))
            for each in found.measures.prefetch_related("proofs").order_by(
                "due_on", "pk"
            )
        ],
    }


def _form(
    request: HttpRequest, form: forms.Form, title: str, found: Issue
) -> HttpResponse:
    context = {"form": form, "title": title, "issue": found}
    status = 422 if form.is_bound else 200
    return render(request, "monev/issue_form.html", context, status=status)
