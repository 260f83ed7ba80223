"""Pages that only show: home, statistics, privacy; and the choice of language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from lapor.web.portal import choices
from lapor.web.shapes import Bar


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, and lead to the two things people come for."""
    counts = choices.counts()
    shown = [Bar(gettext("Semua laporan"), counts.total or 0), *counts.buckets]
    context = {"counts": shown, "as_of": counts.as_of}
    return render(request, "portal/home.html", context)


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the six official buckets and where reports come from (domain §13.1)."""
    counts = choices.counts()
    context = {
        "here": "statistik",
        "total": counts.total,
        "matters": counts.matters,
        "buckets": counts.buckets,
        "as_of": counts.as_of,
        **choices.breakdown()._asdict(),
    }
    return render(request, "portal/statistics.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept of a person, and why (UU 27/2022)."""
    return render(request, "portal/privacy.html")


@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the chosen language in a cookie and go back.

    Without a token, so that pages need none: a foreign site could at most change the
    language in which somebody reads.
    """
    return set_language(request)
