"""Verification side by side, and clarification from both sides."""

from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.monev.actions.filling import answer_clarification
from lapor.domain.monev.actions.verifying import (
    ask_clarification,
    close_sheet,
    decide_clarification,
    recheck,
    score_item,
    verify_sheet,
)
from lapor.domain.monev.models import Clarification, Sheet
from lapor.domain.monev.policies import acts_on_sheet, conflict_of
from lapor.domain.monev.queries.rounds import sheet_seen_by
from lapor.domain.monev.rules.items import MOST, item_named
from lapor.domain.monev.rules.words import SheetAct
from lapor.kernel import clock
from lapor.kernel.errors import DomainError, Invalid, NotFound
from lapor.web.fields import Words, put_refusal
from lapor.web.monev.readings import below_of, name_of, readings_of
from lapor.web.monev.sheets import VALUES, groups_of
from lapor.web.who import officer, sent, today

LONGEST = 4_000


class AskForm(forms.Form):
    """One point on which the assessor sees it otherwise."""

    about = forms.ChoiceField(label=_("Tentang"))
    question = Words(label=_("Yang perlu dijelaskan"), longest=LONGEST, multiline=True)


class FinishForm(forms.Form):
    """The end of a verification."""

    remark = Words(
        label=_("Catatan untuk yang dinilai"),
        longest=LONGEST,
        multiline=True,
        required=False,
    )
    accept_rest = forms.BooleanField(
        label=_("Terima isian sendiri untuk butir yang belum dinilai"), required=False
    )


class AnswerForm(forms.Form):
    """The answer of whoever is evaluated."""

    answer = Words(label=_("Jawaban"), longest=LONGEST, multiline=True)


