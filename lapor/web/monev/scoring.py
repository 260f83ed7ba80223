"""The scoring desk: question and answer beside the rubric, driven by keys alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.domain.quality import actions
from lapor.domain.quality.models import Assessment, Sample, SampledAnswer
from lapor.domain.quality.queries import (
    next_answer,
    progress_of,
    reading_of,
    sample_seen,
)
from lapor.domain.quality.rules.normative import Doubt
from lapor.domain.quality.rules.rubric import BEST, WORST, Veto, disputed
from lapor.kernel import clock
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.who import officer, today


@never_cache
@require_http_methods(["GET", "HEAD"])
def score_next(request: HttpRequest, key: int) -> HttpResponse:
    """Go to the next answer that this person may score, or back when all is done."""
    user = officer(request)
    found = sample_seen(user, key, on=today())
    after = request.GET.get("sesudah", "")
    skip = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0
    answer = next_answer(user, found, on=today(), after=skip)
    if answer is None:
        return redirect("monev:sample", key=key)
    return redirect("monev:score", key=key, place=answer.place)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, key: int, place: int) -> HttpResponse:
    """Show one answer with its rubric; a POST saves, and finishes if asked to."""
    user, now = officer(request), clock.now()
    found = sample_seen(user, key, on=today())
    answer = _answer(found, place)
    mine = actions.begin(answer, by=user, at=now)
    if mine.finished_at:
        return redirect("monev:score_next", key=key)
    faults: dict[str, str] = {}
    if "lewati" in request.POST:
        actions.leave(mine, by=user)
        following = f"{reverse('monev:score_next', args=[key])}?sesudah={place}"
        return redirect(following)
    if request.method == "POST":
        try:
            mine = _save(request, mine)
            if "selesai" in request.POST:
                actions.finish(mine, by=user, at=now)
                return redirect("monev:score_next", key=key)
        except DomainError as refusal:
            faults = dict(refusal.fields) or {"": refusal.message}
        else:
            return redirect("monev:score", key=key, place=place)
    context = _context(found, mine, faults, _typed(request, mine))
    status = 422 if faults else 200
    return render(request, "monev/score.html", context, status=status)


@require_http_methods(["POST"])
def score_save(request: HttpRequest, key: int, place: int) -> JsonResponse:
    """Keep marks as they are given, for the script of the page."""
    user = officer(request)
    answer = _answer(sample_seen(user, key, on=today()), place)
    mine = actions.begin(answer, by=user, at=clock.now())
    try:
        _save(request, mine)
    except DomainError as refusal:
        words = " ".join(refusal.fields.values()) or refusal.message
        return JsonResponse({"words": words}, status=refusal.status)
    return JsonResponse({"words": gettext("Tersimpan.")})


def _answer(found: Sample, place: int) -> SampledAnswer:
    rows = found.answers.select_related("sample__agency", "sample__assessor", "case")
    answer = rows.filter(place=place).first()
    if answer is None:
        raise NotFound(gettext("Jawaban ini tidak ada dalam sampel."))
    return answer


def _save(request: HttpRequest, mine: Assessment) -> Assessment:
    return actions.keep_marks(
        mine,
        marks=_marks(request, mine.answer.sample),
        veto=request.POST.get("veto", mine.veto),
        note=request.POST.get("note", mine.note),
        by=officer(request),
        at=clock.now(),
    )


def _marks(request: HttpRequest, found: Sample) -> dict[str, int | None]:
    given: dict[str, int | None] = {}
    for dimension in found.scored_by.dimensions:
        typed = request.POST.get(dimension.key, "")
        if typed:
            is_number = typed.isascii() and typed.isdigit() and len(typed) < 4
            given[dimension.key] = int(typed) if is_number else BEST + 1
    return given


def _typed(request: HttpRequest, mine: Assessment) -> dict[str, Any]:
    """Return what to show: what was typed in a refused form, else what is kept."""
    shown = {key: str(mark) for key, mark in mine.marks.items()}
    shown |= {"veto": mine.veto, "note": mine.note}
    if request.method == "POST":
        names = ("veto", "note", *mine.answer.sample.scored_by.keys)
        shown |= {name: request.POST[name] for name in names if name in request.POST}
    return shown


def _context(
    found: Sample, mine: Assessment, faults: dict[str, str], typed: dict[str, Any]
) -> dict[str, Any]:
    answer = mine.answer
    contested = _contested(mine)
    return {
        "sample": found,
        "answer": answer,
        "reading": reading_of(answer),
        "turn": mine.turn,
        "faults": faults,
        "typed": typed,
        "rows": [
            {
                "key": d.key,
                "name": translate(d.name),
                "asked": translate(d.asked),
                "weight": d.weight,
                "anchors": [
                    (mark, translate(words))
                    for mark, words in ((0, d.worst), (2, d.middle), (4, d.best))
                ],
                "marks": [
                    (str(mark), typed.get(d.key) == str(mark))
                    for mark in range(WORST, BEST + 1)
                ],
                "error": faults.get(d.key, ""),
            }
            for d in found.scored_by.dimensions
            if contested is None or d.key in contested
        ],
        "vetoes": [(str(each), each.label, typed["veto"] == each) for each in Veto],
        "doubt": Doubt(answer.doubt, tuple(answer.reasons)),
        "progress": progress_of(found),
    }


def _contested(mine: Assessment) -> list[str] | None:
    """Return what a third opinion is asked about; None when about everything."""
    if mine.turn <= 2:
        return None
    turns = mine.answer.assessments.filter(turn__lte=2).order_by("turn")
    first, second = turns.values_list("marks", flat=True)
    return disputed(first, second)
