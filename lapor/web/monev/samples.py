"""Samples of answers: draw, see how far they are, what they say, meet, check."""

from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.quality import actions
from lapor.domain.quality.models import OutcomeCheck, Sample
from lapor.domain.quality.policies import desks_of, scores_for
from lapor.domain.quality.queries import (
    agreement_of,
    estimate_of,
    next_answer,
    outcomes_of,
    page_of_samples,
    progress_of,
    proof_of,
    reading_for_check,
    sample_seen,
)
from lapor.domain.quality.rules.outcomes import Method, Outcome
from lapor.domain.quality.rules.sampling import MACRO_MARGIN, MICRO_MARGIN
from lapor.kernel import clock, files
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.fields import Day, Files, Words, put_refusal
from lapor.web.monev.choosing import periods
from lapor.web.who import officer, sent, today

MARGINS = {"10": MACRO_MARGIN, "15": MICRO_MARGIN}


class DrawForm(forms.Form):
    """Which sample is wanted."""

    desk = forms.ChoiceField(label=_("Instansi yang dinilai"))
    period = forms.ChoiceField(label=_("Masa"))
    margin = forms.ChoiceField(
        label=_("Batas kesalahan"), choices=[(key, f"{key}%") for key in MARGINS]
    )
    seed = forms.IntegerField(
        label=_("Benih acak"),
        help_text=_("Kosongkan untuk benih baru. Benih yang sama mengambil yang sama."),
        required=False,
        min_value=0,
        max_value=2**31 - 1,
    )


class MeetingForm(forms.Form):
    """The note of a calibration meeting."""

    held_on = Day(label=_("Hari rapat"))
    note = Words(label=_("Yang disepakati"), longest=2_000, multiline=True)


class OutcomeForm(forms.Form):
    """What a check found."""

    method = forms.ChoiceField(
        label=_("Cara memeriksa"), choices=Method.options, widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label=_("Hasil"), choices=Outcome.options, widget=forms.RadioSelect
    )
    note = Words(
        label=_("Yang dijumpai"), longest=2_000, multiline=True, required=False
    )
    uploads = Files(
        label=_("Foto atau surat"),
        help_text=_("Paling banyak 5 berkas, masing-masing 10 MB: PDF atau gambar."),
        required=False,
    )


