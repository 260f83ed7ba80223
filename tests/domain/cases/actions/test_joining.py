import pytest

from lapor.domain.cases import actions
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import Act, State, Visibility
from lapor.kernel import files
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import Invalid, NotAllowedNow
from tests.factories.cases import ANSWER, HOUR, MONDAY, World, answer, make_case
from tests.factories.files import photo, upload


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

    def test_tells_those_who_cannot_follow_and_leaves_their_clocks(self, world: World):
        parent = make_case(world, State.DISPATCHED)
        child = make_case(world, State.RECEIVED)
        at = MONDAY + 2 * HOUR
        actions.merge(child, into=parent, reason="", by=world.admin, at=at)
        due_at = Case.objects.get(pk=child.pk).due_at

        answer(world, parent, at=MONDAY + 3 * HOUR)

        child.refresh_from_db()
        told = child.messages.get(template=Act.RELAY)
        assert (child.state, child.due_at) == (State.RECEIVED, due_at)
        assert (told.content, told.visibility) == (ANSWER, Visibility.REPORTER)

    def test_gives_each_case_its_own_copy_of_the_evidence(
        self, world: World, pair, tmp_path
    ):
        parent, child = pair
        accepted = files.accept_all([upload("bukti.jpg", photo())], at=MONDAY)

        actions.follow_up(
            parent,
            content="Sudah dikerjakan.",
            files=accepted,
            by=world.liaison,
            at=MONDAY + 3 * HOUR,
        )

        one, other = parent.attachments.get(), child.attachments.get()
        assert one.key != other.key
        assert one.sha256 == other.sha256
        files.discard([one.key])
        with files.open_file(other.key) as stored:
            assert stored.read(3) == b"\xff\xd8\xff"

    def test_never_lets_a_secret_answer_down_to_an_open_case(self, world: World, pair):
        parent, child = pair
        actions.protect(parent, secret=True, by=world.admin, at=MONDAY + 3 * HOUR)

        answer(world, parent, at=MONDAY + 4 * HOUR)

        assert not child.messages.filter(content=ANSWER).exists()

    def test_refuses_a_secret_parent_for_an_open_case(self, world: World):
        parent = make_case(world, State.DISPATCHED, secret=True)
        child = make_case(world, State.DISPATCHED)

        with pytest.raises(Invalid, match="rahasia"):
            actions.merge(child, into=parent, reason="", by=world.admin, at=MONDAY)

    def test_looks_at_the_parent_as_it_is_now(self, world: World):
        closed, secret = (make_case(world, State.ANSWERED) for _ in range(2))
        child = make_case(world, State.DISPATCHED)
        at = MONDAY + 8 * HOUR
        actions.accept(Case.objects.get(pk=closed.pk), at=at)
        actions.protect(Case.objects.get(pk=secret.pk), secret=True, by=REPORTER, at=at)

        for stale, why in ((closed, "masih terbuka"), (secret, "rahasia")):
            with pytest.raises(Invalid, match=why):
                actions.merge(child, into=stale, reason="", by=world.admin, at=at)

    def test_keeps_words_from_readers_of_a_parent_who_may_not_read_the_child(
        self, world: World
    ):
        parent, child = (
            make_case(world, State.DISPATCHED, secret=True) for _ in range(2)
        )
        at = MONDAY + 2 * HOUR
        actions.merge(child, into=parent, reason="", by=world.admin, at=at)
        Case.objects.filter(pk=child.pk).update(accused=world.unit)

        actions.comment(child, content="Kepalanya memeras.", at=MONDAY + 3 * HOUR)

        assert parent.messages.get(template=Act.RELAY).content == child.number

    def test_passes_what_the_reporter_writes_up_to_the_officers(
        self, world: World, pair
    ):
        parent, child = pair

        actions.comment(child, content="Di sini juga.", at=MONDAY + 3 * HOUR)

        line = parent.messages.get(template=Act.RELAY)
        assert line.visibility == Visibility.OFFICERS
        assert line.content == f"{child.number}: Di sini juga."

    def test_keeps_the_words_of_a_secret_reporter_in_his_case(self, world: World):
        parent = make_case(world, State.DISPATCHED)
        child = make_case(world, State.DISPATCHED, secret=True)
        at = MONDAY + 2 * HOUR
        actions.merge(child, into=parent, reason="", by=world.admin, at=at)

        actions.comment(child, content="Nama saya Ani.", at=MONDAY + 3 * HOUR)

        assert parent.messages.get(template=Act.RELAY).content == child.number


class TestUnmerge:
    """unmerge() …"""

    def test_lets_the_reporter_object(self, pair):
        _parent, child = pair

        child = actions.unmerge(child, by=REPORTER, at=MONDAY + 5 * HOUR)

        assert child.parent is None

    def test_an_objection_holds_for_that_parent_only(self, world: World, pair):
        parent, child = pair
        child = actions.unmerge(child, by=REPORTER, at=MONDAY + 5 * HOUR)
        again = {"reason": "", "by": world.admin, "at": MONDAY + 6 * HOUR}

        with pytest.raises(NotAllowedNow, match="berkeberatan"):
            actions.merge(child, into=parent, **again)

        third = make_case(world, State.DISPATCHED)
        assert actions.merge(child, into=third, **again).parent == third

    def test_an_officer_may_join_again_what_he_took_apart(self, world: World, pair):
        parent, child = pair
        child = actions.unmerge(child, by=world.admin, at=MONDAY + 5 * HOUR)

        child = actions.merge(
            child, into=parent, reason="", by=world.admin, at=MONDAY + 6 * HOUR
        )

        assert child.parent == parent

    def test_is_refused_for_a_single_case(self, pair):
        parent, _child = pair

        with pytest.raises(NotAllowedNow):
            actions.unmerge(parent, by=REPORTER, at=MONDAY + 5 * HOUR)
