"""Full-text search: Indonesian stems, typing slips, newest first, by index only.

The word index also knows the month of receipt. We look into the newest months first
and widen until a page is full: a frequent word is found at once in the newest window,
a rare one is rare everywhere; neither reads the whole table.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.contrib.postgres.search import (
    SearchQuery,
    TrigramSimilarity,
)
from django.db.models import Model, QuerySet

from lapor.domain.cases.models import Case, SearchWord
from lapor.kernel import ids
from lapor.kernel.paging import Order, Page, page_of

T = TypeVar("T", bound=Model)
WINDOWS = (1, 13)  # months back; no step reads more than some hundred hits too many
ORDER = Order("received_at", descending=True)
LIKE_ENOUGH = 0.4


class Found(NamedTuple):
    """A page of hits; ``meant`` is what was searched instead of a mistyped text."""

    page: Page[Any]
    meant: str


def search(
    rows: QuerySet[T], text: str, *, at: datetime, after: str = "", size: int = 50
) -> Found:
    """Search rows that have ``search``, ``month``, ``received_at``; newest first."""
    page = _widening(rows, text, at, after, size)
    if page.rows or after:
        return Found(page, "")
    meant = corrected(text)
    if not meant:
        return Found(page, "")
    return Found(_widening(rows, meant, at, after, size), meant)


def by_number(rows: QuerySet[Case], text: str) -> Case | None:
    """Return the case with this number or official tracking id, among ``rows``."""
    if number := ids.normalise_number(text):
        return rows.filter(number=number).first()
    digits = text.strip().lstrip("#")
    if digits.isdecimal() and len(digits) < 18:
        return rows.filter(tracking_id=int(digits)).first()
    return None


def corrected(text: str) -> str:
    """Return the text with unknown words replaced by the likest known ones, or ""."""
    words = re.findall(r"[^\W\d_]{4,64}", text.lower())[:6]
    known = set(
        SearchWord.objects.filter(word__in=words).values_list("word", flat=True)
    )
    better = {word: _likest(word) for word in words if word not in known}
    fixed = [better.get(word) or word for word in words]
    return " ".join(fixed) if fixed != words else ""


def _likest(word: str) -> str:
    found = (
        SearchWord.objects.filter(word__trigram_similar=word)
        .annotate(likeness=TrigramSimilarity("word", word))
        .filter(likeness__gte=LIKE_ENOUGH)
        .order_by("-likeness", "-count")
        .first()
    )
    return found.word if found else ""


def _widening(
    rows: QuerySet[T], text: str, at: datetime, after: str, size: int
) -> Page[T]:
    query = SearchQuery(text, config="indonesian", search_type="websearch")
    hits = rows.filter(search=query)
    for since in _months(at):
        page = page_of(
            hits.filter(month__gte=since), order=ORDER, after=after, size=size
        )
        if page.next:
            return page
    return page_of(hits, order=ORDER, after=after, size=size)


def _months(at: datetime) -> Iterator[int]:
    count = at.year * 12 + at.month - 1
    for back in WINDOWS:
        year, month = divmod(count - back, 12)
        yield year * 100 + month + 1
