"""Sheets (lembar kerja): filled as one types, proved by files, signed by the leader."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.monev.actions.filling import (
    add_evidence,
    missing,
    remove_evidence,
    save_value,
    submit_sheet,
)
from lapor.domain.monev.models import Evidence, Sheet, SheetItem
from lapor.domain.monev.policies import acts_on_sheet
from lapor.domain.monev.queries.evidence import (
    evidence_of,
    evidence_seen_by,
    item_of,
)
from lapor.domain.monev.queries.rounds import sheet_seen_by
from lapor.domain.monev.rules.items import MOST, Aspect, Item, item_named
from lapor.domain.monev.rules.words import SheetAct
from lapor.kernel import clock, files
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError, Invalid, NotFound
from lapor.web.fields import Files, Words, put_refusal
from lapor.web.monev.readings import below_of, readings_of
from lapor.web.shapes import File
from lapor.web.templatetags.ui import hour
from lapor.web.who import officer, sent, today

VALUES: Final = tuple(str(n) for n in range(MOST + 1))


class Line(NamedTuple):
    """One item as it is shown: its words, what stands in it, what is wrong with it."""

    item: SheetItem
    text: Item
    value: str
    note: str
    choices: list[tuple[str, str]]
    files: list[File]
    error: str


class Group(NamedTuple):
    """The items of one aspect."""

    aspect: Aspect
    lines: list[Line]


class EvidenceForm(forms.Form):
    """Some files for one item."""

    uploads = Files(
        label=_("Berkas bukti"),
        help_text=_("Paling banyak 5 berkas, masing-masing 10 MB: PDF atau gambar."),
    )

    def clean_uploads(self) -> list[Any]:
        """Nothing chosen is nothing to keep."""
        chosen: list[Any] = self.cleaned_data["uploads"]
        if not chosen:
            raise ValidationError(gettext("Pilih paling sedikit satu berkas."))
        return chosen


class SignForm(forms.Form):
    """What the leader says along with his signature."""

    note = Words(
        label=_("Catatan pimpinan"), longest=4_000, multiline=True, required=False
    )
    agreed = forms.BooleanField(
        label=_(
            "Saya sudah membaca lembar kerja ini dan bertanggung jawab atas isinya."
        ),
        error_messages={"required": _("Centang dulu pernyataan ini.")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, key: int) -> HttpResponse:
    """Show a sheet; whoever may fill it saves all that was typed with one button.

    What is right is kept even when something else is wrong; what is wrong comes back
    as it was typed, with a sentence.
    """
    user = officer(request)
    found = sheet_seen_by(user, key, on=today())
    acts = {step.act for step in acts_on_sheet(user, found, on=today())}
    typed, faults = sent(request), {}
    if typed is not None:
        faults = _save(found, typed, user)
        if not faults:
            if wanted := typed.get("bukti", ""):
                return redirect("monev:sheet_evidence", key=key, item=wanted)
            messages.success(request, gettext("Semua isian tersimpan."))
            return redirect("monev:sheet", key=key)
    context = {
        "sheet": found,
        "groups": groups_of(found, typed, faults),
        "faults": faults,
        "fills": SheetAct.FILL in acts or bool(faults),
        "signs": SheetAct.SUBMIT in acts,
        "verifies": acts & {SheetAct.SCORE, SheetAct.VERIFY, SheetAct.RECHECK},
        "has_points": found.clarifications.exists(),
        "readings": readings_of(found),
        "below": below_of(found),
        "signatures": found.signatures.all(),
        "today": today(),
        "saved_at": found.changed_at,
    }
    status = 422 if faults else 200
    return render(request, "monev/sheet.html", context, status=status)


@require_http_methods(["POST"])
def sheet_save(request: HttpRequest, key: int) -> HttpResponse:
    """Keep what is being typed; answers with one sentence for the page."""
    user = officer(request)
    found = sheet_seen_by(user, key, on=today())
    faults = _save(found, request.POST, user)
    moment = hour(timezone.localtime(clock.now()))
    words = gettext("Tersimpan pukul %(moment)s.") % {"moment": moment}
    answer = {"words": " ".join(faults.values()) or words, "faults": sorted(faults)}
    return JsonResponse(answer, status=422 if faults else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_evidence(request: HttpRequest, key: int, item: str) -> HttpResponse:
    """Show the files of one item, and take new ones."""
    user = officer(request)
    found = sheet_seen_by(user, key, on=today())
    row = item_of(found, item)
    form = EvidenceForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_evidence(
                found,
                key=item,
                uploads=form.cleaned_data["uploads"],
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            form.add_error("uploads", refusal.message)
        else:
            messages.success(request, gettext("Bukti tersimpan."))
            return redirect("monev:sheet_evidence", key=key, item=item)
    acts = {step.act for step in acts_on_sheet(user, found, on=today())}
    context = {
        "sheet": found,
        "item": row,
        "text": item_named(row.key),
        "rows": [
            (file, file_of(found, file))
            for file in row.evidence.all()
            if file.removed_at is None
        ],
        "form": form if SheetAct.ATTACH in acts or form.errors else None,
        "may_remove": SheetAct.ATTACH in acts,
    }
    status = 422 if form.errors else 200
    return render(request, "monev/sheet_evidence.html", context, status=status)


@require_http_methods(["POST"])
def evidence_remove(request: HttpRequest, key: int, item: str) -> HttpResponse:
    """Take one file back."""
    user = officer(request)
    found = sheet_seen_by(user, key, on=today())
    row = item_of(found, item)
    named = request.POST.get("berkas", "")
    file = row.evidence.filter(pk=int(named)).first() if _is_id(named) else None
    if file is None:
        raise NotFound(gettext("Berkas tidak ditemukan."))
    remove_evidence(file, by=user, at=clock.now())
    messages.success(request, gettext("Bukti ditarik."))
    return redirect("monev:sheet_evidence", key=key, item=item)


@require_safe
def evidence(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand out a file to somebody who may read its sheet."""
    file = evidence_seen_by(officer(request), name, on=today())
    response = FileResponse(files.open_file(file.key))
    for header, value in files.attachment_headers(
        file.media_type, file.shown_name
    ).items():
        response.headers[header] = value
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_sign(request: HttpRequest, key: int) -> HttpResponse:
    """Show the leader what he signs, and what is still missing; then sign."""
    user = officer(request)
    found = sheet_seen_by(user, key, on=today())
    form = SignForm(sent(request))
    faults: Mapping[str, str] = missing(found)
    if request.method == "POST" and form.is_valid():
        try:
            submit_sheet(
                found, by=user, at=clock.now(), note_text=form.cleaned_data["note"]
            )
        except DomainError as refusal:
            faults = refusal.fields
            put_refusal(form, Invalid(refusal.message))
        else:
            messages.success(
                request, gettext("Lembar kerja sudah ditandatangani dan diajukan.")
            )
            return redirect("monev:sheet", key=key)
    acts = {step.act for step in acts_on_sheet(user, found, on=today())}
    context = {
        "sheet": found,
        "form": form if SheetAct.SUBMIT in acts or form.errors else None,
        "faults": faults,
        "groups": groups_of(found),
        "today": today(),
    }
    status = 422 if form.errors else 200
    return render(request, "monev/sheet_sign.html", context, status=status)