@never_cache
@require_safe
def samples(request: HttpRequest) -> HttpResponse:
    """Show the samples a person may see, newest first."""
    user = officer(request)
    page = page_of_samples(user, on=today(), after=request.GET.get("sesudah", ""))
    context = {"page": page, "may_draw": bool(desks_of(user, on=today()))}
    return render(request, "monev/samples.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sample_draw(request: HttpRequest) -> HttpResponse:
    """Draw a sample; what was chosen stays when it cannot be drawn."""
    user, now = officer(request), clock.now()
    desks = {desk.key: desk for desk in desks_of(user, on=today())}
    form = DrawForm(request.POST or None)
    _fill(form, "desk", [(key, desk.name) for key, desk in desks.items()])
    _fill(form, "period", periods(today()))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        desk, period = desks[given["desk"]], parse_period(given["period"])
        wish = actions.Wish(
            agency=desk.agency,
            assessor=desk.assessor,
            period=period.name,
            starts_at=period.start,
            ends_at=period.end,
            margin=MARGINS[given["margin"]],
            by_auditor=desk.by_auditor,
            seed=given["seed"],
        )
        try:
            drawn = actions.draw(wish, by=user, at=now)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            return redirect("monev:sample", key=drawn.pk)
    status = 422 if form.is_bound else 200
    return render(request, "monev/sample_draw.html", {"form": form}, status=status)


@never_cache
@require_safe
def sample(request: HttpRequest, key: int) -> HttpResponse:
    """Show how far a sample is and what it says."""
    user = officer(request)
    found = sample_seen(user, key, on=today())
    return render(request, "monev/sample.html", _context(user, found, MeetingForm()))


@require_http_methods(["POST"])
def sample_meeting(request: HttpRequest, key: int) -> HttpResponse:
    """Keep the note of a calibration meeting."""
    user = officer(request)
    found = sample_seen(user, key, on=today())
    form = MeetingForm(request.POST)
    if form.is_valid():
        try:
            actions.calibrate(found, by=user, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Catatan kalibrasi disimpan."))
            return redirect("monev:sample", key=key)
    context = _context(user, found, form)
    return render(request, "monev/sample.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: HttpRequest, key: int) -> HttpResponse:
    """Show the outcome checks of a sample; POST draws them."""
    user = officer(request)
    found = sample_seen(user, key, on=today())
    if request.method == "POST":
        actions.draw_checks(found, by=user, at=clock.now())
        return redirect("monev:checks", key=key)
    counts, share = outcomes_of(found)
    context = {
        "sample": found,
        "rows": [
            (check, Outcome(check.outcome).label if check.outcome else "")
            for check in found.checks.select_related("case").order_by("pk")
        ],
        "left": counts.get("", 0),
        "share": share,
        "scores": _scores(user, found),
    }
    return render(request, "monev/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Keep what one check found."""
    user = officer(request)
    found = sample_seen(user, key, on=today())
    rows = found.checks.select_related("case", "sample")
    row: OutcomeCheck | None = rows.filter(pk=number).first()
    if row is None or not _scores(user, found):
        raise NotFound(gettext("Pemeriksaan ini tidak ada atau bukan tugas Anda."))
    start = {"method": row.method, "outcome": row.outcome, "note": row.note}
    form = OutcomeForm(sent(request), request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_outcome(row, by=user, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Hasil pemeriksaan disimpan."))
            return redirect("monev:checks", key=key)
    context = {
        "sample": found,
        "check": row,
        "form": form,
        "reading": reading_for_check(row),
        "proofs": row.proofs.order_by("pk"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "monev/check.html", context, status=status)


@require_safe
def check_file(request: HttpRequest, key: int, name: str) -> HttpResponseBase:
    """Hand out a file of a check to those who score the sample."""
    user = officer(request)
    found = sample_seen(user, key, on=today())
    if not _scores(user, found):
        raise NotFound(gettext("Berkas ini tidak ada."))
    file = proof_of(found, name)
    response = FileResponse(files.open_file(file.key))
    headers = files.attachment_headers(file.media_type, file.shown_name)
    for header, value in headers.items():
        response.headers[header] = value
    return response


def _scores(user: User, found: Sample) -> bool:
    return scores_for(
        user, found.agency, found.assessor, auditor=found.by_auditor, on=today()
    )


def _context(user: User, found: Sample, form: MeetingForm) -> dict[str, Any]:
    agreement = agreement_of(found)
    scores = _scores(user, found)
    upcoming = next_answer(user, found, on=today()) if scores else None
    return {
        "sample": found,
        "rubric": found.scored_by,
        "rubric_basis": translate(found.scored_by.legal_basis),
        "progress": progress_of(found),
        "estimate": estimate_of(found),
        "agreement": agreement,
        "kappas": [
            (
                translate(dimension.name),
                agreement.kappas[dimension.key],
                agreement.intervals[dimension.key],
            )
            for dimension in found.scored_by.dimensions
        ],
        "next": upcoming,
        "scores": scores,
        "disputes": _disputes(found) if scores else [],
        "meetings": found.calibrations.order_by("-held_on"),
        "form": form,
        "margin": Fraction(found.margin, 100),
    }


def _disputes(found: Sample) -> list[Any]:
    """Return the answers that two have scored and that wait for a third."""
    rows = found.answers.filter(is_double=True, settled_at=None)
    done = rows.filter(assessments__turn=2, assessments__finished_at__isnull=False)
    return list(done.filter(assessments__finished_at__isnull=False).distinct()[:50])


def _fill(form: forms.Form, name: str, choices: Any) -> None:
    field: Any = form.fields[name]
    field.choices = choices
