from datetime import timedelta

import pytest

from lapor.domain.cases import actions
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import seen_by
from lapor.domain.publication import actions as publication
from lapor.domain.publication.models import Publication
from lapor.domain.publication.queries import visible
from lapor.domain.triage.actions import judge_different
from lapor.domain.triage.queries import about_row, similar
from lapor.domain.triage.rules.similar import About
from lapor.kernel.errors import Invalid, NotPermitted
from tests.factories.cases import HOUR, MONDAY, World, dispatch, make_world, receive

pytestmark = pytest.mark.django_db
LAMP = ("Lampu jalan padam di depan pasar", "Lampu jalan di depan pasar padam lama.")
LAMP_TOO = ("Lampu depan pasar mati", "Sudah lama lampu jalan di depan pasar padam.")
CARD = ("KTP elektronik belum jadi", "Blangko habis, KTP saya belum dicetak.")
NOW = MONDAY + 5 * HOUR


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def reported(world: World, words: tuple[str, str], **options: object) -> Case:
    return receive(world, title=words[0], content=words[1], **options)  # type: ignore[arg-type]


def about(words: tuple[str, str]) -> About:
    return About(*words)


def publish(world: World, case: Case) -> None:
    case = dispatch(world, case, at=MONDAY + HOUR)
    copy = publication.propose(case, by=world.admin, at=MONDAY + HOUR)
    publication.approve(copy, by=world.liaison, at=MONDAY + HOUR)


class TestOnTheWayIn:
    """Among public copies similar() …"""

    def test_offers_what_is_alike_with_its_reasons(self, world: World):
        case = reported(world, LAMP)
        publish(world, case)

        (found,) = similar(about(LAMP_TOO), among=visible(at=NOW), at=NOW)

        assert found.number == case.number
        assert isinstance(found.row, Publication)
        assert found.why

    def test_offers_nothing_that_is_not_public(self, world: World):
        reported(world, LAMP)
        secret = reported(world, LAMP, secret=True)

        assert similar(about(LAMP_TOO), among=visible(at=NOW), at=NOW) == []
        assert secret.is_secret

    def test_forgets_a_copy_that_became_secret(self, world: World):
        case = reported(world, LAMP)
        publish(world, case)
        case.refresh_from_db()
        actions.protect(case, secret=True, by=world.admin, at=NOW)

        assert similar(about(LAMP_TOO), among=visible(at=NOW), at=NOW) == []

    def test_offers_nothing_old(self, world: World):
        publish(world, reported(world, LAMP))
        later = NOW + timedelta(days=120)

        assert similar(about(LAMP_TOO), among=visible(at=later), at=later) == []

    def test_offers_nothing_unlike(self, world: World):
        publish(world, reported(world, LAMP))

        assert similar(about(CARD), among=visible(at=NOW), at=NOW) == []

    @pytest.mark.parametrize("words", [("", ""), ("yang dan di", "ke"), ("'|&!", ":*")])
    def test_takes_any_words(self, world: World, words: tuple[str, str]):
        publish(world, reported(world, LAMP))

        assert similar(about(words), among=visible(at=NOW), at=NOW) == []


class TestAtTheDesk:
    """Among the cases of an officer similar() …"""

    def test_leaves_out_the_case_itself_and_those_of_others(self, world: World):
        mine, near = reported(world, LAMP), reported(world, LAMP_TOO)
        reported(world, LAMP_TOO, agency=world.other)
        among = seen_by(world.admin, on=NOW.date())

        found = similar(about_row(mine), among=among, at=NOW, without=mine)

        assert [each.number for each in found] == [near.number]

    def test_leaves_out_what_was_judged_different(self, world: World):
        mine, near = reported(world, LAMP), reported(world, LAMP_TOO)
        judge_different(near, mine, by=world.admin, at=NOW)
        judge_different(mine, near, by=world.admin, at=NOW)
        among = seen_by(world.admin, on=NOW.date())

        assert similar(about_row(mine), among=among, at=NOW, without=mine) == []


class TestJudgeDifferent:
    """judge_different() …"""

    def test_is_for_whoever_may_join(self, world: World):
        mine, near = reported(world, LAMP), reported(world, LAMP_TOO)

        for stranger in (world.other_admin, world.clerk, world.auditor):
            with pytest.raises(NotPermitted):
                judge_different(mine, near, by=stranger, at=NOW)

    def test_needs_two(self, world: World):
        mine = reported(world, LAMP)

        with pytest.raises(Invalid):
            judge_different(mine, mine, by=world.admin, at=NOW)
