"""The charts of a scope, each with the table of its data below it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.reports.charts import Chart
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
    wanted: dict[str, Chart | None] = {
        "corong": figures.funnel(found),
        "bulan": figures.months(found),
        "menunggu": figures.survival(found),
        "tepat": figures.on_time(found, on),
        "topik": figures.topics(found),
        "peta": figures.regions(found),
        "tempat": figures.slopes(user, on=on),
    }
    context = {
        "found": found,
        "form": chosen.form,
        "refusal": chosen.refusal,
        "is_over": found.period.end <= found.at,
        "charts": [drawn(name, chart) for name, chart in wanted.items() if chart],
    }
    return render(request, "monev/charts.html", context)
