"""Opening, answering and closing a survey."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from lapor.domain.ledger.queries import history_of
from lapor.domain.surveys.actions import answer, close_survey, open_survey
from lapor.domain.surveys.models import Survey, SurveyAnswer
from lapor.domain.surveys.queries import outcome_of, seen_by, survey_by_token
from lapor.domain.surveys.rules import Grade, Kind
from lapor.kernel.errors import Invalid, NotAllowedNow, NotFound, NotPermitted
from tests.factories.cases import MONDAY, World

pytestmark = pytest.mark.django_db
FIRST = MONDAY.date()


def opened(world: World, **changes) -> Survey:
    given = {
        "kind": Kind.NINE,
        "title": "Survei semester 2",
        "starts_on": FIRST,
        "ends_on": FIRST + timedelta(days=13),
        "population": 200,
        "by": world.admin,
        "at": MONDAY,
    } | changes
    return open_survey(given.pop("agency", world.regency), **given)


def send(survey: Survey, *stars: int, key: str = "a", comment: str = "", at=MONDAY):
    return answer(survey, key=key, ratings=stars, comment=comment, at=at)


class TestOpen:
    """open_survey() …"""

    def test_is_for_the_admin_of_the_agency(self, world: World):
        survey = opened(world)

        assert [e.fact for e in history_of(survey.ref)] == ["survey.opened"]
        for somebody in (world.leader, world.auditor, world.national):
            with pytest.raises(NotPermitted):
                opened(world, by=somebody)

    def test_names_what_is_wrong(self, world: World):
        with pytest.raises(Invalid) as refused:
            opened(world, title=" ", ends_on=date(2020, 1, 1))

        assert set(refused.value.fields) == {"title", "ends_on"}


class TestAnswer:
    """answer() …"""

    def test_counts_once_for_each_form(self, world: World):
        survey = opened(world)

        assert send(survey, *[4] * 9) is True
        assert send(survey, *[1] * 9) is False
        assert SurveyAnswer.objects.get().ratings == [4] * 9

    def test_refuses_what_is_missing_or_out_of_range(self, world: World):
        survey = opened(world)

        with pytest.raises(Invalid) as refused:
            send(survey, 4, 4, 5, 0, 4, 4, 4, 4)

        assert set(refused.value.fields) == {"time", "cost", "facilities"}
        assert not SurveyAnswer.objects.exists()

    def test_masks_numbers_that_name_somebody(self, world: World):
        survey = opened(world)

        send(survey, *[3] * 9, comment="Telepon saya 081234567890, tolong")

        assert "081234567890" not in SurveyAnswer.objects.get().comment

    @pytest.mark.parametrize("days", [-1, 14])
    def test_stays_inside_its_days(self, world: World, days: int):
        survey = opened(world)

        with pytest.raises(NotAllowedNow):
            send(survey, *[3] * 9, at=MONDAY + timedelta(days=days))

    def test_ends_when_it_is_closed(self, world: World):
        survey = opened(world)
        close_survey(survey, by=world.admin, at=MONDAY)
        closed = close_survey(survey, by=world.admin, at=MONDAY + timedelta(hours=1))

        assert closed.closed_at == MONDAY
        with pytest.raises(NotAllowedNow):
            send(survey_by_token(survey.token), *[3] * 9)


class TestOutcome:
    """outcome_of() …"""

    def test_is_counted_by_the_database(self, world: World, django_assert_num_queries):
        survey = opened(world)
        send(survey, *[4] * 9, key="a", comment="Bagus")
        send(survey, *[3] * 8, 2, key="b")

        with django_assert_num_queries(2):
            outcome = outcome_of(survey)

        assert outcome.n == 2
        assert outcome.index == Fraction(62 * 25, 18)
        assert outcome.grade == Grade.B
        assert outcome.comments == ["Bagus"]
        assert outcome.needed == 132

    def test_says_that_nobody_answered(self, world: World):
        outcome = outcome_of(opened(world))

        assert (outcome.n, outcome.index, outcome.grade) == (0, None, None)


class TestSeen:
    """seen_by() …"""

    def test_reaches_as_far_as_oversight(self, world: World):
        survey = opened(world)

        for person in (world.admin, world.leader, world.auditor, world.national):
            assert survey in seen_by(person, on=FIRST)
        assert survey not in seen_by(world.other_admin, on=FIRST)

    def test_does_not_know_a_made_up_address(self, world: World):
        with pytest.raises(NotFound):
            survey_by_token("tidak-ada")