def groups_of(
    found: Sheet,
    typed: QueryDict | None = None,
    faults: Mapping[str, str] = {},
) -> list[Group]:
    """Return the items by aspect, with what was typed before what is stored."""
    proofs = evidence_of(found)
    lines: dict[Aspect, list[Line]] = {aspect: [] for aspect in Aspect}
    for item in found.items.all():
        text = item_named(item.key)
        if text is None:
            continue
        stored = "" if item.value is None else str(item.value)
        value, note = stored, item.note
        if typed is not None:
            value = typed.get(f"nilai-{item.key}", stored)
            note = typed.get(f"catatan-{item.key}", item.note)
        lines[text.aspect].append(
            Line(
                item,
                text,
                value,
                note,
                _choices(text),
                [file_of(found, file) for file in proofs.get(item.pk, ())],
                faults.get(item.key, ""),
            )
        )
    return [Group(aspect, rows) for aspect, rows in lines.items() if rows]


def file_of(found: Sheet, file: Evidence) -> File:
    """Return a file of evidence as pages list it."""
    note = ""
    if file.scan == "infected":
        note = gettext("mengandung virus, tidak dihitung")
    elif not file.is_open:
        note = gettext("sedang diperiksa dari virus")
    url = reverse("monev:evidence", args=[file.key])
    return File(file.shown_name, url, file.size, note)


def _choices(text: Item) -> list[tuple[str, str]]:
    """Return 0 to 4 with the anchors at 0, 2 and 4."""
    anchors = {"0": text.zero, "2": text.two, "4": text.four}
    return [
        (value, translate(anchors[value]) if anchors.get(value) else "")
        for value in VALUES
    ]


def _save(found: Sheet, typed: QueryDict, user: User) -> dict[str, str]:
    """Keep each item that was sent; return what was refused, by its key."""
    faults = {}
    for item in found.items.all():
        name = f"nilai-{item.key}"
        if name not in typed and f"catatan-{item.key}" not in typed:
            continue
        stored = "" if item.value is None else str(item.value)
        raw = typed.get(name, stored).strip()
        note = typed.get(f"catatan-{item.key}", item.note)
        if (raw, note) == (stored, item.note):
            continue
        try:
            save_value(
                found,
                key=item.key,
                value=_value(raw, item.key),
                note_text=note,
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            faults[item.key] = refusal.fields.get(item.key, refusal.message)
    return faults


def _value(raw: str, key: str) -> int | None:
    """Read 0 to 4; empty means not yet."""
    if not raw:
        return None
    if raw not in VALUES:
        why = gettext("Nilai harus antara 0 dan 4.")
        raise Invalid(why, fields={key: why})
    return int(raw)


def _is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 18
