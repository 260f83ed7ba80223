import pytest

from lapor.domain.cases import actions as cases
from lapor.domain.cases.rules import Closing, State
from lapor.domain.feedback.actions import Stars, accept_and_rate, rate
from lapor.domain.feedback.models import Rating
from lapor.domain.feedback.rules import Solved
from lapor.kernel.errors import Conflict, Invalid, NotAllowedNow
from tests.factories.cases import HOUR, MONDAY, World, make_case

STARS = Stars(speed=4, quality=5, manner=5, solved=Solved.YES)
AT = MONDAY + 9 * HOUR


class TestAcceptAndRate:
    """accept_and_rate() …"""

    def test_closes_and_rates_in_one_step(self, world: World):
        case = accept_and_rate(make_case(world, State.ANSWERED), stars=STARS, at=AT)

        assert case.closing == Closing.ACCEPTED
        assert Rating.objects.get(case=case).quality == 5

    def test_does_neither_when_a_star_is_missing(self, world: World):
        case = make_case(world, State.ANSWERED)
        wrong = Stars(speed=0, quality=5, manner=6, solved=Solved.YES)

        with pytest.raises(Invalid) as refused:
            accept_and_rate(case, stars=wrong, at=AT)

        case.refresh_from_db()
        assert case.state == State.ANSWERED
        assert set(refused.value.fields) == {"speed", "manner"}


class TestRate:
    """rate() …"""

    def test_takes_one_vote_of_a_case(self, world: World):
        case = make_case(world, State.CLOSED)
        rate(case, stars=STARS, at=AT)

        with pytest.raises(Conflict, match="sudah menilai"):
            rate(case, stars=STARS, at=AT)

    def test_also_asks_whom_silence_closed(self, world: World):
        case = make_case(world, State.ANSWERED)
        cases.sweep(at=case.due_at + HOUR)

        rating = rate(case, stars=STARS, at=case.due_at + 2 * HOUR)

        assert rating.solved == Solved.YES

    def test_waits_for_the_end(self, world: World):
        case = make_case(world, State.IN_PROGRESS)

        with pytest.raises(NotAllowedNow):
            rate(case, stars=STARS, at=AT)
