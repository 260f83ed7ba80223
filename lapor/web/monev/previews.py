"""What the results of a round would be now: for the plenary, kept nowhere."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.monev.queries.rounds import round_seen_by, rounds_assessed_by
from lapor.domain.reports.queries.rounds import group_name
from lapor.domain.scoring.rules import Category
from lapor.domain.scoring.rules.words import Veto, Why
from lapor.kernel import clock
from lapor.kernel.errors import NotAllowedNow, NotPermitted
from lapor.web.monev.rounds import PREVIEWED
from lapor.web.outcomes import TONES
from lapor.web.turning import turned
from lapor.web.who import officer, today


class Row(NamedTuple):
    """One subject as it would be judged now."""

    name: str
    group: str
    points: Fraction | None
    category: str
    tone: str
    remarks: list[str]


@never_cache
@require_safe
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Compute the results as they would be fixed now; only for the assessor.

    It computes when asked to, for that takes a while.
    """
    user, on = officer(request), today()
    round = round_seen_by(user, code, on=on)
    if not rounds_assessed_by(user, on=on).filter(pk=round.pk).exists():
        raise NotPermitted(gettext("Hasil sementara hanya untuk penilai putaran ini."))
    if round.standing not in PREVIEWED:
        raise NotAllowedNow(
            gettext("Hasil sementara ada sejak verifikasi sampai hasil ditetapkan.")
        )
    context: dict[str, Any] = {"round": round, "at": clock.now()}
    if request.GET.get("hitung") == "ya":
        from lapor.domain.monev.actions.fixing import (  # noqa: PLC0415 - engines are heavy
            preview_round,
        )

        found = preview_round(round, at=clock.now())
        rows = sorted(
            found["results"],
            key=lambda row: (row["place"]["group"], -(row["score"] or 0)),
        )
        page = turned(request, rows)
        context |= {"page": page, "rows": [_row(row) for row in page.rows]}
    return render(request, "monev/preview.html", context)


def _order(found: Mapping[str, Any]) -> tuple[str, int, str]:
    return found["place"]["group"], -(found["score"] or 0), found["name"]


def _row(found: Mapping[str, Any]) -> Row:
    category = Category(found["category"])
    why = found["why"]
    return Row(
        found["name"],
        group_name(found["place"]["group"]),
        None if found["score"] is None else Fraction(found["score"], 100),
        category.label,
        TONES[category],
        [
            *(Veto(veto).label for veto in why["vetoes"]),
            *(Why(each).label for each in why["why"]),
        ],
    )
