"""Looking up while typing, agencies and their pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lapor.domain.organisations.queries import (
    organisation_by_slug,
    search_organisations,
    units_of,
)
from lapor.domain.publication.queries import PublicFilters, public_page
from lapor.kernel import clock
from lapor.kernel.text import clean
from lapor.web import places
from lapor.web.portal import choices
from lapor.web.portal.forms import AgencySearchForm
from lapor.web.portal.listing import rows_of
from lapor.web.portal.results import results_of

LONGEST = 2_000


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Return regions by name as a piece of page: the same list the form shows."""
    text = clean(request.GET.get("q", ""), max_length=LONGEST)[:200]
    context = {"name": "region", "hits": places.region_hits(text), "asked": bool(text)}
    return render(request, "portal/_hits.html", context)


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """Find an agency by name; as a piece of page when the form asks."""
    form = AgencySearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    if request.GET.get("pilih"):
        hits = places.agency_hits(text)
        context = {"name": "agency", "hits": hits, "asked": bool(text)}
        return render(request, "portal/_hits.html", context)
    found = search_organisations(text, limit=50, agencies_only=True) if text else []
    context = {"form": form, "found": found, "asked": bool(text)}
    return render(request, "portal/agencies.html", context)


@require_safe
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an agency: how to reach it, how its reports stand, what is public."""
    found = organisation_by_slug(slug)
    home = found.agency or found
    counts = choices.counts(home.pk)
    newest = public_page(PublicFilters(agency_id=home.pk), at=clock.now(), size=10)
    context = {
        "agency": home,
        "buckets": counts.buckets,
        "total": counts.total,
        "as_of": counts.as_of,
        "units": []
        if home.kind == "unit"
        else list(units_of(home).order_by("name").values_list("name", flat=True)),
        "rows": rows_of(newest.rows),
        "results": results_of(home),
    }
    return render(request, "portal/agency.html", context)
