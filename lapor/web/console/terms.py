"""Limits by timer and class: what the law says, and what agencies shortened."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.accounts.policies import may_edit_organisation, may_edit_reference
from lapor.domain.accounts.queries import has_action, organisations_under
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.queries import classifications
from lapor.domain.deadlines.actions import (
    add_regulation,
    change_regulation,
    set_term,
)
from lapor.domain.deadlines.models import Term
from lapor.domain.deadlines.queries import (
    allowances,
    regulation_named,
    regulations,
    terms,
)
from lapor.domain.deadlines.rules import Allowed, Evidence, StartsAt, Timer, Unit
from lapor.domain.deadlines.rules.rows import TermRow
from lapor.kernel import clock
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError
from lapor.kernel.validity import is_in_force
from lapor.web.console.fields import OrganisationField, choice, choices_of, day_field
from lapor.web.who import day_asked, officer, put_on_form, today


class TermForm(forms.Form):
    """A limit from a day on; what held before ends on the day before."""

    timer = forms.ChoiceField(label=_("Jam"))
    classification = forms.ChoiceField(label=_("Klasifikasi"), required=False)
    amount = forms.IntegerField(label=_("Batas"), min_value=1, max_value=3660)
    unit = forms.ChoiceField(label=_("Satuan"))
    starts_at = forms.ChoiceField(label=_("Dihitung"))
    regulation = forms.ChoiceField(label=_("Peraturan"))
    article = forms.CharField(label=_("Pasal"), required=False, max_length=200)
    evidence = forms.ChoiceField(label=_("Kepastian"))
    valid_from = day_field(
        _("Berlaku dari"),
        hint=_("Laporan yang masuk sebelum hari ini memakai batas yang lama."),
    )
    valid_until = day_field(
        _("Berlaku sampai"), required=False, hint=_("Kosong: sampai diganti.")
    )
    transition = forms.CharField(
        label=_("Aturan peralihan"), required=False, max_length=2000
    )

    def __init__(self, *given: Any, manager: User, **named: Any) -> None:
        """Fill the choices; who is not national must name an agency of his."""
        super().__init__(*given, **named)
        all_classes = [("", gettext("Semua"))]
        all_classes += [(row.code, translate(row.label)) for row in classifications()]
        for name, choices in (
            ("timer", choices_of(Timer)),
            ("classification", all_classes),
            ("unit", choices_of(Unit)),
            ("starts_at", choices_of(StartsAt)),
            ("regulation", [(r.code, str(r)) for r in regulations().reverse()]),
            ("evidence", choices_of(Evidence)),
        ):
            choice(self, name).choices = choices
        within = organisations_under(manager, on=today()).filter(parent=None)
        self.fields["organisation"] = OrganisationField(
            within,
            label=_("Instansi"),
            required=not is_national(manager),
        )
        self.fields["organisation"].help_text = _(
            "Kosong: berlaku nasional. Instansi hanya boleh memperpendek."
        )
        self.order_fields(["organisation", *self.fields])


class RegulationForm(forms.Form):
    """A decree that limits can cite."""

    code = forms.CharField(
        label=_("Nomor"), max_length=60, help_text=_("Misalnya PermenPANRB 62/2018.")
    )
    title = forms.CharField(label=_("Judul"), max_length=300)
    valid_from = day_field(_("Berlaku dari"))
    valid_until = day_field(_("Berlaku sampai"), required=False)
    transition = forms.CharField(
        label=_("Aturan peralihan"), required=False, max_length=2000
    )


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the limits valid on a day, or all there ever were."""
    user, on = officer(request), day_asked(request)
    everything = request.GET.get("semua") == "1"
    rows = [row for row in _seen_by(user) if everything or is_in_force(row, on)]
    names = {row.code: translate(row.label) for row in classifications()}
    context = {
        "rows": [
            (row, Timer(row.timer).label, names.get(row.classification, ""))
            for row in rows
        ],
        "on": on,
        "everything": everything,
        "allowances": [
            (row, Allowed(row.name).label)
            for row in allowances(on=None if everything else on)
        ],
        "regulations": regulations(),
        "is_national": is_national(user),
    }
    return render(request, "console/terms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Set a limit from a day on."""
    user = officer(request)
    form = TermForm(
        request.POST or None,
        manager=user,
        initial={"valid_from": today(), "unit": Unit.WORKING_DAYS},
    )
    if request.method == "POST" and form.is_valid():
        agency = form.cleaned_data["organisation"]
        if agency is None:
            may_edit_reference(user, on=today())
        else:
            may_edit_organisation(user, agency, on=today())
        try:
            set_term(_row(form.cleaned_data), by=user.actor, at=clock.now())
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Batas waktu sudah dicatat."))
            return redirect("console:terms")
    return render(request, "console/term_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def regulation(request: HttpRequest) -> HttpResponse:
    """List a new decree."""
    user = officer(request)
    form = RegulationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        may_edit_reference(user, on=today())
        try:
            add_regulation(by=user.actor, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Peraturan sudah dicatat."))
            return redirect("console:terms")
    return render(request, "console/regulation_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def regulation_edit(request: HttpRequest, key: int) -> HttpResponse:
    """Correct what is said of a decree, or say when it ended."""
    user, decree = officer(request), regulation_named(key)
    form = RegulationForm(
        request.POST or None,
        initial={name: getattr(decree, name) for name in RegulationForm.base_fields},
    )
    for fixed in ("code", "valid_from"):
        del form.fields[fixed]
    if request.method == "POST" and form.is_valid():
        may_edit_reference(user, on=today())
        try:
            change_regulation(
                decree,
                **form.cleaned_data,
                evidence=decree.evidence,
                by=user.actor,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Perubahan sudah disimpan."))
            return redirect("console:terms")
    context = {"form": form, "row": decree}
    return render(request, "console/regulation_form.html", context)


def is_national(user: User) -> bool:
    """Tell whether this person keeps the national data."""
    return has_action(user, Action.MANAGE_REFERENCE, on=today())


def _seen_by(user: User) -> list[Term]:
    """Return national limits and those of the agencies this person manages."""
    mine = set(
        organisations_under(user, on=today())
        .filter(parent=None, terms__isnull=False)
        .values_list("pk", flat=True)
    )
    return [
        row
        for row in terms()
        if row.organisation_id is None or row.organisation_id in mine
    ]


def _row(values: dict[str, Any]) -> TermRow:
    agency = values["organisation"]
    return TermRow(
        timer=Timer(values["timer"]),
        classification=values["classification"],
        organisation=agency.code if agency else "",
        amount=values["amount"],
        unit=Unit(values["unit"]),
        starts_at=StartsAt(values["starts_at"]),
        regulation=values["regulation"],
        article=values["article"],
        evidence=Evidence(values["evidence"]),
        valid_from=values["valid_from"],
        valid_until=values["valid_until"],
        transition=values["transition"],
    )
