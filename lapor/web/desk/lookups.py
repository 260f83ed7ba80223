"""Pieces of page for the desk's scripts: the same lists the server shows without."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lapor.kernel.text import clean
from lapor.web import places
from lapor.web.desk import choices

MOST_TYPED = 2_000
NAMES = frozenset({"to", "suggestion", "region", "agency"})


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """Return agencies and units by name, to pick one."""
    text = _text(request)
    return _hits(request, places.agency_hits(text) if text else [], text)


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Return regions by name, to pick one."""
    text = _text(request)
    return _hits(request, places.region_hits(text) if text else [], text)


@require_safe
def subtopics(request: HttpRequest) -> HttpResponse:
    """Return the options of the second level below a topic."""
    parent = request.GET.get("kategori", "")
    is_number = parent.isascii() and parent.isdecimal() and len(parent) < 10
    pairs = choices.subtopics(int(parent)) if is_number else ()
    return render(request, "desk/_options.html", {"pairs": pairs})


def _text(request: HttpRequest) -> str:
    return clean(request.GET.get("q", ""), max_length=MOST_TYPED)[:200]


def _hits(request: HttpRequest, hits: list[places.Hit], text: str) -> HttpResponse:
    name = request.GET.get("untuk", "")
    context = {
        "name": name if name in NAMES else "to",
        "hits": hits,
        "asked": bool(text),
    }
    return render(request, "portal/_hits.html", context)
