"""Groups of reports about one thing, counted by the database, told apart by words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import connection

from lapor.domain.cases.models import Case
from lapor.domain.prevention.rules.recurring import (
    FEWEST_REPORTERS,
    WINDOW,
    Group,
    clusters,
    months_before,
    telling,
)
from lapor.domain.reporters.queries import distinct_reporters

#: More titles than this in one group are not compared one by one.
MOST_TITLES: Final = 400
YEAR: Final = timedelta(days=364)
#: Category x unit x place with enough reports in the window to be worth a look.
BUSY: Final = """
SELECT unit_id, category_id, regency, array_agg(case_id ORDER BY case_id)
FROM analytics_casefact
WHERE agency = %(agency)s AND is_present AND category_id IS NOT NULL
    AND state NOT IN ('archived') AND received_at >= %(since)s AND received_at < %(at)s
GROUP BY unit_id, category_id, regency
HAVING count(*) >= %(fewest)s
ORDER BY unit_id, category_id, regency
"""
OLDER: Final = """
SELECT case_id, received_at, month FROM analytics_casefact
WHERE agency = %(agency)s AND is_present AND category_id = %(category)s
    AND unit_id IS NOT DISTINCT FROM %(unit)s AND regency = %(regency)s
    AND state NOT IN ('archived')
    AND (received_at >= %(quarter)s AND received_at < %(at)s
         OR received_at >= %(then)s AND received_at < %(then_end)s)
ORDER BY case_id DESC LIMIT %(most)s
"""
VOLUME: Final = """
SELECT count(*) FILTER (WHERE received_at >= %(since)s AND received_at < %(at)s),
    count(*) FILTER (WHERE received_at >= %(then)s AND received_at < %(then_end)s),
    min(received_at)
FROM analytics_casefact WHERE agency = %(agency)s AND is_present
"""


class Found(NamedTuple):
    """A group with its cases of the last 90 days and the words they share."""

    unit_id: int | None
    category_id: int
    regency: str
    cases: Sequence[int]
    words: tuple[str, ...]
    title: str
    counts: Group


def growth_of(agency: str, at: datetime) -> float | None:
    """Return all reports of an agency in 90 days ÷ the same days a year before."""
    with connection.cursor() as cursor:
        cursor.execute(VOLUME, _days(agency, at))
        now, then, first = cursor.fetchone()
    had_a_year = first is not None and first <= at - YEAR - WINDOW
    return now / then if had_a_year and then else None


def groups_of(agency: str, at: datetime) -> Iterator[Found]:
    """Return every group of an agency with enough reports in the last 90 days."""
    with connection.cursor() as cursor:
        cursor.execute(BUSY, _days(agency, at) | {"fewest": FEWEST_REPORTERS - 1})
        rows = cursor.fetchall()
    for unit, category, regency, cases in rows:
        yield from _told_apart(agency, at, unit, category, regency, set(cases))


def _told_apart(
    agency: str,
    at: datetime,
    unit: int | None,
    category: int,
    regency: str,
    recent: set[int],
) -> Iterator[Found]:
    given = _days(agency, at) | {
        "unit": unit,
        "category": category,
        "regency": regency,
        "quarter": at - timedelta(days=130),
        "most": MOST_TITLES,
    }
    with connection.cursor() as cursor:
        cursor.execute(OLDER, given)
        when = {key: (moment, month) for key, moment, month in cursor}
    # What is secret lends its title to nobody.
    cases = Case.objects.filter(is_secret=False).in_bulk(list(when))
    titles = {key: case.shown_title for key, case in cases.items()}
    for members in clusters(titles):
        last = [key for key in members if key in recent]
        if len(last) < FEWEST_REPORTERS - 1:
            continue
        numbers = [cases[key].number for key in last]
        months = Counter(when[key][1] for key in members)
        ago = at - YEAR
        year_ago = sum(ago - WINDOW <= when[key][0] < ago for key in members)
        counts = Group(
            len(last),
            distinct_reporters(numbers),
            [months[month] for month in months_before(at.date())],
            year_ago,
        )
        mine = set(members)
        words = telling(
            [titles[key] for key in last],
            [title for key, title in titles.items() if key not in mine],
        )
        yield Found(unit, category, regency, last, words, titles[last[0]], counts)


def _days(agency: str, at: datetime) -> dict[str, Any]:
    return {
        "agency": agency,
        "at": at,
        "since": at - WINDOW,
        "then": at - YEAR - WINDOW,
        "then_end": at - YEAR,
    }


def first_data_of(agency: str) -> date | None:
    """Return the day of the first report of an agency."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(received_at) FROM analytics_casefact WHERE agency = %s",
            [agency],
        )
        (first,) = cursor.fetchone()
    return first.date() if first else None
