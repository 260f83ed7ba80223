"""Rounds of evaluation: the list, and one round with its way and its subjects."""

from datetime import UTC, date, datetime, time
from typing import Any, Final

from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.accounts.models import User
from lapor.domain.monev.models import Errand, Minutes, Round, Sheet
from lapor.domain.monev.policies import acts_on_round
from lapor.domain.monev.queries.rounds import (
    errand_of,
    results_seen_by,
    round_seen_by,
    rounds_assessed_by,
    rounds_seen_by,
    sheets_seen_by,
)
from lapor.domain.monev.queries.standing import posts_of
from lapor.domain.monev.rules.rounds import step_of
from lapor.domain.monev.rules.words import (
    SETTLED,
    RoundAct,
    RoundState,
    SheetState,
    Tier,
)
from lapor.kernel.paging import Order, page_of
from lapor.web.monev.results import agreement_of
from lapor.web.outcomes import shown as shown_result
from lapor.web.shapes import Moment, Tab
from lapor.web.turning import turned, with_changed
from lapor.web.who import officer, today

#: While a round stands so, its assessor may compute what it would give now.
PREVIEWED: Final = (RoundState.VERIFYING, RoundState.CLARIFYING, RoundState.PLENARY)
#: The word of each act in an address.
SLUGS: Final = {
    RoundAct.EDIT: "ubah",
    RoundAct.CANCEL: "batalkan",
    RoundAct.OPEN: "buka",
    RoundAct.START_VERIFYING: "mulai-verifikasi",
    RoundAct.SEND_CLARIFICATIONS: "kirim-klarifikasi",
    RoundAct.HOLD_PLENARY: "pleno",
    RoundAct.FIX: "tetapkan",
    RoundAct.PUBLISH: "umumkan",
    RoundAct.RECOMMEND: "rekomendasi",
    RoundAct.END: "akhiri",
}


class FilterForm(forms.Form):
    """Narrows the list of rounds."""

    tingkat = forms.ChoiceField(label=_("Tingkat"), required=False)
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Fill the choices in the language of the reader."""
        super().__init__(*given, **named)
        for name, options in (("tingkat", Tier), ("keadaan", RoundState)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
            field.choices = [("", gettext("Semua")), *options.options()]


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the rounds a person knows of, the newest first."""
    user = officer(request)
    form = FilterForm(request.GET or None)
    rows = rounds_seen_by(user, on=today())
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if given.get("tingkat"):
        rows = rows.filter(tier=given["tingkat"])
    if given.get("keadaan"):
        rows = rows.filter(state=given["keadaan"])
    page = page_of(
        rows,
        order=Order("made_at", descending=True),
        after=request.GET.get("sesudah", ""),
    )
    context = {
        "form": form,
        "page": page,
        "next_url": with_changed(request, sesudah=page.next) if page.next else "",
        "first_url": "" if page.is_first else with_changed(request, sesudah=""),
        "may_make": bool(posts_of(user, on=today())),
        "today": today(),
    }
    return render(request, "monev/rounds.html", context)


@never_cache
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one round: its state, its way, its subjects, and what may be done now."""
    user, on = officer(request), today()
    round = round_seen_by(user, code, on=on)
    sheets = sheets_seen_by(user, on=on).filter(round=round)
    shown = request.GET.get("lembar", "")
    counts = _counts(sheets)
    rows = sheets.order_by("subject__name", "pk")
    if shown in counts:
        rows = rows.filter(state=shown)
    results = results_seen_by(user, on=on).filter(round=round)
    places = {row.subject_id: shown_result(row) for row in results}
    page = turned(request, rows)
    context = {
        "round": round,
        "tier": Tier(round.tier).label,
        "parts": [part.label for part in round.kinds],
        "acts": _buttons(user, round, on),
        "errand": _errand(user, round, on),
        "agreement": agreement_of(round),
        "moments": moments_of(round, on),
        "minutes": Minutes.objects.filter(round=round).first(),
        "signatures": round.signatures.exclude(what="sheet"),
        "tabs": _tabs(request, counts, shown),
        "page": page,
        "rows": [(sheet, places.get(sheet.subject_id)) for sheet in page.rows],
        "previews": round.standing in PREVIEWED
        and rounds_assessed_by(user, on=on).filter(pk=round.pk).exists(),
        "missing": counts.get(SheetState.OPEN, 0),
        "is_settled": round.standing in SETTLED,
        "has_results": bool(places),
        "today": on,
    }
    return render(request, "monev/round.html", context)


def moments_of(round: Round, on: date) -> list[Moment]:
    """Return the way of a round: what happened, and what is still to come."""
    held = Minutes.objects.filter(round=round).values_list("written_at", flat=True)
    steps = [
        (gettext("Rancangan dibuat"), round.made_at, None),
        (gettext("Dibuka, data dibekukan"), round.opened_at, None),
        (gettext("Lembar kerja diisi dan diajukan"), None, round.fill_until),
        (gettext("Diverifikasi penilai"), None, round.verify_until),
        (gettext("Klarifikasi dijawab"), None, round.clarify_until),
        (gettext("Pleno"), held.first(), None),
        (gettext("Hasil ditetapkan dan dikunci"), round.fixed_at, None),
        (gettext("Hasil diumumkan"), round.published_at, None),
        (gettext("Putaran berakhir"), round.ended_at, None),
    ]
    found = []
    for title, at, until in steps:
        if until is not None:
            over = on > until
            body = gettext("Paling lambat %(day)s") % {"day": _day(until)}
            ended = datetime.combine(until, time(12), UTC) if over else None
            found.append(
                Moment(
                    title, ended, body=body, tone="" if over else "next", day_only=True
                )
            )
        elif at is not None:
            found.append(Moment(title, at))
        elif round.standing != RoundState.CANCELLED:
            found.append(Moment(title, tone="next"))
    return found


def _errand(user: User, round: Round, on: date) -> Errand | None:
    """Return what is under way, or why the last one came to nothing: for assessors."""
    found = errand_of(round)
    assessed = rounds_assessed_by(user, on=on).filter(pk=round.pk)
    if found is None or not assessed.exists():
        return None
    is_stuck = bool(found.refusal) and round.standing in step_of(found.what).sources
    return found if found.ended_at is None or is_stuck else None


def act_url(round: Round, act: RoundAct) -> str:
    """Return where an act is done."""
    return reverse("monev:round_act", args=[round.code, SLUGS[act]])


def _buttons(user: User, round: Round, on: date) -> list[tuple[str, str]]:
    """Return label and address of each act this person may do now."""
    return [
        (step.act.label, act_url(round, step.act))
        for step in acts_on_round(user, round, on=on)
        if step.act in SLUGS
    ]


def _counts(sheets: QuerySet[Sheet]) -> dict[str, int]:
    rows = sheets.order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)


def _tabs(request: HttpRequest, counts: dict[str, int], shown: str) -> list[Tab]:
    every = with_changed(request, lembar="", hal="")
    tabs = [Tab(gettext("Semua"), every, shown not in counts, sum(counts.values()))]
    return tabs + [
        Tab(
            state.label,
            with_changed(request, lembar=str(state), hal=""),
            shown == state,
            counts[state],
        )
        for state in SheetState
        if counts.get(state)
    ]


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month]} {day.year}"
