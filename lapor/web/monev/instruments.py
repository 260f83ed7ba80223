"""Weights of the score: versions, proposing, previewing, approving."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.analytics.rules.catalogue import by_id, of_part
from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.scoring import actions
from lapor.domain.scoring.models import Instrument
from lapor.domain.scoring.policies import may_decide, may_propose
from lapor.domain.scoring.queries import (
    instrument_numbered,
    instrument_on,
    instruments,
)
from lapor.domain.scoring.rules import Category, InstrumentState, Veto, sums
from lapor.domain.scoring.rules.weights import STEPS
from lapor.kernel import clock
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError, NotAllowedNow, NotPermitted
from lapor.web.fields import Day, Words
from lapor.web.monev.rescoring import preview_of
from lapor.web.who import officer, sent, today

PICKED = {
    InstrumentState.PROPOSED: "warn",
    InstrumentState.APPROVED: "good",
    InstrumentState.REFUSED: "bad",
}


class Row(NamedTuple):
    """One indicator of a version: its weight, and the weight in force."""

    id: str
    name: str
    weight: int
    now: int
    ends: str


class Kind(NamedTuple):
    """One of the four kinds with its weight and its indicators."""

    part: Part
    weight: int
    now: int
    rows: list[Row]


class InstrumentForm(forms.Form):
    """All weights and bounds, with the sums beside them."""

    valid_from = Day(
        label=_("Berlaku mulai"),
        help_text=_("Putaran yang sudah dibuka tetap memakai bobot lamanya."),
        error_messages={"required": _("Pilih tanggal mulai berlaku.")},
    )
    legal_basis = Words(label=_("Dasar hukum"), longest=300)
    reason = Words(label=_("Alasan perubahan"), longest=actions.LONGEST, multiline=True)

    def __init__(self, data: Mapping[str, Any], *given: Any, **named: Any) -> None:
        """Ask for every number of an instrument, as it stands in ``data``."""
        super().__init__(*given, **named)
        self.base = data
        for part in Part:
            self._ask(f"parts.{part}", part.label, data["parts"].get(part, 0))
            for one in scored_of(part):
                weight = data["inside"].get(part, {}).get(one.id, 0)
                label = f"{one.id} {translate(one.name)}"
                self._ask(f"inside.{one.id}", label, weight)
        for id, pair in data.get("ends", {}).items():
            for place, word in ((0, gettext("0 poin")), (1, gettext("100 poin"))):
                label = gettext("%(id)s: nilai yang mendapat %(word)s") % {
                    "id": id,
                    "word": word,
                }
                self._ask(f"ends.{id}.{place}", label, pair[place])
        for step in STEPS:
            label = gettext("%(name)s: paling sedikit") % {"name": step.label}
            self._ask(f"categories.{step}", label, data["categories"][step])
        for veto in Veto:
            self.fields[f"vetoes.{veto}"] = forms.ChoiceField(
                label=gettext("Bila %(why)s, paling tinggi") % {"why": veto.label},
                choices=[("", gettext("tanpa batas")), *_categories()],
                required=False,
                initial=data.get("vetoes", {}).get(veto, ""),
            )
        limits = data.get("limits", {})
        label = gettext("Paling sedikit laporan terdisposisi supaya dapat dinilai")
        self._ask("limits.small", label, limits.get("small", 10))
        label = gettext("Bagian tindak lanjut yang terlalu rendah (0 sampai 1)")
        self._ask("limits.low_follow_up", label, limits.get("low_follow_up", "0.50"))
        label = gettext("Poin dari performa untuk penilaian kelembagaan")
        self._ask("institutional", label, data.get("institutional", 0))

    def _ask(self, name: str, label: str, value: object) -> None:
        attrs = {"inputmode": "decimal", "size": 6, "class": "short"}
        self.fields[name] = forms.CharField(
            label=label,
            required=False,
            max_length=12,
            initial=value,
            widget=forms.TextInput(attrs=attrs),
        )

    def typed(self) -> dict[str, Any]:
        """Return the instrument as it was typed, to be read and checked by the room."""
        shown = {name: self[name].value() for name in self.fields}
        got = {name: "" if value is None else value for name, value in shown.items()}
        return {
            "parts": {part.value: _number(got[f"parts.{part}"]) for part in Part},
            "inside": {
                part.value: {
                    one.id: _number(got[f"inside.{one.id}"]) for one in scored_of(part)
                }
                for part in Part
            },
            "ends": {
                id: [got[f"ends.{id}.0"], got[f"ends.{id}.1"]]
                for id in self.base.get("ends", {})
            },
            "categories": {step.value: got[f"categories.{step}"] for step in STEPS},
            "vetoes": {
                veto.value: got[f"vetoes.{veto}"]
                for veto in Veto
                if got[f"vetoes.{veto}"]
            },
            "limits": {
                "small": _number(got["limits.small"]),
                "low_follow_up": got["limits.low_follow_up"],
            },
            "institutional": _number(got["institutional"]),
        }

    def put(self, refusal: DomainError) -> None:
        """Show what the room refused beside its fields; sums above all of them."""
        for name, sentence in refusal.fields.items():
            if name in self.fields:
                self.add_error(name, sentence)
            elif f"{name}.0" in self.fields:
                self.add_error(f"{name}.0", sentence)
            elif name == "categories":
                self.add_error(f"categories.{STEPS[0]}", sentence)
            else:
                self.add_error(None, sentence)
        if not refusal.fields:
            self.add_error(None, refusal.message)


class RefusalForm(forms.Form):
    """Why a version is refused."""

    remark = Words(label=_("Alasan penolakan"), longest=actions.LONGEST, multiline=True)


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show all versions; what waits and what is in force first."""
    in_force = _in_force()
    context = {
        "rows": [
            (each, each.standing.label, PICKED[each.standing], each == in_force)
            for each in instruments()
        ],
        "proposes": _passes(lambda: may_propose(officer(request), on=today())),
    }
    return render(request, "monev/instruments.html", context)


