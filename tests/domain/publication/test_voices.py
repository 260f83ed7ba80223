from datetime import timedelta

import pytest

from lapor.domain.cases import actions as cases
from lapor.domain.cases.rules import State
from lapor.domain.ledger.models import Entry
from lapor.domain.publication import actions
from lapor.domain.publication.actions import Visitor
from lapor.domain.publication.models import Comment, Follow, Publication, Support
from lapor.domain.publication.queries import (
    comments_to_moderate,
    is_much_supported,
    voices_of,
)
from lapor.domain.publication.rules import CommentState, Refusal
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted, TooMany
from tests.factories.cases import HOUR, MONDAY, World, make_case

NOW = MONDAY + 9 * HOUR
TEXT = "Di gang sebelah juga padam sejak Jumat."


@pytest.fixture
def shown(world: World) -> Publication:
    case = make_case(world, State.IN_PROGRESS)
    copy = actions.propose(case, by=world.admin, at=MONDAY + 4 * HOUR)
    return actions.approve(copy, by=world.liaison, at=MONDAY + 4 * HOUR)


def visitor(name: int, block: int = 0) -> Visitor:
    return Visitor(f"visitor {name}", f"10.0.{block or name}.0/24")


class TestSupport:
    """support() …"""

    def test_counts_a_person_once(self, shown: Publication):
        assert actions.support(shown, visitor=visitor(1), at=NOW)
        assert not actions.support(shown, visitor=visitor(1), at=NOW)
        assert actions.support(shown, visitor=visitor(2), at=NOW)

        assert voices_of(shown.case, at=NOW).supports == 2

    def test_can_be_taken_back(self, shown: Publication):
        actions.support(shown, visitor=visitor(1), at=NOW)
        actions.unsupport(shown, visitor=visitor(1), at=NOW)

        assert not Support.objects.exists()

    def test_bears_a_household_but_no_robot(self, shown: Publication):
        for name in range(20):
            actions.support(shown, visitor=visitor(name, block=7), at=NOW)

        with pytest.raises(TooMany):
            actions.support(shown, visitor=visitor(99, block=7), at=NOW)
        assert actions.support(shown, visitor=visitor(99, block=8), at=NOW)
        day = timedelta(days=1, seconds=1)
        assert actions.support(shown, visitor=visitor(98, block=7), at=NOW + day)

    def test_cannot_be_followed_from_case_to_case(self, world: World, shown):
        other = make_case(world, State.IN_PROGRESS)
        copy = actions.propose(other, by=world.admin, at=MONDAY + 4 * HOUR)
        actions.support(shown, visitor=visitor(1), at=NOW)
        actions.support(copy, visitor=visitor(1), at=NOW)

        digests = {bytes(row.voter) for row in Support.objects.all()}
        assert len(digests) == 2

    def test_fifty_mark_the_case_for_its_agency_once(self, shown: Publication):
        for name in range(52):
            actions.support(shown, visitor=visitor(name), at=NOW)

        assert is_much_supported(shown.case, on=NOW.date())
        assert Entry.objects.filter(fact="support.reached").count() == 1

    def test_is_off_for_a_secret_case(self, world: World, shown: Publication):
        cases.protect(shown.case, secret=True, by=world.admin, at=NOW)

        with pytest.raises(NotAllowedNow):
            actions.support(shown, visitor=visitor(1), at=NOW)


class TestFollow:
    """follow() …"""

    def test_is_no_support(self, shown: Publication):
        actions.follow(shown, visitor=visitor(1), at=NOW)
        actions.follow(shown, visitor=visitor(1), at=NOW)

        found = voices_of(shown.case, visitor="visitor 1", at=NOW)
        assert (found.supports, found.is_follower) == (0, True)
        actions.unfollow(shown, visitor=visitor(1), at=NOW)
        assert not Follow.objects.exists()


class TestComment:
    """comment() …"""

    def test_is_seen_by_nobody_before_an_officer_has_read_it(self, world, shown):
        made = actions.comment(shown, content=TEXT, visitor=visitor(1), at=NOW)

        assert voices_of(shown.case, at=NOW).comments == []
        actions.moderate(made, refusal=None, by=world.liaison, at=NOW)
        assert [c.content for c in voices_of(shown.case, at=NOW).comments] == [TEXT]

    def test_masks_numbers_of_people(self, shown: Publication):
        made = actions.comment(
            shown, content="Telepon saya 0812-3456-7890", visitor=visitor(1), at=NOW
        )

        assert "0812" not in Comment.objects.get(pk=made.pk).content

    def test_three_may_wait(self, shown: Publication):
        for _ in range(3):
            actions.comment(shown, content=TEXT, visitor=visitor(1), at=NOW)

        with pytest.raises(NotAllowedNow):
            actions.comment(shown, content=TEXT, visitor=visitor(1), at=NOW)

    def test_closes_thirty_days_after_the_case(self, world: World):
        case = make_case(world, State.CLOSED)
        copy = actions.propose(case, by=world.admin, at=NOW)
        last = case.closed_at + timedelta(days=30)

        actions.comment(copy, content=TEXT, visitor=visitor(1), at=last)
        with pytest.raises(NotAllowedNow):
            actions.comment(
                copy, content=TEXT, visitor=visitor(2), at=last + timedelta(seconds=1)
            )

    @pytest.mark.parametrize("content", ["", "  \u200b ", "x" * 2_001])
    def test_refuses_nothing_and_too_much(self, shown: Publication, content: str):
        with pytest.raises(Invalid):
            actions.comment(shown, content=content, visitor=visitor(1), at=NOW)


class TestModerate:
    """moderate() …"""

    def test_is_for_those_who_let_copies_out(self, world: World, shown: Publication):
        made = actions.comment(shown, content=TEXT, visitor=visitor(1), at=NOW)

        for stranger in (world.other_admin, world.auditor, world.clerk):
            with pytest.raises(NotPermitted):
                actions.moderate(made, refusal=None, by=stranger, at=NOW)
            assert not comments_to_moderate(stranger, on=NOW.date()).exists()
        assert comments_to_moderate(world.admin, on=NOW.date()).get() == made

    def test_keeps_inside_with_a_reason(self, world: World, shown: Publication):
        made = actions.comment(shown, content=TEXT, visitor=visitor(1), at=NOW)

        made = actions.moderate(made, refusal=Refusal.OFF_TOPIC, by=world.admin, at=NOW)

        assert made.state == CommentState.REFUSED
        assert voices_of(shown.case, at=NOW).comments == []
        entry = Entry.objects.get(fact="comment.decided")
        assert TEXT not in str(entry.data)
