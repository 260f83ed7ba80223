"""Action plans: the board, one plan, its header, and the leader's approval."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.analytics.rules.indicator import Unit
from lapor.domain.ledger.queries import history_of
from lapor.domain.plans import actions
from lapor.domain.plans.models import Item, Plan
from lapor.domain.plans.policies import may_change_plan
from lapor.domain.plans.queries.plans import (
    BoardChoice,
    board,
    board_counts,
    faults_in,
    plan_seen_by,
    plans_seen_by,
    unlinked,
    waiting_for_check,
    waiting_for_leader,
)
from lapor.domain.plans.queries.reach import kept_agencies
from lapor.domain.plans.rules import (
    FIELDS,
    Aspect,
    ItemStatus,
    PlanAct,
    PlanState,
)
from lapor.kernel import clock
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError, NotPermitted
from lapor.web.fields import put_refusal
from lapor.web.monev.plan_forms import (
    AIMED,
    ChoiceForm,
    HeaderForm,
    PlanFileForm,
    WhyForm,
)
from lapor.web.monev.recommendations import shown_files
from lapor.web.shapes import Moment, Tab
from lapor.web.templatetags.ui import NOTHING, points, share
from lapor.web.turning import with_changed
from lapor.web.who import officer, sent, today

TONES: Final = {
    ItemStatus.NOT_STARTED: "plain",
    ItemStatus.RUNNING: "info",
    ItemStatus.DONE: "good",
    ItemStatus.LATE: "bad",
    ItemStatus.CANCELLED: "plain",
}
PLAN_TONES: Final = {
    PlanState.DRAFT: "info",
    PlanState.SUBMITTED: "warn",
    PlanState.APPROVED: "good",
}
FACTS: Final = {
    "plan.made": _("Rencana dibuat"),
    "plan.baseline_read": _("Nilai tahun lalu dibaca"),
    "plan.edited": _("Kepala rencana diubah"),
    "plan.item_added": _("Butir ditambah"),
    "plan.item_changed": _("Butir diubah"),
    "plan.item_dropped": _("Butir dihapus dari rancangan"),
    "plan.item_cancelled": _("Butir dibatalkan"),
    "plan.file_added": _("Berkas ditambah"),
    "plan.submitted": _("Diajukan ke pimpinan"),
    "plan.returned": _("Dikembalikan pimpinan"),
    "plan.approved": _("Disahkan pimpinan"),
    "plan.revised": _("Dibuka untuk perubahan"),
    "plan.progress_reported": _("Kemajuan dilaporkan"),
    "plan.progress_verified": _("Kemajuan diperiksa APIP"),
    "plan.progress_rejected": _("Bukti kemajuan tidak diterima"),
}
#: Words of changes in the log.
CHANGED: Final = {
    "year": _("tahun"),
    "quarters": _("triwulan"),
    "target_value": _("target"),
    "target_unit": _("satuan"),
    "weight": _("bobot"),
    "outcome": _("sasaran hasil"),
}
LOG: Final = 100


class Line(NamedTuple):
    """One item as lists show it; shares are exact, of 1."""

    it: Item
    status: str
    tone: str
    verified: Fraction
    reported: Fraction
    quarters: str
    faults: Mapping[str, str]


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the board: items by year, quarter and status, what is due first on top."""
    user, on = officer(request), today()
    plans = list(plans_seen_by(user, on=on).order_by("-year", "agency__name")[:200])
    form = ChoiceForm(request.GET or None, initial={"tahun": on.year})
    field = form.fields["rencana"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
    field.choices = [
        ("", gettext("Semua")),
        *((str(p.pk), f"{p.agency.name}: {p.title}") for p in plans),
    ]
    form.is_valid()
    given = getattr(form, "cleaned_data", {})
    choice = BoardChoice(
        given.get("tahun") or on.year,
        int(given.get("triwulan") or 0),
        given.get("keadaan", ""),
        int(given.get("rencana") or 0),
    )
    page = board(user, choice, on=on, after=request.GET.get("sesudah", ""))
    counts = board_counts(user, choice, on=on)
    context = {
        "form": form,
        "choice": choice,
        "lines": [line_of(item) for item in page.rows],
        "next_url": with_changed(request, sesudah=page.next) if page.next else "",
        "first_url": "" if page.is_first else with_changed(request, sesudah=""),
        "tabs": [
            Tab(
                gettext("Semua"),
                with_changed(request, keadaan="", sesudah=""),
                not choice.status,
                sum(counts.values()),
            ),
            *(
                Tab(
                    status.label,
                    with_changed(request, keadaan=status.value, sesudah=""),
                    choice.status == status,
                    counts[status],
                )
                for status in ItemStatus
            ),
        ],
        "plans": [(each, PLAN_TONES[each.standing]) for each in plans[:20]],
        "makes": bool(kept_agencies(user, on=on)),
        "for_leader": waiting_for_leader(user, on=on),
        "to_check": list(waiting_for_check(user, on=on)[:20]),
        "today": on,
    }
    return render(request, "monev/plans.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Begin a plan; what was typed stays when something is wrong."""
    user, on = officer(request), today()
    agencies = {each.code: each for each in kept_agencies(user, on=on)}
    if not agencies:
        raise NotPermitted(gettext("Rencana aksi disusun oleh admin instansi."))
    initial = {"year": on.year, "until_year": on.year}
    form = HeaderForm(None, sent(request), initial=initial)
    field = form.fields["agency"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
    field.choices = [(code, each.name) for code, each in agencies.items()]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.make_plan(
                agencies[given["agency"]],
                year=given["year"],
                until_year=given["until_year"],
                title=given["title"],
                legal_basis=given["legal_basis"],
                team_decree=given["team_decree"],
                targets=form.targets,
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            return redirect("monev:plan", key=made.pk)
    return _header_page(request, form, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Change the header of a draft."""
    user = officer(request)
    found = plan_seen_by(user, key, on=today())
    may_change_plan(user, found, PlanAct.EDIT, on=today())
    names = ("until_year", "title", "legal_basis", "team_decree")
    initial = {name: getattr(found, name) for name in names}
    form = HeaderForm(found, sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in names}
        try:
            actions.edit_plan(
                found, targets=form.targets, by=user, at=clock.now(), **given
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Tersimpan."))
            return redirect("monev:plan", key=key)
    return _header_page(request, form, found)


@never_cache
@require_safe
def page(request: HttpRequest, key: int) -> HttpResponse:
    """Show one plan whole: header, items, what it still lacks, its log."""
    found = plan_seen_by(officer(request), key, on=today())
    return render(request, "monev/plan.html", _context(request, found))


@require_http_methods(["POST"])
def submit(request: HttpRequest, key: int) -> HttpResponse:
    """Hand a plan to the leader, or say everything it lacks."""
    user = officer(request)
    found = plan_seen_by(user, key, on=today())
    try:
        actions.submit_plan(found, by=user, at=clock.now())
    except DomainError as refusal:
        if refusal.status != 422:
            raise
        context = _context(request, found) | {"refusal": refusal}
        return render(request, "monev/plan.html", context, status=422)
    messages.success(request, gettext("Rencana diajukan ke pimpinan."))
    return redirect("monev:plan", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, key: int) -> HttpResponse:
    """Show the leader what he approves; then approve."""

    def do(found: Plan, form: forms.Form, user: User) -> None:
        actions.approve_plan(found, by=user, at=clock.now())

    return _asked(
        request,
        key,
        PlanAct.APPROVE,
        forms.Form(sent(request)),
        gettext(
            "Dengan mengesahkan, Anda bertanggung jawab atas rencana ini. Rekomendasi "
            "yang dijawab butirnya ikut diterima."
        ),
        do,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, key: int) -> HttpResponse:
    """Return a plan to those who wrote it."""

    def do(found: Plan, form: forms.Form, user: User) -> None:
        actions.return_plan(
            found, why=form.cleaned_data["why"], by=user, at=clock.now()
        )

    words = gettext("Tulis apa yang perlu diperbaiki, supaya cukup sekali.")
    return _asked(request, key, PlanAct.RETURN, WhyForm(sent(request)), words, do)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, key: int) -> HttpResponse:
    """Open an approved plan for changes."""

    def do(found: Plan, form: forms.Form, user: User) -> None:
        actions.revise_plan(
            found, why=form.cleaned_data["why"], by=user, at=clock.now()
        )

    words = gettext(
        "Rencana kembali disusun dan perlu disahkan lagi. Tanggal pengesahan pertama "
        "tetap tercatat."
    )
    return _asked(request, key, PlanAct.REVISE, WhyForm(sent(request)), words, do)


@require_http_methods(["POST"])
def add_file(request: HttpRequest, key: int) -> HttpResponse:
    """Keep the signed document of a plan."""
    user = officer(request)
    found = plan_seen_by(user, key, on=today())
    form = PlanFileForm(request.POST, request.FILES)
    if form.is_valid():
        uploads = form.cleaned_data["uploads"]
        try:
            actions.add_plan_file(found, uploads=uploads, by=user, at=clock.now())
        except DomainError as refusal:
            if refusal.status == 403:
                raise
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Berkas tersimpan."))
            return redirect("monev:plan", key=key)
    context = _context(request, found) | {"file_form": form}
    return render(request, "monev/plan.html", context, status=422)


def line_of(item: Item, faults: Mapping[str, str] | None = None) -> Line:
    """Return an item as lists show it."""
    status = item.status(today())
    quarters = ", ".join(f"TW{n}" for n in item.quarters)
    return Line(
        item,
        status.label,
        TONES[status],
        Fraction(item.progress, 10_000),
        Fraction(item.reported, 10_000),
        f"{quarters} {item.year}".strip(),
        faults or {},
    )


def acts_of(user: User, plan: Plan) -> set[PlanAct]:
    """Return what a person may do to a plan now; its buttons."""
    found = set()
    for act in PlanAct:
        try:
            may_change_plan(user, plan, act, on=today())
        except DomainError:
            continue
        found.add(act)
    return found


def _context(request: HttpRequest, found: Plan) -> dict[str, Any]:
    user = officer(request)
    acts = acts_of(user, found)
    faults = faults_in(found) if PlanAct.EDIT in acts else None
    by_item = {each.item.pk: each.fields for each in faults.items} if faults else {}
    items = found.items.select_related("owner").prefetch_related("recommendations")
    lines = [line_of(item, by_item.get(item.pk)) for item in items]
    return {
        "plan": found,
        "tone": PLAN_TONES[found.standing],
        "aspects": [
            (aspect, [line for line in lines if line.it.aspect == aspect])
            for aspect in Aspect
            if any(line.it.aspect == aspect for line in lines)
        ],
        "faults": faults,
        "unlinked": [] if faults else list(unlinked(found)),
        "numbers": _numbers(found),
        "edits": PlanAct.EDIT in acts,
        "submits": PlanAct.SUBMIT in acts,
        "approves": PlanAct.APPROVE in acts,
        "returns": PlanAct.RETURN in acts,
        "revises": PlanAct.REVISE in acts,
        "files": shown_files(found.files.all()),
        "file_form": PlanFileForm(),
        "keeps": found.agency_id
        in {each.pk for each in kept_agencies(user, on=today())},
        "history": [
            Moment(_said(entry.fact, entry.data), entry.happened_at)
            for entry in history_of(found.ref).order_by("-pk")[:LOG]
        ],
        "fields": FIELDS,
        "today": today(),
    }


def _said(fact: str, kept: Mapping[str, Any]) -> str:
    """Return one line of the change log in words, with before and after."""
    words = str(FACTS.get(fact, fact))
    if "item" in kept:
        words += f" ({gettext('butir')} {kept['item']})"
    changes = [
        f"{CHANGED.get(name, name)}: {_value(pair[0])} → {_value(pair[1])}"
        for name, pair in kept.get("changes", {}).items()
    ]
    if not changes or fact == "plan.item_added":
        return words
    return f"{words}. {'; '.join(changes)}"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(f"TW{n}" for n in value) or NOTHING
    return str(value) if value not in (None, "") else NOTHING


def _numbers(plan: Plan) -> list[tuple[str, str, str]]:
    """Return indicator, last year's value and target, as people read them."""
    found = []
    for one in AIMED:
        base, target = plan.baseline.get(one.id), plan.targets.get(one.id, "")
        if base is None and not target:
            continue
        value = Fraction(base["value"]) if base else None
        if value is None:
            shown = NOTHING
        elif one.unit == Unit.SHARE:
            shown = share(value)
        else:
            shown = points(value)
        unit = "%" if one.unit == Unit.SHARE else ""
        wanted = f"{target.replace('.', ',')}{unit}" if target else NOTHING
        found.append((f"{one.id} {translate(one.name)}", shown, wanted))
    return found


def _asked(
    request: HttpRequest,
    key: int,
    act: PlanAct,
    form: forms.Form,
    words: str,
    do: Callable[[Plan, forms.Form, User], None],
) -> HttpResponse:
    """Ask before an act; do it on a second look, or say why not."""
    user = officer(request)
    found = plan_seen_by(user, key, on=today())
    may_change_plan(user, found, act, on=today())
    if request.method == "POST" and form.is_valid():
        try:
            do(found, form, user)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(
                request, gettext("Tersimpan: %(act)s.") % {"act": act.label}
            )
            return redirect("monev:plan", key=key)
    context = _context(request, found) | {
        "form": form,
        "title": act.label,
        "words": words,
    }
    status = 422 if form.errors else 200
    return render(request, "monev/plan_act.html", context, status=status)


def _header_page(
    request: HttpRequest, form: HeaderForm, plan: Plan | None
) -> HttpResponse:
    context = {
        "form": form,
        "plan": plan,
        "head": [b for b in form.visible_fields() if not b.name.startswith("target_")],
        "targets": [b for b in form.visible_fields() if b.name.startswith("target_")],
    }
    status = 422 if form.errors else 200
    return render(request, "monev/plan_form.html", context, status=status)
