"""Unrolled working days against the real rule."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lapor.domain.deadlines.rules import Unit, due, elapsed_days
from lapor.ops.demo.days import Days, iso, iso_due, seconds, zone_seconds
from tests.factories.deadlines import ZONES, national_calendar

DAYS = Days(national_calendar(), date(2023, 12, 1), date(2027, 6, 1))
moments = st.integers(
    seconds(datetime(2024, 1, 5, tzinfo=UTC)), seconds(datetime(2026, 6, 1, tzinfo=UTC))
)
zones = st.sampled_from(ZONES)


@settings(max_examples=300)
@given(moments, st.integers(1, 60), st.sampled_from(list(Unit)), zones)
def test_due_days_are_those_of_the_rule(start, amount, unit, zone):
    moment = datetime.fromtimestamp(start, UTC)

    found = DAYS.due(start, amount, unit, zone_seconds(zone))

    expected = due(moment, amount, unit, zone, national_calendar()).due_at
    assert iso_due(found) == expected.isoformat()


@settings(max_examples=300)
@given(moments, st.integers(0, 200 * 86_400), zones)
def test_working_time_is_that_of_the_rule(start, length, zone):
    first = datetime.fromtimestamp(start, UTC)
    last = first + timedelta(seconds=length)

    found = DAYS.elapsed(start, start + length, zone_seconds(zone))

    expected = elapsed_days(first, last, zone, national_calendar())
    assert found == expected * 86_400


@given(moments, zones, st.floats(0, 1, exclude_max=True))
def test_offices_work_in_office_hours(moment, zone, luck):
    offset = zone_seconds(zone)

    found = DAYS.in_office(moment, offset, luck)

    local = datetime.fromtimestamp(found + offset, UTC)
    assert found >= moment
    assert 8 <= local.hour < 16
    assert national_calendar().is_working(local.date())
    assert iso(found) == datetime.fromtimestamp(found, UTC).isoformat()
