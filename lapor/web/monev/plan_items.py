"""Items of a plan: writing them, half-written ones too, and one item whole."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.analytics.rules.catalogue import CATALOGUE
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import units_of
from lapor.domain.plans import actions
from lapor.domain.plans.actions import ItemValues, decimal_of
from lapor.domain.plans.models import Item, Plan, Progress
from lapor.domain.plans.policies import may_change_plan, may_check, may_report
from lapor.domain.plans.queries.plans import (
    item_seen_by,
    plan_seen_by,
)
from lapor.domain.plans.queries.recommendations import open_recommendations
from lapor.domain.plans.rules import (
    QUARTERS,
    Aspect,
    PlanAct,
    ProgressState,
    faults_of,
)
from lapor.kernel import clock
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError
from lapor.web.fields import Words, put_refusal
from lapor.web.monev.plan_forms import WhyForm
from lapor.web.monev.plans import acts_of, line_of
from lapor.web.monev.recommendations import shown_files
from lapor.web.who import officer, sent, today

TONES = {
    ProgressState.REPORTED: "warn",
    ProgressState.VERIFIED: "good",
    ProgressState.REJECTED: "bad",
}


def words(label: Any, longest: int = 300, **more: Any) -> Words:
    """Return a field that may stay empty; a long one takes several lines."""
    is_long = longest > 300
    if is_long:
        more.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
    return Words(
        label=label, longest=longest, multiline=is_long, required=False, **more
    )


class ItemForm(forms.Form):
    """An item, whole or half-written: nothing but its aspect must be there to save."""

    aspect = forms.ChoiceField(label=_("Aspek"), choices=Aspect.options)
    problem = words(_("Masalah atau akar masalah"), 4_000)
    recommendations = forms.MultipleChoiceField(
        label=_("Rekomendasi yang dijawab"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    activity = words(_("Kegiatan"), 4_000)
    indicator = words(
        _("Indikator keluaran"),
        help_text=_("Apa yang dihitung, misalnya orang dilatih."),
    )
    target_value = forms.CharField(
        label=_("Target"),
        required=False,
        max_length=20,
        help_text=_("Angka di atas 0."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    target_unit = words(_("Satuan target"), 60, help_text=_("orang, berkas, persen"))
    outcome = forms.ChoiceField(
        label=_("Sasaran hasil"),
        required=False,
        help_text=_("Pilih bila targetnya hasil (seperti RTL), bukan keluaran."),
    )
    owner = forms.ChoiceField(label=_("Unit penanggung jawab"), required=False)
    owner_person = words(
        _("Pejabat penanggung jawab"), 160, help_text=_("Nama atau jabatan.")
    )
    partners = words(_("Mitra"))
    year = forms.TypedChoiceField(label=_("Tahun"), coerce=int)
    quarters = forms.TypedMultipleChoiceField(
        label=_("Jadwal"),
        required=False,
        coerce=int,
        choices=[(n, f"TW{n}") for n in QUARTERS],
        widget=forms.CheckboxSelectMultiple,
    )
    budget = forms.CharField(
        label=_("Anggaran (rupiah)"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    budget_source = words(_("Sumber anggaran"), 200)
    risk = words(_("Risiko"), 4_000)
    proof = words(_("Bukti yang akan ditunjukkan"), 4_000)
    weight = forms.IntegerField(
        label=_("Bobot terhadap butir lain"), min_value=1, max_value=100, initial=1
    )
    note = words(_("Catatan"), 4_000)

    def __init__(self, plan: Plan, *given: Any, **named: Any) -> None:
        """Offer the years of the plan, the units of its agency, what is open for it."""
        super().__init__(*given, **named)
        agency = plan.agency
        units = [agency, *units_of(agency).order_by("name", "code")]
        self.units: dict[str, Organisation] = {each.code: each for each in units}
        self.open = list(open_recommendations(agency))
        self._offer("year", [(year, str(year)) for year in plan.years])
        self._offer(
            "owner",
            [
                ("", gettext("Belum dipilih")),
                *((c, u.name) for c, u in self.units.items()),
            ],
        )
        self._offer(
            "outcome",
            [
                ("", gettext("Bukan sasaran hasil")),
                *((one.id, f"{one.id} {translate(one.name)}") for one in CATALOGUE),
            ],
        )
        self._offer(
            "recommendations",
            [(str(r.pk), f"{r.number}: {r.text[:160]}") for r in self.open],
        )
        if not self.open:
            del self.fields["recommendations"]

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
        field.choices = choices

    def clean_target_value(self) -> Any:
        """Read a number as people type it; nothing is nothing yet."""
        typed = self.cleaned_data["target_value"]
        number = decimal_of(typed) if typed.strip() else None
        if typed.strip() and number is None:
            raise ValidationError(gettext("Isi target dengan angka, misalnya 40."))
        return number

    def clean_budget(self) -> Any:
        """Read rupiah with or without separators of thousands."""
        typed = self.cleaned_data["budget"].replace(".", "").replace(" ", "").strip()
        if typed and not (typed.isascii() and typed.isdigit()):
            raise ValidationError(
                gettext("Isi anggaran dengan angka rupiah, misalnya 25.000.000.")
            )
        return int(typed) if typed else None

    def values(self) -> ItemValues:
        """Return the item as the room takes it."""
        given = dict(self.cleaned_data)
        given.pop("recommendations", None)
        given["owner"] = self.units.get(given["owner"])
        given["aspect"] = Aspect(given["aspect"])
        return ItemValues(**given)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item_make(request: HttpRequest, key: int) -> HttpResponse:
    """Add an item; half-written ones are kept with what they still lack."""
    plan = plan_seen_by(officer(request), key, on=today())
    return _write(request, plan, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: HttpRequest, key: int) -> HttpResponse:
    """Change an item of a draft."""
    item = item_seen_by(officer(request), key, on=today())
    return _write(request, item.plan, item)


@never_cache
@require_safe
def item(request: HttpRequest, key: int) -> HttpResponse:
    """Show one item: what it holds, what was done, the proof, what may be done."""
    found = item_seen_by(officer(request), key, on=today())
    return _page(request, found)


@require_http_methods(["POST"])
def item_drop(request: HttpRequest, key: int) -> HttpResponse:
    """Take an item out of a first draft."""
    found = item_seen_by(officer(request), key, on=today())
    actions.drop_item(found, by=officer(request), at=clock.now())
    messages.success(request, gettext("Butir dihapus dari rancangan."))
    return redirect("monev:plan", key=found.plan_id)


@require_http_methods(["POST"])
def item_cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Cancel an item of a draft with a reason."""
    found = item_seen_by(officer(request), key, on=today())
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, why_form=form)
    actions.cancel_item(
        found, why=form.cleaned_data["why"], by=officer(request), at=clock.now()
    )
    messages.success(request, gettext("Butir dibatalkan."))
    return redirect("monev:plan", key=found.plan_id)


