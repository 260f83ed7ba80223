"""How often and how long: what the decrees leave open, set from a day on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lapor.domain.accounts.policies import may_edit_reference
from lapor.domain.deadlines.actions import set_allowance
from lapor.domain.deadlines.queries import regulations
from lapor.domain.deadlines.rules import Allowed, Evidence
from lapor.kernel import clock
from lapor.kernel.errors import DomainError
from lapor.web.console.fields import choice, choices_of, day_field
from lapor.web.who import officer, put_on_form, today


class AllowanceForm(forms.Form):
    """One value from a day on; what held before ends on the day before."""

    name = forms.ChoiceField(label=_("Yang diatur"))
    amount = forms.IntegerField(label=_("Nilai"), min_value=1, max_value=1000)
    regulation = forms.ChoiceField(label=_("Peraturan"))
    article = forms.CharField(label=_("Pasal"), required=False, max_length=200)
    evidence = forms.ChoiceField(label=_("Kepastian"))
    valid_from = day_field(
        _("Berlaku dari"),
        hint=_("Laporan yang masuk sebelum hari ini memakai nilai yang lama."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        """Fill the choices."""
        super().__init__(*given, **named)
        decrees = [(decree.code, str(decree)) for decree in regulations().reverse()]
        choice(self, "name").choices = choices_of(Allowed)
        choice(self, "regulation").choices = decrees
        choice(self, "evidence").choices = choices_of(Evidence)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Set one allowance from a day on."""
    user = officer(request)
    form = AllowanceForm(request.POST or None, initial={"valid_from": today()})
    if request.method == "POST" and form.is_valid():
        may_edit_reference(user, on=today())
        given = dict(form.cleaned_data)
        given["name"] = Allowed(given["name"])
        given["evidence"] = Evidence(given["evidence"])
        try:
            set_allowance(by=user.actor, at=clock.now(), **given)
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Nilai sudah dicatat."))
            return redirect("console:terms")
    return render(request, "console/allowance_form.html", {"form": form})
