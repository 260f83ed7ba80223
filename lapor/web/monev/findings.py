"""Signs of gaming and silent places: what was seen, how sure, what became of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import Action
from lapor.domain.findings.actions import handle_finding
from lapor.domain.findings.models import Finding
from lapor.domain.findings.queries.counting import people_counted
from lapor.domain.findings.queries.reading import (
    Filters,
    finding_seen,
    handled_counts,
    names_of,
    page_of_findings,
)
from lapor.domain.findings.queries.thresholds import threshold_on
from lapor.domain.findings.rules.words import FindingState, Kind
from lapor.kernel import clock
from lapor.kernel.errors import DomainError
from lapor.kernel.paging import Page
from lapor.web.fields import Words, put_refusal
from lapor.web.shapes import Bar
from lapor.web.templatetags.ui import number, share
from lapor.web.who import officer, today

TONES: Final = {"open": "warn", "confirmed": "bad", "explained": "good"}
#: From what the number that was expected is reckoned.
EXPOSURES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "people": _("menurut jumlah penduduk"),
        "villages": _("menurut banyaknya desa dan kelurahan"),
        "year_ago": _("menurut laporan setahun sebelumnya"),
    }
)
#: What was counted, in words; ``part`` of ``whole``.
TOLD: Final[Mapping[Kind, str | Promise]] = MappingProxyType(
    {
        Kind.SWIFT: _(
            "%(part)s dari %(whole)s jawaban akhir (%(share)s) dikirim kurang dari "
            "satu jam sesudah disposisi."
        ),
        Kind.COPIES: _(
            "%(part)s dari %(whole)s jawaban akhir (%(share)s) memakai teks yang sama "
            "lima kali atau lebih."
        ),
        Kind.UNANSWERED: _(
            "%(part)s dari %(whole)s laporan selesai (%(share)s) ditutup tanpa jawaban "
            "akhir."
        ),
        Kind.SILENT_CLOSING: _(
            "%(part)s dari %(whole)s laporan selesai (%(share)s) ditutup karena "
            "pelapor tidak menanggapi."
        ),
        Kind.PING_PONG: _(
            "%(part)s dari %(whole)s disposisi (%(share)s) dikembalikan sebagai bukan "
            "wewenang."
        ),
        Kind.SELF_MADE: _(
            "%(part)s dari %(whole)s laporan yang dijawab (%(share)s) dicatat petugas "
            "instansi ini sendiri dan dijawab dalam sehari."
        ),
        Kind.BACKDATED: _(
            "Pada %(part)s dari %(whole)s laporan (%(share)s) ada kejadian yang "
            "waktunya mendahului kejadian sebelumnya."
        ),
        Kind.SHARED_ACCOUNT: _(
            "%(part)s dari %(whole)s kali masuk (%(share)s) terjadi kurang dari "
            "sepuluh menit sesudah akun yang sama masuk."
        ),
        Kind.ARCHIVING: _(
            "%(part)s dari %(whole)s keputusan petugas ini (%(share)s) adalah arsip "
            "dengan alasan yang kabur."
        ),
    }
)


class Row(NamedTuple):
    """One finding in a list."""

    finding: Finding
    kind: str
    told: str
    state: str
    tone: str


class FilterForm(forms.Form):
    """What narrows the list; everything may stay empty."""

    tanda = forms.ChoiceField(label=_("Tanda"), required=False)
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False)

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Offer every kind but silence, which has a page of its own."""
        super().__init__(given)
        every = [("", gettext("Semua"))]
        kinds = [(k.value, k.label) for k in Kind if k != Kind.SILENCE]
        self.choices("tanda", [*every, *kinds])
        self.choices("keadaan", [*every, *FindingState.options()])

    def choices(self, name: str, options: list[tuple[str, str]]) -> None:
        """Fill one of the two fields."""
        field: Any = self.fields[name]
        field.choices = options


class HandleForm(forms.Form):
    """What became of a finding."""

    state = forms.ChoiceField(
        label=_("Hasil pemeriksaan"),
        widget=forms.RadioSelect,
        choices=lambda: [
            (s.value, s.label) for s in FindingState if s != FindingState.OPEN
        ],
    )
    note = Words(
        label=_("Apa yang diperiksa dan hasilnya"), longest=4_000, multiline=True
    )