def _write(request: HttpRequest, plan: Plan, known: Item | None) -> HttpResponse:
    user = officer(request)
    may_change_plan(user, plan, PlanAct.EDIT, on=today())
    form = ItemForm(plan, sent(request), initial=_initial(plan, known, request))
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_item(
                plan,
                known,
                form.values(),
                recommendations=[
                    int(pk) for pk in form.cleaned_data.get("recommendations", [])
                ],
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            _say_saved(request, plan, saved)
            return redirect("monev:plan", key=plan.pk)
    context = {"form": form, "plan": plan, "item": known}
    status = 422 if form.errors else 200
    return render(request, "monev/item_form.html", context, status=status)


def _say_saved(request: HttpRequest, plan: Plan, saved: Item) -> None:
    faults = faults_of(saved.values, first=plan.year, last=plan.until_year)
    if faults:
        messages.warning(
            request,
            gettext("Butir %(n)d tersimpan, tetapi belum dapat diajukan. %(why)s")
            % {"n": saved.number, "why": " ".join(faults.values())},
        )
    else:
        messages.success(
            request, gettext("Butir %(n)d tersimpan.") % {"n": saved.number}
        )


def _initial(plan: Plan, known: Item | None, request: HttpRequest) -> dict[str, Any]:
    if known is None:
        asked = request.GET.get("rekomendasi", "")
        return {"year": plan.year, "recommendations": [asked] if asked else []}
    found = {name: getattr(known, name) for name in ItemForm.base_fields}
    return found | {
        "owner": known.owner.code if known.owner else "",
        "recommendations": [str(each.pk) for each in known.recommendations.all()],
        "target_value": "" if known.target_value is None else plain(known.target_value),
    }


def plain(number: Decimal | None) -> str:
    """Write a number as people type it: 97,5 and 40, not 40.00; none is empty."""
    if number is None:
        return ""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _page(
    request: HttpRequest, found: Item, why_form: WhyForm | None = None
) -> HttpResponse:
    user = officer(request)
    acts = acts_of(user, found.plan)
    plan = found.plan
    edits = PlanAct.EDIT in acts and found.cancelled_at is None
    context = {
        "item": found,
        "line": line_of(
            found, faults_of(found.values, first=plan.year, last=plan.until_year)
        ),
        "target": plain(found.target_value),
        "aspect": Aspect(found.aspect).label,
        "recommendations": found.recommendations.all(),
        "reports": [
            {
                "it": each,
                "tone": TONES[each.standing],
                "value": plain(each.realised),
                "share": each.share / 10_000,
                "files": shown_files(each.proofs.all()),
                "checks": _may_check(user, each),
            }
            for each in _reports(found)
        ],
        "reports_progress": plan.approved_on is not None and _may_report(user, found),
        "edits": edits,
        "drops": edits and plan.approved_on is None,
        "why_form": why_form or WhyForm(),
        "cancelling": why_form is not None,
        "today": today(),
    }
    status = 422 if why_form else 200
    return render(request, "monev/item.html", context, status=status)


def _reports(found: Item) -> list[Progress]:
    rows = list(found.reports.prefetch_related("proofs"))
    for each in rows:
        each.item = found
    return rows


def _may_report(user: User, found: Item) -> bool:
    try:
        may_report(user, found, on=today())
    except DomainError:
        return False
    return found.cancelled_at is None


def _may_check(user: User, each: Progress) -> bool:
    if each.state != ProgressState.REPORTED:
        return False
    try:
        may_check(user, each, on=today())
    except DomainError:
        return False
    return True