@never_cache
@require_safe
def page(request: HttpRequest, version: int) -> HttpResponse:
    """Show one version against the one in force, with what may be done to it."""
    found = instrument_numbered(version)
    return render(request, "monev/instrument.html", _context(request, found))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, version: int = 0) -> HttpResponse:
    """Propose new weights, or revise a proposal; the sums stand beside the kinds.

    The first button only adds up, so that it works without a script.
    """
    user = officer(request)
    may_propose(user, on=today())
    revised = instrument_numbered(version) if version else None
    if revised and revised.standing != InstrumentState.PROPOSED:
        raise NotAllowedNow(gettext("Versi bobot ini sudah diputuskan."))
    base = revised or instrument_on(today())
    form = InstrumentForm(base.data, sent(request), initial=_initial(revised))
    typed: dict[str, Any] = base.data
    if request.method == "POST":
        form.is_valid()
        typed = form.typed()
        if "hitung" not in request.POST and not form.errors:
            try:
                made = actions.propose(
                    data=typed,
                    valid_from=form.cleaned_data["valid_from"],
                    legal_basis=form.cleaned_data["legal_basis"],
                    reason=form.cleaned_data["reason"],
                    by=user,
                    at=clock.now(),
                    replaces=revised,
                )
            except DomainError as refusal:
                form.put(refusal)
            else:
                messages.success(request, gettext("Usulan bobot tersimpan."))
                return redirect("monev:instrument", version=made.version)
    is_counting = "hitung" in request.POST
    if is_counting:
        form.errors.clear()
    return _form_page(request, form, typed, revised, is_counting=is_counting)


@never_cache
@require_safe
def preview(request: HttpRequest, version: int) -> HttpResponse:
    """Show what a ranking already settled would have been under this version."""
    user, found = officer(request), instrument_numbered(version)
    context = {
        "instrument": found,
        "in_force": _in_force(),
        **preview_of(user, found, request.GET.get("putaran", ""), request),
    }
    return render(request, "monev/instrument_preview.html", context)


