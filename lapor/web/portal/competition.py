"""The list of a competition, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lapor.domain.competition.queries import published_edition, still_in


@require_safe
def edition(request: HttpRequest, key: int) -> HttpResponse:
    """Show who won, by group; unknown until it is published."""
    found = published_edition(key)
    context = {"edition": found, "entries": still_in(found)}
    return render(request, "portal/edition.html", context)
