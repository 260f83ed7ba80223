"""Being away, standing in, mailboxes: who fills a post on a day."""

from datetime import timedelta

import pytest

from lapor.domain.accounts import actions
from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import filled_posts, on_duty
from lapor.domain.accounts.rules import MailboxState, Role
from lapor.domain.cases.queries import seen_by
from lapor.domain.cases.rules import State
from lapor.domain.ledger.models import Entry
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.cases import MONDAY, World, make_case

TODAY = MONDAY.date()
DAY = timedelta(days=1)


def away(
    user: User,
    deputy: User | None,
    world: World,
    *,
    days: int = 3,
    by: User | None = None,
):
    return actions.take_leave(
        user,
        first_on=TODAY + DAY,
        last_on=TODAY + days * DAY,
        deputy=deputy,
        reason="Cuti tahunan",
        by=by or user,
        at=MONDAY,
    )


def at_post(world: World, on) -> list[User]:
    return on_duty(Role.LIAISON_OFFICER, world.unit.pk, on)


class TestLeave:
    """Somebody on leave …"""

    def test_is_replaced_by_his_deputy_on_these_days_only(self, world: World):
        away(world.liaison, world.clerk, world)

        assert at_post(world, TODAY) == [world.liaison]
        assert at_post(world, TODAY + DAY) == [world.clerk]
        assert at_post(world, TODAY + 3 * DAY) == [world.clerk]
        assert at_post(world, TODAY + 4 * DAY) == [world.liaison]

    def test_gives_his_deputy_the_reports_of_his_unit(self, world: World):
        case = make_case(world, State.DISPATCHED)
        away(world.liaison, world.clerk, world)
        deputy = User.objects.get(pk=world.clerk.pk)

        assert case not in seen_by(deputy, on=TODAY)
        assert case in seen_by(deputy, on=TODAY + DAY)
        assert case not in seen_by(deputy, on=TODAY + 4 * DAY)

    def test_leaves_the_post_empty_without_a_deputy(self, world: World):
        away(world.liaison, None, world)

        assert at_post(world, TODAY + DAY) == []

    def test_takes_the_deputy_away_again_when_cancelled(self, world: World):
        leave = away(world.liaison, world.clerk, world)
        actions.cancel_leave(leave, by=world.liaison, at=MONDAY)

        assert at_post(world, TODAY + DAY) == [world.liaison]

    def test_does_not_lend_the_mark_for_harm(self, world: World):
        world.liaison.grants.update(handles_harm=True)
        away(world.liaison, world.clerk, world)

        assert not world.clerk.grants.get(role=Role.LIAISON_OFFICER).handles_harm

    def test_cannot_be_entered_twice(self, world: World):
        away(world.liaison, None, world)

        with pytest.raises(Invalid):
            away(world.liaison, None, world)

    def test_cannot_name_somebody_of_another_agency(self, world: World):
        with pytest.raises(Invalid, match="instansi yang sama"):
            away(world.liaison, world.other_admin, world)

    def test_is_not_entered_by_a_colleague(self, world: World):
        with pytest.raises(NotPermitted):
            away(world.liaison, None, world, by=world.clerk)

    def test_is_entered_by_who_manages_the_account(self, world: World):
        away(world.liaison, None, world, by=world.admin)

        assert Entry.objects.filter(fact="leave.taken").count() == 1


class TestLastNationalAdmin:
    """The last national admin …"""

    def test_cannot_be_away_without_a_deputy(self, world: World):
        with pytest.raises(NotAllowedNow, match="terakhir"):
            away(world.national, None, world)

    def test_may_be_away_with_a_deputy(self, world: World):
        away(world.national, world.system, world)

        found = on_duty(Role.NATIONAL_ADMIN, world.panrb.pk, TODAY + DAY)
        assert found == [world.system]

    def test_may_go_when_there_is_another(self, world: World):
        second = make_officer(Role.NATIONAL_ADMIN, world.panrb)
        away(world.national, None, world)

        with pytest.raises(NotAllowedNow):
            away(second, None, world)

    def test_cannot_lose_the_mandate(self, world: World):
        with pytest.raises(NotAllowedNow):
            actions.revoke(world.national.grants.get(), by=world.national, at=MONDAY)


class TestMailbox:
    """A mailbox that bounces …"""

    def test_takes_its_owner_off_duty_until_the_address_is_corrected(
        self, world: World
    ):
        actions.mark_mailbox(world.liaison, MailboxState.BOUNCED, at=MONDAY)
        assert at_post(world, TODAY) == []

        actions.change_account(
            world.liaison,
            name=world.liaison.name,
            email="baru@contoh.go.id",
            organisation=world.unit,
            by=world.admin,
            at=MONDAY,
        )
        assert at_post(world, TODAY) == [world.liaison]

    def test_is_recorded_once(self, world: World):
        for _ in range(2):
            actions.mark_mailbox(world.liaison, MailboxState.BOUNCED, at=MONDAY)

        assert Entry.objects.filter(fact="account.mailbox_marked").count() == 1


def test_every_filled_post_has_somebody_on_duty(world: World):
    away(world.liaison, world.clerk, world)
    actions.mark_mailbox(world.leader, MailboxState.BOUNCED, at=MONDAY)

    for on in (TODAY, TODAY + DAY):
        for post in filled_posts(on):
            assert on_duty(post.role, post.organisation_id, on)
        assert (Role.LEADER, world.regency.pk) not in {p[:2] for p in filled_posts(on)}
