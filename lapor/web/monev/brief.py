"""One page for a leader: what the numbers say, who lags, what waits, fit to print."""

from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.accounts.models import User
from lapor.domain.monev.queries import Evaluation
from lapor.domain.monev.queries.rounds import results_seen_by
from lapor.domain.plans.queries.recommendations import counts_by_status
from lapor.domain.plans.rules import RecommendationStatus
from lapor.web.monev.cards import cards_of
from lapor.web.monev.choosing import choose
from lapor.web.monev.duties import duties_of
from lapor.web.monev.homes import SHOWN, ranked
from lapor.web.monev.pages import evaluation
from lapor.web.outcomes import Shown, shown
from lapor.web.who import officer, today

FEW: Final = 3
RESULTS: Final = 5


@never_cache
@require_safe
def brief(request: HttpRequest) -> HttpResponse:
    """Show one scope on one page."""
    user, on = officer(request), today()
    chosen = choose(request.GET.dict(), user, on=on)
    found = evaluation(chosen.scope, chosen.period, chosen.basis)
    rows = ranked(found.scope, found.period, found.basis)
    placed = [row for row in rows if row.place]
    placed.sort(key=lambda row: (row.group, row.place, row.name))
    context = {
        "found": found,
        "form": chosen.form,
        "refusal": chosen.refusal,
        "cards": [card for card in cards_of(found) if card.indicator.id in SHOWN],
        "is_over": found.period.end <= found.at,
        "is_units": found.scope.kind == "units",
        "best": placed[:FEW],
        "worst": placed[: -FEW - 1 : -1] if len(placed) > FEW else [],
        "silent": sum(1 for line in found.lines if line.member and not line.received),
        "members": sum(1 for line in found.lines if line.member),
        "results": _results(user, found, on),
        "recommendations": _recommendations(user, on),
        "duties": duties_of(user, on=on)[:RESULTS],
        "today": on,
    }
    return render(request, "monev/brief.html", context)


def _results(user: User, found: Evaluation, on: date) -> list[Shown]:
    """Return the newest results about the agency itself."""
    if found.scope.kind != "units":
        return []
    rows = results_seen_by(user, on=on).filter(subject=found.scope.owner)
    return [shown(row) for row in rows.order_by("-round__period_end", "-pk")[:RESULTS]]


def _recommendations(user: User, on: date) -> list[dict[str, Any]]:
    """Return how many recommendations stand where, those that are there."""
    return [
        {"status": status, "n": n, "is_late": status == RecommendationStatus.OVERDUE}
        for status, n in counts_by_status(user, on=on).items()
        if n
    ]
