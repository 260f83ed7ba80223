import pytest

from lapor.domain.cases import actions
from lapor.domain.cases.rules import State
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import Invalid, NotAllowedNow
from tests.factories.cases import HOUR, MONDAY, World, answer, make_case


@pytest.fixture
def pair(world: World):
    parent = make_case(world, State.DISPATCHED)
    child = make_case(world, State.DISPATCHED)
    child = actions.merge(
        child,
        into=parent,
        reason="Hal yang sama.",
        by=world.admin,
        at=MONDAY + 2 * HOUR,
    )
    return parent, child


class TestMerge:
    """merge() …"""

    def test_tells_the_child_what_is_told_to_the_parent(self, world: World, pair):
        parent, child = pair

        answer(world, parent, at=MONDAY + 3 * HOUR)

        child.refresh_from_db()
        assert child.state == State.ANSWERED

    def test_leaves_each_reporter_his_own_word(self, world: World, pair):
        parent, child = pair
        answer(world, parent, at=MONDAY + 3 * HOUR)

        actions.reply(child, content="Di sini belum.", at=MONDAY + 4 * HOUR)

        parent.refresh_from_db()
        assert parent.state == State.ANSWERED

    def test_never_copies_an_internal_note(self, world: World, pair):
        parent, child = pair

        actions.note(parent, content="Rahasia", by=world.admin, at=MONDAY + 3 * HOUR)

        assert not child.messages.filter(content="Rahasia").exists()

    def test_has_one_level_only(self, world: World, pair):
        _parent, child = pair
        third = make_case(world, State.DISPATCHED)

        with pytest.raises(Invalid):
            actions.merge(third, into=child, reason="", by=world.admin, at=MONDAY)


class TestUnmerge:
    """unmerge() …"""

    def test_lets_the_reporter_object(self, pair):
        _parent, child = pair

        child = actions.unmerge(child, by=REPORTER, at=MONDAY + 5 * HOUR)

        assert child.parent is None

    def test_is_refused_for_a_single_case(self, pair):
        parent, _child = pair

        with pytest.raises(NotAllowedNow):
            actions.unmerge(parent, by=REPORTER, at=MONDAY + 5 * HOUR)
