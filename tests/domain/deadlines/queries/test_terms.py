from datetime import date

import pytest

from lapor.domain.deadlines import queries
from lapor.domain.deadlines.rules import Timer, Unit
from lapor.kernel.errors import NotFound
from tests.factories.deadlines import load_law, local

pytestmark = pytest.mark.django_db

AT = local("2025-12-01 08:00")


@pytest.fixture(autouse=True)
def _law():
    load_law()


class TestTermFor:
    @pytest.mark.parametrize(
        ("classification", "amount"),
        [
            ("information", 5),
            ("aspiration", 5),
            ("complaint_ordinary", 14),
            ("complaint_oversight", 60),
            ("complaint", 14),
            ("", 14),
        ],
    )
    def test_of_completion_goes_by_class(self, classification, amount):
        found = queries.term_for(
            Timer.COMPLETION, classification=classification, on=date(2026, 11, 24)
        )

        assert (found.amount, found.unit) == (amount, Unit.WORKING_DAYS)

    def test_of_other_timers_ignores_the_class(self):
        found = queries.term_for(
            "verification", classification="information", on=date(2026, 11, 24)
        )

        assert (found.timer, found.amount) == (Timer.VERIFICATION, 3)

    @pytest.mark.parametrize(
        ("day", "regulation"),
        [
            (date(2014, 1, 1), "PermenPANRB 24/2014"),
            (date(2017, 12, 31), "PermenPANRB 24/2014"),
            (date(2018, 1, 1), "PermenPANRB 62/2018"),
            (date(2025, 4, 30), "PermenPANRB 62/2018"),
            (date(2025, 5, 1), "PermenPANRB 5/2025"),
            (date(2099, 1, 1), "PermenPANRB 5/2025"),
        ],
    )
    def test_is_the_law_of_the_day_of_arrival(self, day, regulation):
        assert queries.term_for(Timer.REPLY, on=day).regulation == regulation

    def test_says_when_there_was_no_law(self):
        with pytest.raises(NotFound, match="2013-12-31"):
            queries.term_for(Timer.REPLY, on=date(2013, 12, 31))

    def test_of_the_ombudsman_is_sixty_calendar_days(self):
        found = queries.term_for(Timer.OMBUDSMAN, on=date(2026, 1, 1))

        assert (found.amount, found.unit) == (60, Unit.CALENDAR_DAYS)

    def test_costs_no_query(self, django_assert_num_queries):
        queries.term_for(Timer.REPLY, on=date(2026, 1, 1))

        with django_assert_num_queries(0):
            queries.term_for(Timer.COMPLETION, organisation_id=7, on=date(2026, 1, 1))


class TestLists:
    def test_decrees_come_oldest_first(self):
        codes = [decree.code for decree in queries.regulations()]

        assert codes[0] == "UU 25/2009"
        assert codes[-1] == "PermenPANRB 5/2025"

    def test_limits_come_with_their_decree(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            cited = {term.regulation.code for term in queries.terms()}

        assert cited == {decree.code for decree in queries.regulations()}
