"""Counts for the detectors: whole sets by the database, never case by case."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef

from lapor.domain.analytics.models import Population
from lapor.domain.analytics.rules.periods import HOME_ZONE
from lapor.domain.findings.rules.bursts import WEEKS as HOW_MANY
from lapor.domain.findings.rules.shares import Count
from lapor.domain.findings.rules.silence import FEWEST_PLACES, Place
from lapor.domain.findings.rules.words import Kind
from lapor.domain.organisations.models import Region as Territory

from .statements import REGIONS, ROWS, VOLUMES, WEEKS

#: So many numbers of cases, units and people at most stand in the evidence.
MOST_CASES: Final = 20
MOST_ROWS: Final = 12
LOOKED_BACK: Final = timedelta(days=400)
YEAR: Final = timedelta(days=364)


class Window(NamedTuple):
    """Thirteen whole weeks in Jakarta; ``last`` is the last day, included."""

    last: date

    @property
    def first(self) -> date:
        """The first day."""
        return self.last - timedelta(days=7 * HOW_MANY - 1)

    @property
    def given(self) -> dict[str, datetime]:
        """The parameters of the statements."""
        start, end = (
            datetime.combine(day, time(), HOME_ZONE)
            for day in (self.first, self.last + timedelta(days=1))
        )
        return {
            "start": start,
            "end": end,
            "since": start - LOOKED_BACK,
            "then": start - YEAR,
            "then_end": end - YEAR,
        }


def window_before(at: datetime) -> Window:
    """Return the window that ends with the last whole month before a moment."""
    day = at.astimezone(HOME_ZONE).date()
    return Window(day.replace(day=1) - timedelta(days=1))


Subject = tuple[str, str]


def shares(kind: Kind, window: Window) -> dict[Subject, Count]:
    """Return part and whole of every agency, or of every officer of it."""
    rows = _fetched(
        f"SELECT agency, who, count(*) FILTER (WHERE is_part), count(*) "  # noqa: S608
        f"FROM ({ROWS[kind]}) AS r GROUP BY 1, 2 ORDER BY 1, 2",
        window.given,
    )
    return {(agency, who): Count(part, whole) for agency, who, part, whole in rows}


def evidence_of(
    kind: Kind, window: Window, agency: str, people: Sequence[str] = ()
) -> dict[str, list[Any]]:
    """Return a few numbers of cases and the units with the most of them."""
    given = window.given | {"agency": agency, "people": list(people)}
    mine = f"({ROWS[kind]}) AS r WHERE agency = %(agency)s"
    if people:
        mine += " AND who = ANY (%(people)s)"
    numbers = _fetched(
        f"SELECT DISTINCT number FROM {mine} AND is_part AND number <> '' "  # noqa: S608
        f"ORDER BY number LIMIT {MOST_CASES}",
        given,
    )
    units = _fetched(
        f"SELECT unit, count(*) FILTER (WHERE is_part) AS part, count(*) "  # noqa: S608
        f"FROM {mine} GROUP BY unit HAVING bool_or(is_part) "
        f"ORDER BY part DESC, unit LIMIT {MOST_ROWS}",
        given,
    )
    return {
        "cases": [number for (number,) in numbers],
        "units": [list(row) for row in units],
    }


def answers_by_week(window: Window) -> dict[str, list[int]]:
    """Return how many final answers each agency gave in each week, oldest first."""
    found: dict[str, list[int]] = defaultdict(lambda: [0] * HOW_MANY)
    for agency, week, n in _fetched(WEEKS, window.given):
        found[agency][week] = n
    return dict(found)


class Region(NamedTuple):
    """A regency or city, and the local government that answers for it.

    ``exposure`` says what its exposure counts: people, or villages.
    """

    code: str
    organisation_id: int
    place: Place
    exposure: str


def regions(window: Window) -> list[Region]:
    """Return every regency and city with its reports.

    Its people are the exposure; where nobody counted them, its villages. Villages are
    that of all while too few have people to be compared.
    """
    rows = _fetched(REGIONS, window.given)
    is_enough = sum(1 for row in rows if row[-1]) >= FEWEST_PLACES
    return [
        Region(code, organisation, Place(got, people), "people")
        if people and is_enough
        else Region(code, organisation, Place(got, villages), "villages")
        for code, organisation, got, villages, people in rows
    ]


def people_counted() -> tuple[int, int]:
    """Return for how many regencies and cities people were counted, and of how many."""
    places = Territory.objects.filter(level=2)
    counted = places.filter(Exists(Population.objects.filter(region=OuterRef("pk"))))
    return counted.count(), places.count()


def volumes(window: Window, *, by: str) -> dict[Subject, Place]:
    """Return the reports of every agency or unit; those a year before are exposure.

    Keys are (code, agency). Whoever got nothing a year before cannot be judged by it.
    """
    if by not in ("agency", "unit"):
        raise ValueError(by)
    rows = _fetched(VOLUMES.format(code=by), window.given)
    return {
        (code, agency): Place(got, before)
        for code, agency, got, before in rows
        if before
    }


def _fetched(sql: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
