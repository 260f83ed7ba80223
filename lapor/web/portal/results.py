"""What evaluations found, for everybody: only rounds for the public, once published."""

from typing import Any, Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lapor.domain.analytics.rules.indicator import Basis
from lapor.domain.monev.models import Result, Round
from lapor.domain.monev.queries.rounds import (
    by_rank,
    public_results,
    public_round,
    public_rounds,
)
from lapor.domain.monev.rules.words import Tier
from lapor.domain.organisations.models import Organisation
from lapor.domain.reports.queries.issued import paper_of
from lapor.domain.reports.queries.rounds import group_name
from lapor.domain.scoring.queries import instrument_numbered
from lapor.web.outcomes import Shown, shown
from lapor.web.shapes import Tab
from lapor.web.turning import turned, with_changed

#: Rounds to choose from, and results shown of one agency.
CHOICES: Final = 50
NEWEST: Final = 4


class Line(NamedTuple):
    """One result of an agency, with the round it comes from."""

    result: Shown
    round: Round
    group: str
    url: str


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show a published ranking: each group by itself, with its interval and its day."""
    choices = list(public_rounds()[:CHOICES])
    code = request.GET.get("putaran", "")
    round = public_round(code) if code else next(iter(choices), None)
    context: dict[str, Any] = {"here": "statistik", "choices": choices, "round": round}
    if round is not None:
        context |= _ranked(request, round) | _defined(round)
    return render(request, "portal/results.html", context)


def results_of(agency: Organisation) -> list[Line]:
    """Return the newest published results of an agency."""
    rows = public_results().filter(subject=agency).order_by("-round__period_end", "-pk")
    return [
        Line(
            shown(row),
            row.round,
            group_name(row.group),
            f"{reverse('portal:results')}?putaran={row.round.code}"
            f"&kelompok={row.group}",
        )
        for row in rows[:NEWEST]
    ]


def _ranked(request: HttpRequest, round: Round) -> dict[str, Any]:
    """Return one page of one group; groups never mix."""
    rows = public_results().filter(round=round)
    groups = sorted(set(rows.order_by().values_list("group", flat=True)))
    asked = request.GET.get("kelompok", "")
    group = asked if asked in groups else next(iter(groups), "")
    page = turned(request, by_rank(rows.filter(group=group)))
    return {
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
        "rows": [(shown(row), _agency(row)) for row in page.rows],
        "is_sized": any(row.size_class not in ("", "0") for row in page.rows),
    }


def _defined(round: Round) -> dict[str, Any]:
    """Return what the numbers of a round mean, and how anybody can check them."""
    told: dict[str, Any] = {
        "tier": Tier(round.tier).label,
        "basis": Basis(round.basis).label,
        "paper": paper_of(round),
    }
    if round.instrument:
        parts = instrument_numbered(round.instrument).weights.parts
        told["weights"] = [(part.label, parts.get(part, 0)) for part in round.kinds]
    return told


def _agency(row: Result) -> str:
    return reverse("portal:agency", args=[row.subject.slug])
