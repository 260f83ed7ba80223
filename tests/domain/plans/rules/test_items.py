"""What an item must hold, when it is due, how far it is."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.plans.rules import FIELDS, ItemStatus, due_on, faults_of, status_of
from lapor.domain.plans.rules.items import (
    ALL,
    begins_on,
    complete_fields,
    quarter_of,
    realised,
)

WHOLE = {
    **dict.fromkeys(FIELDS, "ada"),
    "target_value": Decimal(4),
    "owner": object(),
    "quarters": [2],
    "year": 2026,
}
quarters = st.lists(st.integers(1, 4), min_size=1, max_size=4, unique=True)


class TestFaults:
    """faults_of() …"""

    def test_are_none_of_a_whole_item(self):
        assert faults_of(WHOLE, first=2026, last=2026) == {}

    @pytest.mark.parametrize(
        "field",
        [
            "activity",
            "indicator",
            "target_value",
            "target_unit",
            "owner",
            "owner_person",
            "quarters",
        ],
    )
    @pytest.mark.parametrize("empty", ["", "  ", None, 0, [], Decimal(0)])
    def test_name_each_field_without_which_nothing_is_measured(self, field, empty):
        found = faults_of(WHOLE | {field: empty}, first=2026, last=2026)

        assert list(found) == [field]
        assert found[field].endswith(".")

    @pytest.mark.parametrize("field", ["risk", "partners", "budget_source", "proof"])
    def test_leave_the_rest_to_completeness(self, field):
        assert faults_of(WHOLE | {field: ""}, first=2026, last=2026) == {}
        assert complete_fields(WHOLE | {field: ""}) == len(FIELDS) - 1

    @pytest.mark.parametrize("year", [2025, 2028, None])
    def test_name_a_year_outside_the_plan(self, year):
        assert list(faults_of(WHOLE | {"year": year}, first=2026, last=2027)) == [
            "year"
        ]


class TestDueDay:
    """due_on() …"""

    @given(year=st.integers(2000, 2999), chosen=quarters)
    def test_is_the_last_day_of_the_last_quarter(self, year, chosen):
        due = due_on(year, chosen)

        assert (due.year, quarter_of(due)) == (year, max(chosen))
        assert quarter_of(due + timedelta(days=1)) == max(chosen) % 4 + 1
        assert begins_on(year, chosen) <= due

    def test_is_none_without_a_quarter(self):
        assert (due_on(2026, []), begins_on(2026, [])) == (None, None)


class TestRealised:
    """realised() …"""

    @given(st.decimals(0, 10**9, places=2), st.decimals("0.01", 10**9, places=2))
    def test_is_whole_only_when_the_target_is_reached(self, value, target):
        share = realised(value, target)

        assert 0 <= share <= ALL
        assert (share == ALL) == (value >= target)

    def test_is_nothing_without_a_target(self):
        assert realised(Decimal(5), Decimal(0)) == 0


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, ItemStatus.NOT_STARTED),
        ({"has_report": True}, ItemStatus.RUNNING),
        ({"progress": 5}, ItemStatus.RUNNING),
        ({"due": date(2026, 6, 30)}, ItemStatus.NOT_STARTED),
        ({"due": date(2026, 6, 29)}, ItemStatus.LATE),
        ({"due": date(2026, 6, 29), "is_finished": True}, ItemStatus.DONE),
        ({"is_finished": True, "is_cancelled": True}, ItemStatus.CANCELLED),
    ],
)
def test_status_follows_from_dates_and_verified_progress(more, status):
    given = {
        "progress": 0,
        "has_report": False,
        "due": None,
        "is_cancelled": False,
        "is_finished": False,
        "on": date(2026, 6, 30),
    }

    assert status_of(**given | more) == status
