"""What a round found: one result explained, and the ranking whose groups never mix."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.accounts.models import User
from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.monev.models import Result, Round, Sheet
from lapor.domain.monev.policies import acts_on_round
from lapor.domain.monev.queries.rounds import (
    by_rank,
    results_seen_by,
    round_seen_by,
    rounds_seen_by,
    sheets_seen_by,
)
from lapor.domain.monev.rules.words import SETTLED, RoundAct, Tier
from lapor.domain.reports.queries.issued import documents_seen_by
from lapor.domain.reports.queries.rounds import group_name
from lapor.domain.scoring.rules import Category
from lapor.domain.scoring.rules.words import Veto, Why
from lapor.kernel.errors import NotFound
from lapor.web.monev.drawn import drawn
from lapor.web.monev.figures import radar
from lapor.web.monev.readings import name_of, value_shown
from lapor.web.outcomes import points_of, shown
from lapor.web.shapes import Tab
from lapor.web.turning import turned, with_changed
from lapor.web.who import officer, today

#: Rounds to choose from on the page of rankings.
CHOICES: Final = 50


class Line(NamedTuple):
    """One scored indicator of a result."""

    id: str
    name: str
    value: str
    points: Fraction
    share: Fraction
    pull: Fraction


class Kind(NamedTuple):
    """One of the four kinds: its points, and the lines they are made of."""

    part: Part
    points: Fraction | None
    lines: list[Line]


@never_cache
@require_safe
def result(request: HttpRequest, code: str, subject: str) -> HttpResponse:
    """Explain one result: the whole, its kinds, caps, change, place, best and worst."""
    user = officer(request)
    round = round_seen_by(user, code, on=today())
    found = (
        results_seen_by(user, on=today())
        .filter(round=round, subject__code=subject)
        .first()
    )
    if found is None:
        raise NotFound(gettext("Hasil itu belum ada, atau bukan untuk Anda."))
    why = found.details.get("why", {})
    lines = {row["indicator"]: _line(row, found) for row in why.get("lines", [])}
    picture = radar(found)
    context = {
        "round": round,
        "tier": Tier(round.tier).label,
        "chart": drawn("radar", picture) if picture else None,
        "shown": shown(found),
        "uncapped": _uncapped(why),
        "vetoes": [Veto(veto).label for veto in why.get("vetoes", [])],
        "whys": [Why(each).label for each in why.get("why", [])],
        "kinds": _kinds(round, found, lines),
        "institutional": points_of(found.institutional),
        "best": [lines[id] for id in why.get("best", []) if id in lines],
        "worst": [lines[id] for id in why.get("worst", []) if id in lines],
        "missing": [f"{id} {name_of(id)}" for id in why.get("missing", [])],
        "place": found.details.get("place", {}),
        "group": group_name(found.group),
        "sheet": _sheet(user, found),
        "recommends": _recommends(user, round),
        "documents": documents_seen_by(user, on=today())
        .filter(round=round.code)
        .filter(Q(subject=None) | Q(subject=found.subject_id)),
    }
    return render(request, "monev/result.html", context)


@never_cache
@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    """Show the ranking of one round, group by group, with intervals."""
    user, on = officer(request), today()
    settled = rounds_seen_by(user, on=on).filter(
        state__in=[str(state) for state in SETTLED]
    )
    choices = list(settled.order_by("-period_end", "-pk")[:CHOICES])
    round = _chosen(user, choices, request.GET.get("putaran", ""))
    if round is None:
        return render(request, "monev/ranking.html", {"choices": choices})
    rows = results_seen_by(user, on=on).filter(round=round)
    groups = sorted(set(rows.order_by().values_list("group", flat=True)))
    group = request.GET.get("kelompok", "")
    group = group if group in groups else (groups[0] if groups else "")
    page = turned(request, by_rank(rows.filter(group=group)))
    context = {
        "choices": choices,
        "round": round,
        "tier": Tier(round.tier).label,
        "groups": [
            Tab(
                group_name(each),
                with_changed(request, kelompok=each, hal=""),
                each == group,
            )
            for each in groups
        ],
        "group": group_name(group),
        "page": page,
        "rows": [
            (shown(row), reverse("monev:result", args=[round.code, row.subject.code]))
            for row in page.rows
        ],
        "is_sized": any(row.size_class not in ("", "0") for row in page.rows),
        "agreement": agreement_of(round),
    }
    return render(request, "monev/ranking.html", context)


def _chosen(user: User, choices: Iterable[Round], code: str) -> Round | None:
    if code:
        return round_seen_by(user, code, on=today())
    return next(iter(choices), None)


def _kinds(round: Round, found: Result, lines: Mapping[str, Line]) -> list[Kind]:
    rows = found.details.get("why", {}).get("lines", [])
    return [
        Kind(
            part,
            points_of(found.parts.get(part.value)),
            [lines[row["indicator"]] for row in rows if row["part"] == part.value],
        )
        for part in round.kinds
    ]


def _line(row: Mapping[str, Any], found: Result) -> Line:
    id = row["indicator"]
    reading = found.details.get("readings", {}).get(id, {})
    value = reading.get("value")
    return Line(
        id,
        name_of(id),
        value_shown(id, None if value is None else Fraction(value)),
        Fraction(row["points"], 100),
        Fraction(row["share"], 100),
        Fraction(row["pull"], 100),
    )


def _uncapped(why: Mapping[str, Any]) -> str:
    """Return the category before the caps, when they lowered it."""
    if not why.get("vetoes"):
        return ""
    return Category(why["uncapped"]).label


def _recommends(user: User, round: Round) -> str:
    """Return where this person recommends something, empty when he may not."""
    may = {step.act for step in acts_on_round(user, round, on=today())}
    if RoundAct.RECOMMEND not in may:
        return ""
    return reverse("monev:round_act", args=[round.code, "rekomendasi"])


def _sheet(user: User, found: Result) -> Sheet | None:
    sheets = sheets_seen_by(user, on=today())
    return sheets.filter(round=found.round_id, subject=found.subject_id).first()


def agreement_of(round: Round) -> dict[str, Any]:
    """Return how far the tier below agrees, None where it cannot be told."""
    found = round.agreement
    if not found.get("pairs"):
        return {}
    coefficient = found.get("coefficient")
    return {
        "pairs": found["pairs"],
        "coefficient": None if coefficient is None else Fraction(coefficient),
        "distance": points_of(found.get("distance")),
    }
