"""The charts of a scope, each with the table of its data below it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.web.monev import figures
from lapor.web.monev.choosing import choose
from lapor.web.monev.pages import evaluation
from lapor.web.shapes import Bar
from lapor.web.templatetags import ui
from lapor.web.who import officer, today


@never_cache
@require_safe
def charts(request: HttpRequest) -> HttpResponse:
    """Show the charts of one scope in one period."""
    user, on = officer(request), today()
    chosen = choose(request.GET.dict(), user, on=on)
    found = evaluation(chosen.scope, chosen.period, chosen.basis)
    round_title, slopes = figures.slopes(user, on=on)
    context: dict[str, Any] = {
        "found": found,
        "form": chosen.form,
        "refusal": chosen.refusal,
        "is_over": found.period.end <= found.at,
        "funnel": _bars(figures.funnel(found)),
        "survival": figures.survival(found),
        "on_time": figures.on_time(chosen.scope, on),
        "topics": _bars(figures.topics(chosen.scope, chosen.period)),
        "heat": figures.weekdays(chosen.scope, chosen.period),
        "regions": figures.regions(found) if found.scope.kind != "units" else [],
        "round_title": round_title,
        "slopes": slopes,
    }
    return render(request, "monev/charts.html", context)


def _bars(steps: Sequence[figures.Step]) -> list[Bar]:
    return [
        Bar(
            step.label,
            step.amount,
            shown=f"{ui.number(step.amount)} ({ui.share(step.so_far)})"
            if step.so_far is not None
            else "",
        )
        for step in steps
    ]
