"""Audit reports (laporan hasil monev): written, sent, answered, signed."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.monev.actions import audit as acts
from lapor.domain.monev.models import AuditFinding, AuditReport
from lapor.domain.monev.queries.audit import (
    audit_report_seen_by,
    audit_reports_seen_by,
    audited_agencies,
    finding_of,
    keeps_audit,
    responds_to,
)
from lapor.domain.monev.rules.audit import (
    FINDING_PARTS,
    REPORT_PARTS,
    AuditAct,
    possible_acts,
)
from lapor.domain.organisations.queries import units_of
from lapor.kernel import clock
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError, NotPermitted
from lapor.kernel.paging import Order, page_of
from lapor.web.fields import Day, Words, put_refusal
from lapor.web.who import officer, sent, today

LONGEST: Final = acts.LONGEST
HINTS: Final = {
    "basis": _("Peraturan dan surat tugas, dengan nomor dan tanggalnya."),
    "scope": _("Unit, masa, dan jenis laporan yang diperiksa."),
    "method": _("Cara mengambil sampel, cara menilai, dan siapa yang menilai."),
    "condition": _("Apa yang ditemukan, dengan jumlah."),
    "criteria": _("Apa yang seharusnya, dan aturan mana yang memintanya."),
    "cause": _("Mengapa terjadi."),
    "effect": _("Siapa yang dirugikan, dan seberapa banyak."),
    "recommendation": _("Apa yang perlu dilakukan, oleh siapa."),
}


class MakeForm(forms.Form):
    """A new report: agency, title, period."""

    agency = forms.ChoiceField(label=_("Instansi"))
    title = Words(
        label=_("Judul"), longest=160, help_text=_("Misalnya: Monev triwulan 3.")
    )
    first_on = Day(label=_("Hari pertama masa"))
    last_on = Day(label=_("Hari terakhir masa"))


class WriteForm(forms.Form):
    """Basis, scope and method."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """One field for each part of a report."""
        super().__init__(*given, **named)
        for name, label in REPORT_PARTS.items():
            self.fields[name] = _text(name, label, required=False)


class FindingForm(forms.Form):
    """One finding in its five parts."""

    unit = forms.ChoiceField(label=_("Unit yang bersangkutan"), required=False)

    def __init__(self, report: AuditReport, *given: Any, **named: Any) -> None:
        """One field for each part; the units of the agency to choose from."""
        super().__init__(*given, **named)
        units = units_of(report.agency_id).order_by("name", "code")
        self.units = {unit.code: unit for unit in units}
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
        field.choices = [
            ("", gettext("Instansi seluruhnya")),
            *((code, unit.name) for code, unit in self.units.items()),
        ]
        for name, label in FINDING_PARTS.items():
            self.fields[name] = _text(name, label)
        self.fields["due_on"] = Day(label=_("Rekomendasi dikerjakan paling lambat"))


class SendForm(forms.Form):
    """Until when the units answer."""

    respond_until = Day(label=_("Tanggapan ditunggu sampai"))


class ResponseForm(forms.Form):
    """The unit's answer to one finding."""

    is_agreed = forms.ChoiceField(
        label=_("Sikap unit"),
        widget=forms.RadioSelect,
        choices=[("ya", _("Setuju")), ("tidak", _("Tidak setuju"))],
    )
    response = Words(label=_("Tanggapan"), longest=LONGEST, multiline=True)


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the reports a person may read, the newest first."""
    user = officer(request)
    rows = audit_reports_seen_by(user, on=today())
    page = page_of(
        rows,
        order=Order("written_at", descending=True),
        after=request.GET.get("sesudah", ""),
    )
    context = {
        "page": page,
        "next_url": f"?sesudah={page.next}" if page.next else "",
        "first_url": "" if page.is_first else "?",
        "may_make": bool(audited_agencies(user, on=today())),
    }
    return render(request, "monev/lhm_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Begin a report; what was typed stays when something is wrong."""
    user = officer(request)
    agencies = {each.code: each for each in audited_agencies(user, on=today())}
    if not agencies:
        raise NotPermitted(gettext("Laporan hasil monev ditulis oleh APIP."))
    form = MakeForm(sent(request))
    field = form.fields["agency"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
    field.choices = [(code, each.name) for code, each in agencies.items()]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        agency = agencies[given.pop("agency")]
        try:
            made = acts.draft_audit(agency, by=user, at=clock.now(), **given)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            return redirect("monev:lhm_page", key=made.pk)
    context = {"form": form, "title": gettext("Buat laporan hasil monev")}
    return _form_page(request, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: int) -> HttpResponse:
    """Show one report whole; its auditor writes the three parts here."""
    user = officer(request)
    report = audit_report_seen_by(user, key, on=today())
    keeps = keeps_audit(user, report.agency, on=today())
    can = possible_acts(report.standing) if keeps else ()
    writes = AuditAct.WRITE in can
    form = WriteForm(
        sent(request),
        initial={name: getattr(report, name) for name in HINTS if name in REPORT_PARTS},
    )
    if request.method == "POST" and form.is_valid():
        try:
            acts.write_audit(report, parts=form.cleaned_data, by=user, at=clock.now())
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Tersimpan."))
            return redirect("monev:lhm_page", key=key)
    context = {
        "report": report,
        "form": form if writes or form.errors else None,
        "parts": [
            (translate(label), getattr(report, name))
            for name, label in REPORT_PARTS.items()
        ],
        "findings": [
            _shown(user, finding, report)
            for finding in report.findings.select_related("unit", "responded_by")
        ],
        "writes": writes,
        "sends": AuditAct.SEND in can,
        "takes_back": AuditAct.TAKE_BACK in can,
        "signs": AuditAct.SIGN in can,
        "today": today(),
    }
    status = 422 if form.errors else 200
    return render(request, "monev/lhm_page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, key: int, place: int = 0) -> HttpResponse:
    """Add a finding or change one; the five parts stay as typed."""
    user = officer(request)
    report = audit_report_seen_by(user, key, on=today())
    known = finding_of(report, place) if place else None
    form = FindingForm(report, sent(request), initial=_initial(known))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            acts.write_finding(
                report,
                place=place or None,
                unit=form.units.get(given.pop("unit")),
                due_on=given.pop("due_on"),
                parts=given,
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Temuan tersimpan."))
            return redirect("monev:lhm_page", key=key)
    title = gettext("Ubah temuan %(n)d") % {"n": place} if known else gettext("Temuan")
    return _form_page(request, form, {"form": form, "title": title, "report": report})


@require_http_methods(["POST"])
def finding_drop(request: HttpRequest, key: int, place: int) -> HttpResponse:
    """Take a finding out of a draft."""
    user = officer(request)
    report = audit_report_seen_by(user, key, on=today())
    acts.drop_finding(report, place=place, by=user, at=clock.now())
    messages.success(request, gettext("Temuan dihapus dari rancangan."))
    return redirect("monev:lhm_page", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, key: int) -> HttpResponse:
    """Ask the units for their response, until a day."""

    def do(report: AuditReport, form: forms.Form, user: User) -> None:
        acts.send_audit(
            report,
            respond_until=form.cleaned_data["respond_until"],
            by=user,
            at=clock.now(),
        )

    return _confirmed(
        request,
        key,
        form=SendForm(sent(request)),
        title=gettext("Minta tanggapan"),
        words=gettext(
            "Angka tiap unit dibekukan sekarang, lalu unit yang bersangkutan diminta "
            "menanggapi temuannya."
        ),
        do=do,
        done=gettext("Terkirim. Unit yang bersangkutan sudah diminta menanggapi."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Take a report back for correction."""

    def do(report: AuditReport, form: forms.Form, user: User) -> None:
        acts.take_back_audit(report, by=user, at=clock.now())

    return _confirmed(
        request,
        key,
        form=forms.Form(sent(request)),
        title=gettext("Tarik kembali untuk diperbaiki"),
        words=gettext("Tanggapan yang sudah masuk tetap tersimpan."),
        do=do,
        done=gettext("Laporan kembali menjadi rancangan."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, key: int) -> HttpResponse:
    """Sign: the number is given, and nothing changes after it."""

    def do(report: AuditReport, form: forms.Form, user: User) -> None:
        acts.sign_audit(report, by=user, at=clock.now())

    return _confirmed(
        request,
        key,
        form=forms.Form(sent(request)),
        title=gettext("Tandatangani laporan hasil monev"),
        words=gettext(
            "Laporan mendapat nomor dan sidik isi (SHA-256). Sesudah itu isinya tidak "
            "dapat diubah."
        ),
        do=do,
        done=gettext("Laporan hasil monev sudah ditandatangani."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: HttpRequest, key: int, place: int) -> HttpResponse:
    """Answer one finding for the unit or agency."""
    user = officer(request)
    report = audit_report_seen_by(user, key, on=today())
    known = finding_of(report, place)
    initial = {"response": known.response}
    if known.is_agreed is not None:
        initial["is_agreed"] = "ya" if known.is_agreed else "tidak"
    form = ResponseForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            acts.respond(
                known,
                text=given["response"],
                is_agreed=given["is_agreed"] == "ya",
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Tanggapan tersimpan."))
            return redirect("monev:lhm_page", key=key)
    context = {
        "form": form,
        "title": gettext("Tanggapan atas temuan %(n)d") % {"n": place},
        "report": report,
        "finding": _shown(user, known, report),
    }
    return _form_page(request, form, context)


def _confirmed(
    request: HttpRequest,
    key: int,
    *,
    form: forms.Form,
    title: str,
    words: str,
    do: Callable[[AuditReport, forms.Form, User], None],
    done: str,
) -> HttpResponse:
    """Ask before an act; do it on a second look, or say why not."""
    user = officer(request)
    report = audit_report_seen_by(user, key, on=today())
    if request.method == "POST" and form.is_valid():
        try:
            do(report, form, user)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect("monev:lhm_page", key=key)
    context = {
        "form": form,
        "title": title,
        "words": words,
        "report": report,
        "button": title,
    }
    return _form_page(request, form, context)


def _form_page(
    request: HttpRequest, form: forms.Form, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "monev/lhm_form.html", context, status=status)


def _shown(user: User, finding: AuditFinding, report: AuditReport) -> dict[str, Any]:
    """Return a finding with its parts in words, and whether this person answers it."""
    may = AuditAct.RESPOND in possible_acts(report.standing)
    return {
        "it": finding,
        "parts": [
            (translate(label), getattr(finding, name))
            for name, label in FINDING_PARTS.items()
        ],
        "responds": may and responds_to(user, finding, on=today()),
    }


def _initial(finding: AuditFinding | None) -> dict[str, Any]:
    if finding is None:
        return {}
    unit = {"unit": finding.unit.code if finding.unit else ""}
    parts = {name: getattr(finding, name) for name in FINDING_PARTS}
    return {**unit, **parts, "due_on": finding.due_on}


def _text(name: str, label: str, *, required: bool = True) -> Words:
    return Words(
        label=translate(label),
        help_text=HINTS[name],
        longest=LONGEST,
        multiline=True,
        required=required,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
