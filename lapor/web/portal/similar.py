"""Public reports on the same matter, offered while somebody writes.

Only what two persons let out is ever looked at; what is typed is not kept.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lapor.domain.cases.rules import CLOSED
from lapor.domain.publication.queries import visible
from lapor.domain.triage.queries import Similar, similar
from lapor.domain.triage.rules.similar import About
from lapor.kernel import clock
from lapor.kernel.text import clean
from lapor.web import places
from lapor.web.wording import state_words

MOST: Final = 3
SHORTEST: Final = 10  # characters of a title before anything is looked for
LONGEST: Final = 10_000


@never_cache
@require_POST
def offer(request: HttpRequest) -> HttpResponse:
    """Return the offers as a piece of page, empty when nothing is alike."""
    found = offers(request.POST, at=clock.now())
    return render(request, "portal/_similar.html", {"similar": shown(found)})


def offers(given: Mapping[str, str], *, at: datetime) -> list[Similar]:
    """Return public reports that are still open and alike, the likest first."""
    title, content = _words(given, "title"), _words(given, "content")
    if len(title) < SHORTEST:
        return []
    topic = given.get("category", "")
    about = About(
        title=title,
        content=content,
        region=_region(given),
        location=_words(given, "location"),
        category=int(topic) if topic.isascii() and topic.isdigit() else None,
    )
    among = visible(at=at).exclude(case__state__in=sorted(CLOSED))
    return similar(about, among=among, at=at, limit=MOST)


def shown(found: list[Similar]) -> list[dict[str, object]]:
    """Return what the page says of each."""
    return [
        {
            "row": each.row,
            "number": each.number,
            "state_words": state_words(each.row.case),
            "why": each.why,
        }
        for each in found
    ]


def _region(given: Mapping[str, str]) -> str:
    typed = given.get("region", "")[: places.LONGEST]
    return places.choose_region([typed], "").code if typed.strip() else ""


def _words(given: Mapping[str, str], name: str) -> str:
    return clean(given.get(name, "")[:LONGEST], max_length=LONGEST)
