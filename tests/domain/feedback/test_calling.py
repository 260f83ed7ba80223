"""Asking those who did not rate: drawn by a seed, noted apart."""

from datetime import timedelta

import pytest

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.feedback.actions import Stars, draw_calls, note_call
from lapor.domain.feedback.models import Call, Rating
from lapor.domain.feedback.queries import response_of
from lapor.domain.feedback.rules import Reached, Solved, Through
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.cases import MONDAY, make_case

LATER = MONDAY + timedelta(days=20)
STARS = Stars(speed=2, quality=2, manner=4, solved=Solved.NO)


@pytest.fixture
def closed(world) -> list[Case]:
    """Six closed cases that nobody rated, one of them anonymous."""
    found = [make_case(world, State.CLOSED) for _ in range(5)]
    make_case(world, State.CLOSED, anonymous=True)
    return found


def draw(world, **changed) -> list[Call]:
    given = {"size": 3, "seed": "ST-1", "by": world.admin, "at": LATER}
    return draw_calls(world.regency, **{**given, **changed})


class TestDraw:
    """draw_calls() …"""

    def test_follows_from_the_seed_alone(self, world, closed):
        first = {call.case.number for call in draw(world)}
        Call.objects.all().delete()
        again = {call.case.number for call in draw(world)}
        Call.objects.all().delete()
        other = {call.case.number for call in draw(world, seed="ST-2", size=5)}

        assert first == again
        assert len(first) == 3
        assert other == {case.number for case in closed}

    def test_never_asks_twice_nor_the_anonymous_nor_at_once(self, world, closed):
        assert draw(world, at=MONDAY + timedelta(days=5)) == []
        assert len(draw(world, size=200)) == 5
        assert draw(world, size=200) == []

    def test_never_lists_a_report_that_few_may_read(self, world, closed):
        harmed, accusing = closed[:2]
        Case.objects.filter(pk=harmed.pk).update(harm="violence", is_secret=True)
        Case.objects.filter(pk=accusing.pk).update(accused=world.unit, is_secret=True)

        assert {call.case for call in draw(world, size=200)} == set(closed[2:])

    def test_is_not_for_other_agencies(self, world, closed):
        with pytest.raises(NotPermitted):
            draw(world, by=world.other_admin)

    @pytest.mark.parametrize(
        ("changed", "field"), [({"seed": " "}, "seed"), ({"size": 0}, "size")]
    )
    def test_needs_seed_and_size(self, world, closed, changed, field):
        with pytest.raises(Invalid) as refusal:
            draw(world, **changed)

        assert set(refusal.value.fields) == {field}


class TestCall:
    """note_call() …"""

    def test_keeps_an_answer_as_a_rating_by_telephone(self, world, closed):
        call = draw(world)[0]

        note_call(call, outcome=Reached.RATED, stars=STARS, by=world.admin, at=LATER)

        assert Rating.objects.get().through == Through.PHONE
        found = response_of(world.regency, since=MONDAY)
        assert (found.closed, found.by_phone, found.by_themselves) == (6, 1, 0)
        assert found.unrated == 5
        with pytest.raises(NotAllowedNow):
            note_call(
                call, outcome=Reached.DECLINED, stars=None, by=world.admin, at=LATER
            )

    def test_tries_three_times_and_no_more(self, world, closed):
        call = draw(world)[0]
        for _ in range(3):
            note_call(
                call, outcome=Reached.NOT_REACHED, stars=None, by=world.admin, at=LATER
            )

        with pytest.raises(NotAllowedNow):
            note_call(
                call, outcome=Reached.NOT_REACHED, stars=None, by=world.admin, at=LATER
            )

    def test_needs_all_the_stars(self, world, closed):
        with pytest.raises(Invalid):
            note_call(
                draw(world)[0],
                outcome=Reached.RATED,
                stars=None,
                by=world.admin,
                at=LATER,
            )
