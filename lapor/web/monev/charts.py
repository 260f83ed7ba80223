"""The charts of a scope, each with the table of its data below it."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.monev.queries import Evaluation
from lapor.domain.reports.charts import Chart
from lapor.domain.reports.queries import figures as shared
from lapor.domain.reports.queries.counts import counted
from lapor.web.monev import figures
from lapor.web.monev.choosing import choose
from lapor.web.monev.drawn import drawn
from lapor.web.monev.pages import evaluation
from lapor.web.who import officer, today


@never_cache
@require_safe
def charts(request: HttpRequest) -> HttpResponse:
    """Show the charts of one scope in one period; empty ones stay away."""
    user, on = officer(request), today()
    chosen = choose(request.GET.dict(), user, on=on)
    found = evaluation(chosen.scope, chosen.period, chosen.basis)
    wanted = _wanted(found, on) | {"tempat": figures.slopes(user, on=on)}
    context = {
        "found": found,
        "form": chosen.form,
        "refusal": chosen.refusal,
        "is_over": found.period.end <= found.at,
        "charts": [drawn(name, chart) for name, chart in wanted.items() if chart],
    }
    return render(request, "monev/charts.html", context)


def _wanted(found: Evaluation, on: date) -> dict[str, Chart | None]:
    """Return the charts of a scope by their place on the page; None: nothing there."""
    is_agency = found.scope.kind == "units"
    has_any, has_work = found.total.received > 0, found.total.dispatched > 0
    boxes, seen = shared.boxes(found), figures.counted_months(found, on)
    hours = figures.hours(seen) if seen and any(map(any, seen.hours)) else None
    if is_agency and has_any:
        hours = shared.heat(counted(found.scope, found.period, at=found.at))
    return {
        "corong": shared.funnel(found) if has_any else None,
        "bulan": figures.months(found),
        "menunggu": shared.survival(found) if has_work else None,
        "lama": boxes if boxes.rows else None,
        "tepat": figures.on_time(found, on),
        "topik": figures.topics(found, seen),
        "jam": hours,
        "peta": None if is_agency else shared.region_map(found),
    }
