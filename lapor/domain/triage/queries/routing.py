"""Whom the routing rules suggest, and what they would have said of old cases."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import with_finer
from lapor.domain.organisations.models import Organisation
from lapor.domain.triage.models import Route
from lapor.domain.triage.rules.routing import Routing, best
from lapor.kernel.dated import in_force
from lapor.kernel.errors import NotFound

MOST_CASES = 20_000
LOOK_BACK = timedelta(days=365)
SAMPLE = 10


class RouteHint(NamedTuple):
    """A suggestion with its reasons, as the verifier reads them."""

    route: Route
    agency: Organisation


class DryRun(NamedTuple):
    """What rules would have said of dispatched cases. Unit: cases.

    ``right``: the case ended where the rule says; ``wrong``: elsewhere; ``spared``:
    those of the right ones that were returned at least once on their way.
    ``numbers`` are some cases that ended elsewhere.
    """

    looked_at: int
    matched: int
    right: int
    wrong: int
    spared: int
    numbers: Sequence[str]


def routes(*, on: date | None = None) -> QuerySet[Route]:
    """Return all rules, or those in force on a day."""
    rows = Route.objects.select_related("category", "region", "agency")
    if on is None:
        return rows
    return rows.filter(in_force(on), is_on=True, agency__is_active=True)


def route_by_key(key: int) -> Route:
    """Return one rule, or raise NotFound."""
    found = routes().filter(pk=key).first()
    if found is None:
        raise NotFound("Aturan rute ini tidak ada.")
    return found


def route_for(case: Case, *, on: date) -> RouteHint | None:
    """Return whom the rules in force suggest for a case, or None."""
    known = {row.pk: row for row in routes(on=on)}
    found = best(
        [_plain(row) for row in known.values()],
        case.category_id,
        case.region_id or "",
        f"{case.shown_title} {case.content}",
    )
    if found is None:
        return None
    row = known[found.key]
    return RouteHint(row, row.agency)


def dry_run(rows: Iterable[Route], *, at: datetime) -> DryRun:
    """Hold rules against the cases dispatched in the last year; nothing changes.

    The newest cases first, at most ``MOST_CASES``. A case counts where it is now.
    """
    rules = [_plain(row) for row in rows]
    near = Q(pk__in=[])
    since = at - LOOK_BACK
    for rule in rules:
        near |= _filter(rule, since.year * 100 + since.month)
    old = Case.objects.filter(dispatched_at__isnull=False, received_at__gte=since)
    looked_at = matched = right = spared = 0
    elsewhere: list[str] = []
    found = old.filter(near).order_by("-received_at", "-pk")[:MOST_CASES]
    for case in found.only(*READ).iterator(chunk_size=1_000):
        looked_at += 1
        text = f"{case.shown_title} {case.content}"
        counts = best(rules, case.category_id, case.region_id or "", text)
        if counts is None:
            continue
        matched += 1
        if counts.agency_id == case.agency_id:
            right += 1
            spared += bool(case.return_count)
        elif len(elsewhere) < SAMPLE:
            elsewhere.append(case.number)
    return DryRun(looked_at, matched, right, matched - right, spared, elsewhere)


READ = (
    *("number", "title", "edited_title", "content", "category_id", "region_id"),
    *("agency_id", "return_count", "received_at"),
)


def _filter(rule: Routing, month: int) -> Q:
    condition = Q()
    if rule.categories:
        condition &= Q(category__in=sorted(rule.categories))
    if rule.region:
        condition &= Q(region=rule.region) | Q(
            region__code__startswith=rule.region + "."
        )
    if rule.keyword and not (rule.categories or rule.region):
        # By the index of words: secret cases are not in it, so they do not count.
        words = SearchQuery(rule.keyword, config="indonesian", search_type="phrase")
        condition &= Q(search=words, month__gte=month)
    return condition


def _plain(row: Route) -> Routing:
    topics = with_finer(row.category_id) if row.category_id else ()
    return Routing(
        key=row.pk,
        categories=frozenset(topics),
        region=row.region_id or "",
        keyword=row.keyword,
        agency_id=row.agency_id,
        support=row.support,
    )