@require_http_methods(["POST"])
def approve(request: HttpRequest, version: int) -> HttpResponse:
    """Put a version in force from its day."""
    found = instrument_numbered(version)
    try:
        actions.approve(found, by=officer(request), at=clock.now())
    except NotAllowedNow as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, gettext("Bobot disetujui."))
    return redirect("monev:instrument", version=version)


@require_http_methods(["POST"])
def refuse(request: HttpRequest, version: int) -> HttpResponse:
    """Refuse a version with a reason."""
    found = instrument_numbered(version)
    form = RefusalForm(request.POST)
    if form.is_valid():
        actions.refuse(found, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, gettext("Usulan bobot ditolak."))
        return redirect("monev:instrument", version=version)
    context = _context(request, found) | {"form": form}
    return render(request, "monev/instrument.html", context, status=422)


def scored_of(part: Part) -> list[Any]:
    """Return the indicators of a kind that give points; the others are only shown."""
    return [one for one in of_part(part) if one.normal or one.mixed]


def kinds_of(data: Mapping[str, Any], now: Mapping[str, Any]) -> list[Kind]:
    """Return a version in lines, beside the one in force."""
    found = []
    for part in Part:
        inside = data["inside"].get(part, {})
        current = now.get("inside", {}).get(part, {})
        rows = [
            Row(
                id,
                translate(by_id(id).name),
                int(inside.get(id) or 0),
                int(current.get(id) or 0),
                " → ".join(map(str, data.get("ends", {}).get(id, []))),
            )
            for id in dict.fromkeys([*inside, *current])
        ]
        weights = data["parts"], now.get("parts", {})
        own, other = (int(each.get(part) or 0) for each in weights)
        found.append(Kind(part, own, other, rows))
    return found


def _context(request: HttpRequest, found: Instrument) -> dict[str, Any]:
    user = officer(request)
    in_force = _in_force()
    waits = found.standing == InstrumentState.PROPOSED
    return {
        "instrument": found,
        "in_force": in_force,
        "tone": PICKED[found.standing],
        "kinds": kinds_of(found.data, in_force.data if in_force else {}),
        "steps": [(step.label, found.data["categories"][step]) for step in STEPS],
        "vetoes": [
            (Veto(name).label, Category(most).label)
            for name, most in found.data.get("vetoes", {}).items()
        ],
        "proposes": _passes(lambda: may_propose(user, on=today())),
        "waits": waits,
        "decides": waits and _passes(lambda: may_decide(user, found, on=today())),
        "form": RefusalForm(),
    }


def _form_page(
    request: HttpRequest,
    form: InstrumentForm,
    typed: Mapping[str, Any],
    revised: Instrument | None,
    *,
    is_counting: bool,
) -> HttpResponse:
    total = sums(typed)
    groups = [
        (
            part,
            form[f"parts.{part}"],
            [form[f"inside.{one.id}"] for one in scored_of(part)],
            total[part],
        )
        for part in Part
    ]
    context = {
        "form": form,
        "groups": groups,
        "sum": total["parts"],
        "head": [form[name] for name in ("valid_from", "legal_basis", "reason")],
        "bounds": [
            form[name]
            for name in form.fields
            if name.startswith(("categories.", "vetoes.", "limits.", "institutional"))
        ],
        "ends": [form[name] for name in form.fields if name.startswith("ends.")],
        "revised": revised,
        "is_counting": is_counting,
    }
    status = 422 if form.errors else 200
    return render(request, "monev/instrument_form.html", context, status=status)


def _initial(revised: Instrument | None) -> dict[str, Any]:
    if revised is None:
        return {}
    return {
        name: getattr(revised, name) for name in ("valid_from", "legal_basis", "reason")
    }


def _in_force() -> Instrument | None:
    try:
        return instrument_on(today())
    except DomainError:
        return None


def _categories() -> list[tuple[str, str]]:
    return [(each.value, each.label) for each in Category if each.height >= 0]


def _number(typed: Any) -> Any:
    """Return a whole number when it is one, else what was typed, to be refused."""
    text = str(typed).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else text


def _passes(policy: Any) -> bool:
    try:
        policy()
    except NotPermitted:
        return False
    return True
