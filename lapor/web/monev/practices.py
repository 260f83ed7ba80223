"""Good practices: what worked, shared with agencies of the same kind."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.competition.actions import LONGEST, adopt, share
from lapor.domain.competition.policies import entrants_of
from lapor.domain.competition.queries import page_of_practices, practice_numbered
from lapor.domain.organisations.rules import OrganisationKind
from lapor.kernel import clock
from lapor.kernel.errors import DomainError
from lapor.web.fields import Words, put_refusal
from lapor.web.who import officer, today


class PracticeForm(forms.Form):
    """Problem, solution, effect: what somebody needs to do the same."""

    agency = forms.ChoiceField(label=_("Instansi"))
    title = Words(label=_("Judul"), longest=160)
    problem = Words(label=_("Masalahnya"), longest=LONGEST, multiline=True)
    solution = Words(label=_("Yang dilakukan"), longest=LONGEST, multiline=True)
    effect = Words(
        label=_("Hasilnya"),
        help_text=_("Sebutkan angka sebelum dan sesudahnya."),
        longest=LONGEST,
        multiline=True,
    )


@never_cache
@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """Show good practices, of one kind of agency or of all."""
    kind = request.GET.get("jenis", "")
    kinds = [each for each in OrganisationKind if each != OrganisationKind.UNIT]
    kind = kind if kind in set(kinds) else ""
    page = page_of_practices(kind=kind, after=request.GET.get("sesudah", ""))
    own = entrants_of(officer(request), on=today())
    context = {"page": page, "kind": kind, "kinds": kinds, "own": own}
    return render(request, "monev/practices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def practice_share(request: HttpRequest) -> HttpResponse:
    """Share a practice; what was typed stays when something is wrong."""
    user = officer(request)
    agencies = {each.code: each for each in entrants_of(user, on=today())}
    form = PracticeForm(request.POST or None)
    field: Any = form.fields["agency"]
    field.choices = [(code, each.name) for code, each in agencies.items()]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        agency = agencies[given.pop("agency")]
        try:
            share(agency, by=user, at=clock.now(), **given)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Praktik baik dibagikan."))
            return redirect("monev:practices")
    context = {"form": form, "title": gettext("Bagikan praktik baik")}
    status = 422 if form.is_bound else 200
    return render(request, "monev/edition_form.html", context, status=status)


@never_cache
@require_safe
def practice(request: HttpRequest, key: int) -> HttpResponse:
    """Show one practice, and who took it over."""
    found = practice_numbered(key)
    own = [
        agency
        for agency in entrants_of(officer(request), on=today())
        if agency.pk != found.organisation_id
    ]
    taken = found.adoptions.select_related("organisation").order_by("-adopted_at")[:50]
    context = {"practice": found, "own": own, "taken": taken}
    return render(request, "monev/practice.html", context)


@require_http_methods(["POST"])
def practice_adopt(request: HttpRequest, key: int) -> HttpResponse:
    """Say that one's agency takes a practice over."""
    user, found = officer(request), practice_numbered(key)
    for agency in entrants_of(user, on=today()):
        if agency.pk != found.organisation_id:
            adopt(found, agency, by=user, at=clock.now())
            messages.success(request, gettext("Dicatat: instansi Anda menerapkannya."))
    return redirect("monev:practice", key=key)