@never_cache
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Show the signs at those a person watches, newest first."""
    form = FilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    filters = Filters(kind=given.get("tanda", ""), state=given.get("keadaan", ""))
    context = _listing(request, filters)
    handled = handled_counts(officer(request), on=today())
    day = today()
    context |= {
        "form": form,
        "detectors": [
            (
                kind.label,
                (row := threshold_on(kind, day)).false_alarms,
                row.legal_basis,
                *handled.get(kind, (0, 0)),
            )
            for kind in Kind
        ],
    }
    return render(request, "monev/findings.html", context)


@never_cache
@require_safe
def silence(request: HttpRequest) -> HttpResponse:
    """Show regions, agencies and units from which less comes than expected."""
    context = _listing(request, Filters(is_silence=True))
    counted, places = people_counted()
    context |= {
        "rows": [
            (row, EXPOSURES.get(row.finding.evidence.get("exposure"), ""))
            for row in context["rows"]
        ],
        "counted": counted,
        "places": places,
        "may_count": has_action(officer(request), Action.MANAGE_REFERENCE, on=today()),
    }
    return render(request, "monev/silence.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, key: int) -> HttpResponse:
    """Show one finding with its evidence; say what became of it."""
    user = officer(request)
    found = finding_seen(user, key, on=today())
    form = HandleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            handle_finding(found, by=user, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Hasil pemeriksaan dicatat."))
            return redirect("monev:finding", key=key)
    status = 422 if form.is_bound else 200
    context = _context(found) | {"form": form}
    return render(request, "monev/finding.html", context, status=status)


def _listing(request: HttpRequest, filters: Filters) -> dict[str, Any]:
    page: Page[Finding] = page_of_findings(
        officer(request), filters, on=today(), after=request.GET.get("sesudah", "")
    )
    asked = request.GET.copy()
    asked.pop("sesudah", None)
    first = f"?{asked.urlencode()}"
    asked["sesudah"] = page.next
    return {
        "rows": [_row(each) for each in page.rows],
        "next_url": f"?{asked.urlencode()}" if page.next else "",
        "first_url": "" if page.is_first else first,
    }


def _row(found: Finding) -> Row:
    state = FindingState(found.state)
    return Row(found, Kind(found.kind).label, told(found), state.label, TONES[state])


def told(found: Finding) -> str:
    """Say in one sentence what was counted."""
    kind = Kind(found.kind)
    numbers = {"part": number(found.part), "whole": number(found.whole)}
    if kind == Kind.BURST:
        usual = (found.whole - found.part) / 12
        return gettext(
            "%(part)s jawaban akhir pada minggu terakhir; biasanya %(usual)s seminggu."
        ) % {**numbers, "usual": number(round(usual))}
    if kind == Kind.SILENCE:
        return gettext("%(part)s laporan; yang diharapkan %(whole)s.") % numbers
    part = found.part / found.whole if found.whole else None
    return str(TOLD[kind]) % {**numbers, "share": share(part)}


def _context(found: Finding) -> dict[str, Any]:
    names = names_of(found)
    evidence = found.evidence
    return {
        **_row(found)._asdict(),
        "is_open": found.state == FindingState.OPEN,
        "sureness": _sureness(found),
        "tolerated": _tolerated(found),
        "exposure": _exposure(found),
        "cases": evidence.get("cases", []),
        "units": [
            (names.get(code, gettext("Belum dibagi ke unit")), part, whole)
            for code, part, whole in evidence.get("units", [])
        ],
        "people": [
            (names.get(who, who), part, whole)
            for who, part, whole in evidence.get("people", [])
        ],
        "weeks": [
            Bar(f"{day.day}/{day.month}", n)
            for day, n in zip(
                _mondays(found.first_on), evidence.get("weeks", []), strict=False
            )
        ],
    }


def _sureness(found: Finding) -> str:
    """Say how likely luck is, rounded up to a thousandth."""
    if found.chance < 0.001:
        return gettext("kurang dari 1 dalam 1.000")
    return gettext("sekitar %(n)s dalam 1.000") % {"n": round(found.chance * 1_000)}


def _tolerated(found: Finding) -> str:
    if found.kind == Kind.BURST:
        return gettext("sampai %(times)s kali minggu biasa") % {
            "times": str(found.tolerated).replace(".", ",")
        }
    if found.kind == Kind.SILENCE:
        return gettext("sedikitnya %(share)s dari yang diharapkan") % {
            "share": share(found.tolerated, 0)
        }
    return gettext("sampai %(share)s") % {"share": share(found.tolerated)}


def _exposure(found: Finding) -> str:
    """Say what the expected number was reckoned from."""
    amount = number(found.evidence.get("amount"))
    if found.evidence.get("exposure") == "villages":
        return gettext(
            "%(n)s desa dan kelurahan, dengan laju kabupaten dan kota yang sebanding. "
            "Jumlah penduduk wilayah ini, atau wilayah yang cukup untuk dibandingkan, "
            "belum dimasukkan, jadi banyaknya desa yang dipakai."
        ) % {"n": amount}
    if found.evidence.get("exposure") == "people":
        return gettext(
            "%(n)s penduduk, dengan laju semua kabupaten dan kota yang jumlah "
            "penduduknya diketahui."
        ) % {"n": amount}
    if found.evidence.get("exposure") == "year_ago":
        return gettext(
            "%(n)s laporan pada masa yang sama tahun lalu, dengan perubahan pada "
            "kelompok yang sebanding."
        ) % {"n": amount}
    return ""


def _mondays(first: date) -> list[date]:
    return [first + timedelta(days=7 * week) for week in range(13)]