class DecideForm(forms.Form):
    """What the assessor decides after the answer."""

    is_accepted = forms.ChoiceField(
        label=_("Keputusan"),
        widget=forms.RadioSelect,
        choices=[("ya", _("Penjelasan diterima")), ("tidak", _("Tidak diterima"))],
    )
    decision = Words(label=_("Alasan"), longest=LONGEST, multiline=True)
    score = forms.ChoiceField(
        label=_("Nilai baru butir ini"),
        required=False,
        choices=[("", _("Tetap")), *((value, value) for value in VALUES)],
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, key: int) -> HttpResponse:
    """Show claim, data, evidence and finding side by side; save what was scored."""
    user = officer(request)
    found = sheet_seen_by(user, key, on=today())
    typed = sent(request)
    faults: dict[str, str] = {}
    form = FinishForm(typed if typed and "selesai" in typed else None)
    if typed is not None:
        faults = _score(found, typed, user)
        faults |= _rescore(found, typed, user)
        if not faults and "selesai" in typed and form.is_valid():
            faults = _finish(found, form, user)
        if not faults and not form.errors:
            messages.success(request, gettext("Nilai tersimpan."))
            return redirect("monev:sheet_verify", key=key)
    acts = {step.act for step in acts_on_sheet(user, found, on=today())}
    context = {
        "sheet": found,
        "groups": _groups(found, typed, faults),
        "rechecks": _rechecks(found, typed),
        "readings": readings_of(found),
        "below": below_of(found),
        "faults": faults,
        "conflict": conflict_of(user, found, on=today()),
        "scores": SheetAct.SCORE in acts or bool(faults),
        "rechecks_open": SheetAct.RECHECK in acts,
        "finishes": SheetAct.VERIFY in acts,
        "asks": SheetAct.ASK in acts,
        "closes": SheetAct.CLOSE_AUTOMATIC in acts,
        "form": form,
        "values": VALUES,
        "has_points": found.clarifications.exists(),
    }
    status = 422 if faults or form.errors else 200
    return render(request, "monev/sheet_verify.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: int) -> HttpResponse:
    """Ask about one item or indicator."""
    user = officer(request)
    found = sheet_seen_by(user, key, on=today())
    form = AskForm(sent(request), initial={"about": request.GET.get("tentang", "")})
    field = form.fields["about"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
    field.choices = _topics(found)
    if request.method == "POST" and form.is_valid():
        try:
            ask_clarification(found, by=user, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Dicatat, dikirim bersama yang lain."))
            return redirect("monev:sheet_points", key=key)
    context = {"sheet": found, "form": form, "title": gettext("Minta klarifikasi")}
    return _point_page(request, form, context)


@require_http_methods(["POST"])
def close(request: HttpRequest, key: int) -> HttpResponse:
    """Close a late sheet: only its automatic values count."""
    user = officer(request)
    found = sheet_seen_by(user, key, on=today())
    close_sheet(found, by=user, at=clock.now())
    messages.success(request, gettext("Lembar kerja ditutup dengan nilai otomatis."))
    return redirect("monev:sheet", key=key)


@never_cache
@require_safe
def points(request: HttpRequest, key: int) -> HttpResponse:
    """Show every point of a sheet with question, answer and decision."""
    user = officer(request)
    found = sheet_seen_by(user, key, on=today())
    acts = {step.act for step in acts_on_sheet(user, found, on=today())}
    context = {
        "sheet": found,
        "points": [(point, _about(point)) for point in found.clarifications.all()],
        "answers": SheetAct.ANSWER in acts,
        "decides": SheetAct.DECIDE in acts,
        "asks": SheetAct.ASK in acts,
        "today": today(),
    }
    return render(request, "monev/sheet_points.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: int, point: int) -> HttpResponse:
    """Answer one point for the subject."""
    user = officer(request)
    found = sheet_seen_by(user, key, on=today())
    row = _point(found, point)
    form = AnswerForm(sent(request), initial={"answer": row.answer})
    if request.method == "POST" and form.is_valid():
        try:
            answer_clarification(
                row, answer=form.cleaned_data["answer"], by=user, at=clock.now()
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Jawaban tersimpan."))
            return redirect("monev:sheet_points", key=key)
    context = {
        "sheet": found,
        "form": form,
        "title": gettext("Jawab klarifikasi"),
        "point": row,
        "about": _about(row),
        "today": today(),
    }
    return _point_page(request, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, key: int, point: int) -> HttpResponse:
    """Decide one point for the assessor."""
    user = officer(request)
    found = sheet_seen_by(user, key, on=today())
    row = _point(found, point)
    form = DecideForm(sent(request))
    if item_named(row.about) is None:
        del form.fields["score"]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            decide_clarification(
                row,
                is_accepted=given["is_accepted"] == "ya",
                decision=given["decision"],
                score=int(given["score"]) if given.get("score") else None,
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Keputusan tersimpan."))
            return redirect("monev:sheet_points", key=key)
    context = {
        "sheet": found,
        "form": form,
        "title": gettext("Putuskan klarifikasi"),
        "point": row,
        "about": _about(row),
        "today": today(),
    }
    return _point_page(request, form, context)


def _point_page(
    request: HttpRequest, form: forms.Form, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "monev/sheet_point.html", context, status=status)


def _point(found: Sheet, key: int) -> Clarification:
    row = found.clarifications.filter(pk=key).first()
    if row is None:
        raise NotFound(gettext("Butir klarifikasi itu tidak ada."))
    return row


def _about(point: Clarification) -> str:
    item = item_named(point.about)
    return item.label if item else name_of(point.about)


def _topics(found: Sheet) -> list[tuple[str, Any]]:
    """Return what can be asked about: the items, then the indicators."""
    rows = [
        (line.item.key, line.text.label)
        for group in groups_of(found)
        for line in group.lines
    ]
    figures = [(r.id, f"{r.id} {r.name}: {r.shown}") for r in readings_of(found)]
    named = [
        (gettext("Butir kelembagaan"), rows),
        (gettext("Nilai otomatis"), figures),
    ]
    return [(head, choices) for head, choices in named if choices]


def _groups(
    found: Sheet, typed: QueryDict | None, faults: dict[str, str]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the items by aspect with the score and reason as they were typed."""
    groups = []
    for group in groups_of(found):
        rows = []
        for line in group.lines:
            item = line.item
            score = "" if item.score is None else str(item.score)
            reason = item.reason
            if typed is not None:
                score = typed.get(f"nilai-{item.key}", score)
                reason = typed.get(f"alasan-{item.key}", reason)
            rows.append(
                {
                    "line": line,
                    "score": score,
                    "reason": reason,
                    "error": faults.get(item.key, ""),
                }
            )
        groups.append((group.aspect.label, rows))
    return groups


def _rechecks(found: Sheet, typed: QueryDict | None) -> list[dict[str, Any]]:
    rows = []
    for row in found.rechecks.select_related("of__subject", "of__round"):
        score = "" if row.score is None else f"{row.score / 100:.2f}".replace(".", ",")
        reason = row.reason
        if typed is not None:
            score = typed.get(f"ulang-{row.pk}", score)
            reason = typed.get(f"ulang-alasan-{row.pk}", reason)
        lower = Fraction(row.lower, 100)
        rows.append({"it": row, "lower": lower, "score": score, "reason": reason})
    return rows


def _score(found: Sheet, typed: QueryDict, user: User) -> dict[str, str]:
    """Keep each score that was changed; return what was refused, by item."""
    faults = {}
    for item in found.items.all():
        raw = typed.get(f"nilai-{item.key}", "").strip()
        reason = typed.get(f"alasan-{item.key}", "")
        stored = "" if item.score is None else str(item.score)
        if not raw or (raw, reason) == (stored, item.reason):
            continue
        try:
            score_item(
                found,
                key=item.key,
                score=_scale(raw, item.key),
                reason=reason,
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            faults[item.key] = refusal.fields.get(item.key, refusal.message)
    return faults


def _rescore(found: Sheet, typed: QueryDict, user: User) -> dict[str, str]:
    """Keep each result of the tier below that was scored anew."""
    faults = {}
    for row in found.rechecks.all():
        raw = typed.get(f"ulang-{row.pk}", "").strip()
        if not raw:
            continue
        try:
            recheck(
                row,
                score=_hundredths(raw),
                reason=typed.get(f"ulang-alasan-{row.pk}", ""),
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            faults[f"ulang-{row.pk}"] = refusal.message
    return faults


def _finish(found: Sheet, form: FinishForm, user: User) -> dict[str, str]:
    try:
        verify_sheet(found, by=user, at=clock.now(), **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return dict(refusal.fields)
    return {}


def _scale(raw: str, key: str) -> int:
    if raw not in VALUES:
        why = gettext("Nilai harus antara 0 dan %(most)d.") % {"most": MOST}
        raise Invalid(why, fields={key: why})
    return int(raw)


def _hundredths(raw: str) -> int:
    """Read 0 to 100 with at most two decimals as hundredths of a point."""
    whole, _sep, part = raw.replace(",", ".").partition(".")
    digits = f"{whole}{part}"
    if not (digits.isascii() and digits.isdigit()) or len(whole) > 3 or len(part) > 2:
        raise Invalid(gettext("Tulis nilai seperti 82,5: antara 0 dan 100."))
    return int(whole or "0") * 100 + int(part.ljust(2, "0"))
