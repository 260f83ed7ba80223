"""The public list and the public page of one report."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from lapor.domain.cases.queries import (
    Eyes,
    has_hops,
    hops,
    joined_to,
    shares,
    timeline,
)
from lapor.domain.cases.rules import Bucket
from lapor.domain.organisations.queries import organisation_by_code
from lapor.domain.publication.models import Publication
from lapor.domain.publication.queries import (
    PublicFilters,
    public_case,
    public_page,
    public_search,
    voices_of,
)
from lapor.kernel import clock, ids
from lapor.web import places
from lapor.web.portal import choices
from lapor.web.portal.forms import PublicSearchForm
from lapor.web.wording import is_overdue, moments, state_words

SHOWN_BUCKETS = [b for b in Bucket if b not in {Bucket.UNVERIFIED, Bucket.ON_HOLD}]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the public list, newest first, narrowed and searched."""
    now = clock.now()
    form = PublicSearchForm(
        request.GET,
        categories=choices.topics(),
        states=[(b.value, b.label) for b in SHOWN_BUCKETS],
    )
    given = form.cleaned_data if form.is_valid() else {}
    filters = _filters(form, given)
    after, text = request.GET.get("after", ""), given.get("q", "")
    hint = ""
    if text:
        found = public_search(text, filters, at=now, after=after)
        page = found.page
        if found.meant:
            hint = gettext("Menampilkan hasil untuk “%s”.") % found.meant
    else:
        page = public_page(filters, at=now, after=after)
    kept = {k: v for k, v in request.GET.items() if k != "after" and v}
    here = reverse("portal:list")
    context = {
        "here": "laporan",
        "form": form,
        "rows": rows_of(page.rows),
        "hint": hint,
        "next_url": f"?{urlencode({**kept, 'after': page.next})}" if page.next else "",
        "first_url": "" if page.is_first else f"{here}?{urlencode(kept)}",
    }
    return render(request, "portal/list.html", context)


@require_safe
def publication(request: HttpRequest, number: str) -> HttpResponse:
    """Show one published report with its public timeline."""
    canonical = ids.normalise_number(number)
    if canonical and canonical != number:
        return HttpResponseRedirect(reverse("portal:publication", args=[canonical]))
    now = clock.now()
    shown = public_case(number, at=now)
    lines = timeline(shown.case, Eyes.PUBLIC)
    context = {
        "here": "laporan",
        "publication": shown,
        "case": shown.case,
        "state_words": state_words(shown.case),
        "is_late": is_overdue(shown.case, now),
        "moments": moments(reversed(lines), address=None, day_only=True),
        "voices": voices_of(shown.case, at=now),
        "joined": joined_to(shown.case),
        "hops": hops(shown.case) if has_hops(shown.case) else [],
        "parts": shares(shown.case, at=now),
    }
    return render(request, "portal/publication.html", context)


def rows_of(found: Iterable[Publication]) -> list[dict[str, Any]]:
    """Return what a list shows of each report."""
    return [
        {
            "number": row.case.number,
            "url": f"/laporan/{row.case.number}/",
            "title": row.title,
            "state": row.case.state,
            "agency": row.agency.name,
            "received_on": timezone.localdate(row.received_at),
        }
        for row in found
    ]


def _filters(form: PublicSearchForm, given: dict[str, Any]) -> PublicFilters:
    """Return the filters; an unclear name is said beside its field and ignored."""
    agency_id, region = None, ""
    if given.get("agency"):
        choice = places.choose_agency([given["agency"]], "")
        if choice.code:
            row = organisation_by_code(choice.code)
            agency_id = row.agency_id or row.pk
        else:
            form.add_error("agency", _named(choice))
    if given.get("region"):
        choice = places.choose_region([given["region"]], "")
        region = choice.code
        if not region:
            form.add_error("region", _named(choice))
    return PublicFilters(
        agency_id=agency_id,
        category_id=int(given["category"]) if given.get("category") else None,
        region=region,
        bucket=given.get("state", ""),
    )


def _named(choice: places.Choice) -> str:
    """Return the sentence, with the names that may be meant instead of a choice."""
    if not choice.hits:
        return choice.error
    names = "; ".join(hit.label for hit in choice.hits[:4])
    return gettext("Ada beberapa: %s. Tulis lebih lengkap.") % names
