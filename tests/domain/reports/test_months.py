"""Months that are counted ahead for charts."""

from datetime import UTC, datetime, timedelta

import pytest

from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.organisations.models import Organisation
from lapor.domain.reports.actions.months import count_month, refresh_months
from lapor.domain.reports.models import MonthCount
from lapor.domain.reports.queries.months import Punctual, months_of, punctual
from tests.factories.case_facts import DAY, RECEIVED, make_facts
from tests.factories.cases import category
from tests.factories.organisations import agency

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)
MARCH, QUARTER = parse_period("2026-03"), parse_period("2026-Q1")


@pytest.fixture
def two() -> tuple[Organisation, Organisation]:
    """Two agencies with reports of Monday 09.00: four in time, one late, two gone."""
    first, second = agency(), agency()
    topic = category()
    make_facts(first, 3, category_id=topic.pk)
    make_facts(first, 1, followed_up_at=RECEIVED + 9 * DAY)
    make_facts(second, 2)
    make_facts(second, 2, is_present=False)
    make_facts(second, 1, closed=0)
    return first, second


def test_topics_hours_and_punctuality_add_up(two):
    first, second = two

    count_month(MARCH, at=NOW)

    nation = months_of(MARCH, None)
    assert nation
    assert sum(nation.topics.values()) == 7
    assert nation.hours[0][9] == 7
    assert sum(map(sum, nation.hours)) == 7
    both = months_of(MARCH, [first.pk, second.pk])
    assert both == nation
    assert sum(months_of(MARCH, [first.pk]).topics.values()) == 4
    assert punctual(202603, 202603, None) == [Punctual(202603, 5, 7)]
    assert punctual(202603, 202603, [second.pk]) == [Punctual(202603, 2, 3)]


def test_counted_twice_is_counted_once(two):
    for _ in range(2):
        count_month(MARCH, at=NOW)

    assert MonthCount.objects.count() == 3


def test_a_quarter_is_the_sum_of_its_months(two):
    make_facts(two[0], 5, received_at=RECEIVED - timedelta(days=30), month=202601)
    refresh_months(at=NOW)

    found = months_of(QUARTER, None)

    assert found
    assert sum(found.topics.values()) == 12


def test_odd_days_and_uncounted_months_have_none(two):
    assert months_of(MARCH, None) is None
    refresh_months(at=NOW)
    assert months_of(parse_period("2026-03-02..2026-03-09"), None) is None


def test_what_is_fresh_is_left_alone_and_old_months_are_forgotten(two):
    MonthCount.objects.create(
        month=201901, topics={}, hours=[0] * 168, kept=0, judged=0, as_of=NOW
    )
    first = refresh_months(at=NOW)
    again = refresh_months(at=NOW + timedelta(minutes=10))
    later = refresh_months(at=NOW + timedelta(hours=2))

    assert (first, again, later) == (24, 0, 2)
    assert not MonthCount.objects.filter(month=201901).exists()
