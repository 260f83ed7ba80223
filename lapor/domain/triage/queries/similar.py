"""Reports on the same matter: found by index, compared by the rules, with reasons.

What may be offered is for the caller to say: the public copies on the way in, the
cases an officer may see at his desk. Nothing else is ever looked at.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, combinations
from typing import Any, NamedTuple, TypeVar

from django.contrib.postgres.search import SearchQuery
from django.db.models import Model, Q, QuerySet

from lapor.domain.cases.models import Case, SearchWord
from lapor.domain.deadlines.queries import allowance
from lapor.domain.deadlines.rules import Allowed
from lapor.domain.triage.models import Judgement
from lapor.domain.triage.rules.similar import (
    LIKE_ENOUGH,
    About,
    likeness,
    telling_words,
)

T = TypeVar("T", bound=Model)
RAREST = 5  # words looked for; two of them must be there
MOST_COMPARED = 200


class Similar(NamedTuple):
    """One row that is alike: a public copy or a case; its number, score and reasons."""

    row: Any
    number: str
    score: float
    why: tuple[str, ...]


def similar(
    about: About,
    *,
    among: QuerySet[T],
    at: datetime,
    limit: int = 5,
    least: float = LIKE_ENOUGH,
    without: Case | None = None,
) -> list[Similar]:
    """Return what is most alike among some rows, the likest first.

    ``among`` has ``search``, ``month``, ``received_at``, ``title``, ``content``,
    ``region`` and ``category``; ``without`` is the case itself, and what an officer has
    judged to be different from it stays away too.
    """
    days = allowance(Allowed.SIMILAR_DAYS, on=at.date())
    since = at - timedelta(days=days)
    about = about if about.on else about._replace(on=at.date())
    apart = different_from(without) if without is not None else set()
    found = []
    for row in _candidates(about, among.filter(received_at__gte=since), since):
        number = _number(row)
        if without is not None and (number == without.number or number in apart):
            continue
        score, why = likeness(about, about_row(row), within=days)
        if score >= least:
            found.append(Similar(row, number, score, why))
    return sorted(found, key=lambda each: -each.score)[:limit]


def about_row(row: Any) -> About:
    """Return what is known of a case or of a public copy."""
    return About(
        title=getattr(row, "edited_title", "") or row.title,
        content=row.content,
        region=row.region_id or "",
        location=getattr(row, "location", ""),
        category=row.category_id,
        on=row.received_at.date(),
    )


def different_from(case: Case) -> set[str]:
    """Return the numbers that somebody has judged not to be the same matter."""
    judged = Judgement.objects.filter(Q(first=case) | Q(second=case))
    pairs = judged.values_list("first__number", "second__number")
    return set(chain.from_iterable(pairs)) - {case.number}


def _candidates(about: About, rows: QuerySet[T], since: datetime) -> Iterator[T]:
    """Yield rows that share two of the rarest words, and the newest of the place."""
    seen: set[Any] = set()
    month = since.year * 100 + since.month
    words = _rarest(f"{about.title} {about.content}")
    parts = []
    if len(words) > 1:
        pairs = " | ".join(f"({a} & {b})" for a, b in combinations(words, 2))
        query = SearchQuery(pairs, config="indonesian", search_type="raw")
        parts.append(rows.filter(search=query, month__gte=month).order_by())
    if about.region.count(".") == 3:
        parts.append(rows.filter(region=about.region).order_by("-received_at", "-pk"))
    for part in parts:
        for row in part[:MOST_COMPARED]:
            if row.pk not in seen:
                seen.add(row.pk)
                yield row


def _rarest(text: str) -> list[str]:
    """Return the telling words of a text that stand in the fewest cases."""
    words = telling_words(text)[:60]
    counts = dict(
        SearchWord.objects.filter(word__in=words).values_list("word", "count")
    )
    known = sorted((w for w in words if w in counts), key=lambda w: counts[w])
    unknown = [w for w in words if w not in counts]
    return [*known[:RAREST], *unknown[: max(RAREST - len(known), 2)]][: RAREST + 1]


def _number(row: Any) -> str:
    number: str = row.number if isinstance(row, Case) else row.case.number
    return number
