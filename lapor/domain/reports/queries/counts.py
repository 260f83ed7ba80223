"""Counts of the reports of a scope by everything a report shows, in a few scans.

One look at the facts gives months, buckets, classes, channels and reasons together;
so the tables made of it cannot contradict each other.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay
from django.utils.translation import gettext

from lapor.domain.analytics.models import CaseFact
from lapor.domain.analytics.queries import daily
from lapor.domain.analytics.rules.indicator import Basis
from lapor.domain.analytics.rules.periods import HOME_ZONE, Period
from lapor.domain.cases.models import Category
from lapor.domain.cases.rules import Bucket
from lapor.domain.monev.queries import Scope
from lapor.domain.organisations.models import Organisation
from lapor.domain.reports.rules.tables import Origin
from lapor.kernel.enums import translate

LATE_SHOWN: Final = 25
OPEN: Final = (Bucket.WAITING, Bucket.IN_PROCESS)


class Cell(NamedTuple):
    """What one group of reports has in common, and how many they are.

    ``kept`` of ``judged`` had their first follow-up in time (P7).
    """

    month: int
    bucket: str
    classification: str
    channel: str
    archive_reason: str
    n: int
    judged: int
    kept: int


@dataclass(frozen=True)
class Counted:
    """Reports received in a period. Unit of all numbers: reports."""

    cells: tuple[Cell, ...]
    topics: Mapping[int | None, int]
    hours: tuple[tuple[int, ...], ...]  # Monday first, by hour of Jakarta
    ratings: Mapping[int, int]  # stars 1 to 5
    origin: Origin

    @property
    def total(self) -> int:
        """How many reports there are."""
        return sum(cell.n for cell in self.cells)

    def by(self, key: Callable[[Cell], Hashable]) -> Counter[Any]:
        """Add up the cells by whatever a function says of them."""
        found: Counter[Any] = Counter()
        for cell in self.cells:
            found[key(cell)] += cell.n
        return found


class Late(NamedTuple):
    """A report past its term."""

    number: str
    agency: str
    unit: str
    received: date
    due: date


def counted(scope: Scope, period: Period, *, at: datetime) -> Counted:
    """Count the reports a scope received in a period, as the facts now stand."""
    rows = facts_of(scope, period, at=at)
    groups = rows.values_list(
        "month", "bucket", "classification", "channel", "archive_reason"
    )
    judged, kept = _first_follow_ups(at)
    cells = groups.annotate(
        n=Count("case_id"),
        judged=Count("case_id", filter=judged),
        kept=Count("case_id", filter=kept),
    ).order_by()
    return Counted(
        tuple(Cell(*row) for row in cells),
        _grouped(rows, "category_id"),
        _hours(rows),
        _grouped(rows.filter(rating__isnull=False), "rating"),
        origin_of(at),
    )


def facts_of(
    scope: Scope, period: Period | None, *, at: datetime
) -> QuerySet[CaseFact]:
    """Return the facts of a scope, one for each report; of a period or of all time."""
    rows = CaseFact.objects.filter(_inside(scope, at), is_present=True)
    if period is None:
        return rows
    return rows.filter(received_at__gte=period.start, received_at__lt=period.end)


def origin_of(at: datetime) -> Origin:
    """Return where these numbers come from, and as of when."""
    return Origin(
        gettext("Lapor, fakta laporan"),
        daily.as_of() or at,
        translate(Basis.COHORT.source),
    )


def late(scope: Scope, *, at: datetime, most: int = LATE_SHOWN) -> list[Late]:
    """Return open reports past the term of completion, the longest first."""
    rows = overdue(scope, at=at).order_by("completion_due_at", "case_id")[:most]
    names = dict(
        Organisation.objects.filter(
            code__in={code for row in rows for code in (row.agency, row.unit)}
        ).values_list("code", "name")
    )
    return [
        Late(
            row.number,
            names.get(row.agency, row.agency),
            names.get(row.unit, ""),
            _day(row.received_at),
            _day(row.completion_due_at),
        )
        for row in rows
        if row.completion_due_at
    ]


def overdue(scope: Scope, *, at: datetime) -> QuerySet[CaseFact]:
    """Return the open reports of a scope past the term of completion, of all time."""
    return facts_of(scope, None, at=at).filter(
        bucket__in=OPEN, answered_at__isnull=True, completion_due_at__lt=at
    )


def topic_names(keys: Iterable[int | None]) -> dict[int | None, str]:
    """Return the names of topics; reports without one are said in words."""
    wanted = [key for key in keys if key is not None]
    rows = Category.objects.filter(pk__in=wanted).values_list("pk", "name")
    names: dict[int | None, str] = {pk: translate(name) for pk, name in rows}
    names[None] = gettext("Belum dikategorikan")
    return names


def _inside(scope: Scope, at: datetime) -> Q:
    if scope.kind == "nation":
        return Q()
    if scope.kind == "unit":
        return Q(unit_id=scope.owner)
    if scope.kind in ("units", "agency"):
        return Q(agency_id=scope.owner)
    on = at.astimezone(HOME_ZONE).date()
    return Q(agency_id__in=[member.pk for member in scope.members(on=on)])


def _first_follow_ups(at: datetime) -> tuple[Q, Q]:
    """Return who is judged by P7, and who kept the term, as the indicator says."""
    answered = Q(followed_up_at__isnull=False, follow_up_due_at__isnull=False)
    silent = Q(bucket=Bucket.WAITING, followed_up_at=None, follow_up_due_at__lt=at)
    return answered | silent, answered & Q(followed_up_at__lte=F("follow_up_due_at"))


def _grouped(rows: QuerySet[CaseFact], column: str) -> dict[Any, int]:
    found = rows.values_list(column).annotate(n=Count("case_id")).order_by()
    return dict(found)


def _hours(rows: QuerySet[CaseFact]) -> tuple[tuple[int, ...], ...]:
    found = (
        rows.annotate(
            weekday=ExtractIsoWeekDay("received_at", tzinfo=HOME_ZONE),
            hour=ExtractHour("received_at", tzinfo=HOME_ZONE),
        )
        .values_list("weekday", "hour")
        .annotate(n=Count("case_id"))
        .order_by()
    )
    cells = [[0] * 24 for _day in range(7)]
    for weekday, hour, n in found:
        cells[weekday - 1][hour] = n
    return tuple(map(tuple, cells))


def _day(at: datetime) -> date:
    return at.astimezone(HOME_ZONE).date()
