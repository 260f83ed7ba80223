"""Who watches whom: dated edges on a legal basis (hubungan pengawasan)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.policies import may_edit_reference
from lapor.domain.organisations.actions import (
    add_oversight,
    end_oversight,
    oversight_numbered,
)
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import edges_on
from lapor.domain.organisations.rules import OversightKind
from lapor.kernel import clock
from lapor.kernel.errors import DomainError
from lapor.web.console.fields import OrganisationField, choice, choices_of, day_field
from lapor.web.who import officer, put_on_form, today

#: More rows than this are not for reading; the export has them all.
MOST = 200


class FilterForm(forms.Form):
    """Narrows the list by day, kind and name."""

    q = forms.CharField(label=_("Nama instansi"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Jenis"), required=False)
    pada = day_field(_("Berlaku pada"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Fill the choices."""
        super().__init__(*given, **named)
        choice(self, "kind").choices = choices_of(OversightKind, gettext("Semua"))


class EdgeForm(forms.Form):
    """A new edge."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Look up who may be named."""
        super().__init__(*given, **named)
        everybody = Organisation.objects.filter(is_active=True)
        self.fields |= {
            "overseer": OrganisationField(everybody, label=_("Yang mengawasi")),
            "kind": forms.ChoiceField(
                label=_("Jenis"), choices=choices_of(OversightKind)
            ),
            "subject": OrganisationField(everybody, label=_("Yang diawasi")),
            "valid_from": day_field(_("Berlaku dari")),
            "valid_until": day_field(
                _("Berlaku sampai"),
                required=False,
                hint=_("Hari terakhir berlaku; kosong bila belum ditentukan."),
            ),
            "legal_basis": forms.CharField(label=_("Dasar hukum"), max_length=300),
        }


class EndForm(forms.Form):
    """The last day of an edge."""

    on = day_field(_("Hari terakhir berlaku"))


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the edges valid on a day."""
    form = FilterForm(request.GET or None, initial={"pada": today()})
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    on = given.get("pada") or today()
    edges = edges_on(on, kind=given.get("kind", ""), text=given.get("q", ""))
    rows = list(edges[: MOST + 1])
    context = {
        "form": form,
        "on": on,
        "rows": rows[:MOST],
        "more": len(rows) > MOST,
        "most": MOST,
    }
    return render(request, "console/oversight.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add an edge."""
    user = officer(request)
    form = EdgeForm(request.POST or None, initial={"valid_from": today()})
    if request.method == "POST" and form.is_valid():
        may_edit_reference(user, on=today())
        try:
            add_oversight(by=user.actor, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Hubungan pengawasan sudah dicatat."))
            return redirect("console:oversight")
    return render(request, "console/oversight_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, key: int) -> HttpResponse:
    """End an edge on a day."""
    user = officer(request)
    edge = oversight_numbered(key)
    form = EndForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        may_edit_reference(user, on=today())
        try:
            end_oversight(
                edge, on=form.cleaned_data["on"], by=user.actor, at=clock.now()
            )
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Hubungan pengawasan diakhiri."))
            return redirect("console:oversight")
    context = {"form": form, "edge": edge}
    return render(request, "console/oversight_end.html", context)
