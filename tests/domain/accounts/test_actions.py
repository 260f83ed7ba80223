from datetime import date, timedelta

import pytest

from lapor.domain.accounts import actions
from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import accounts_under, has_action
from lapor.domain.accounts.rules import APPOINTS, Action, Role
from lapor.domain.ledger.models import Entry
from lapor.kernel.errors import Conflict, Invalid, NotPermitted
from tests.factories.cases import HOUR, MONDAY, World

TODAY = date(2026, 3, 2)


def give(world: World, *, by: User, role=Role.LIAISON_OFFICER, where=None, to=None):
    newcomer = to or User.objects.create_user(f"baru-{User.objects.count()}")
    return actions.give(
        newcomer,
        role=role,
        organisation=where or world.unit,
        valid_from=TODAY,
        valid_until=None,
        legal_basis="SK 1/2026",
        by=by,
        at=MONDAY,
    )


class TestGive:
    """give() …"""

    def test_lets_an_agency_admin_appoint_in_his_agency(self, world: World):
        grant = give(world, by=world.admin)

        assert grant.is_valid(on=TODAY)
        assert Entry.objects.filter(
            fact="grant.given", subject=grant.user.actor.ref
        ).exists()

    def test_stops_at_the_border_of_the_agency(self, world: World):
        with pytest.raises(NotPermitted):
            give(world, by=world.admin, where=world.other)

    @pytest.mark.parametrize("role", sorted(set(Role) - APPOINTS[Role.AGENCY_ADMIN]))
    def test_gives_no_more_than_the_mandate_covers(self, world: World, role: Role):
        with pytest.raises(NotPermitted):
            give(world, by=world.admin, role=role, where=world.regency)

    def test_gives_nothing_to_himself(self, world: World):
        with pytest.raises(NotPermitted, match="diri sendiri"):
            give(world, by=world.admin, to=world.admin, role=Role.AUDITOR)

    @pytest.mark.parametrize("name", ["liaison", "leader", "auditor", "system"])
    def test_is_for_administrators_only(self, world: World, name: str):
        with pytest.raises(NotPermitted):
            give(world, by=world.officers[name])

    def test_gives_the_same_mandate_once(self, world: World):
        newcomer = User.objects.create_user("sekali")
        give(world, by=world.admin, to=newcomer)

        with pytest.raises(Conflict):
            give(world, by=world.admin, to=newcomer)

    def test_wants_the_end_after_the_beginning(self, world: World):
        with pytest.raises(Invalid):
            actions.give(
                User.objects.create_user("balik"),
                role=Role.LIAISON_OFFICER,
                organisation=world.unit,
                valid_from=TODAY,
                valid_until=TODAY - timedelta(days=1),
                legal_basis="",
                by=world.admin,
                at=MONDAY,
            )


class TestRevoke:
    """revoke() …"""

    def test_ends_the_rights_at_once(self, world: World):
        grant = give(world, by=world.admin)

        actions.revoke(grant, by=world.admin, at=MONDAY + HOUR)

        fresh = User.objects.get(pk=grant.user_id)
        assert not has_action(fresh, Action.READ_CASE, on=TODAY)


class TestSwitchAccount:
    """switch_account() …"""

    def test_takes_every_right_with_it(self, world: World):
        actions.switch_account(
            world.liaison, active=False, by=world.admin, at=MONDAY + HOUR
        )

        assert world.liaison.valid_grants(on=TODAY) == []


def test_an_admin_manages_the_accounts_of_his_agency_only(world: World):
    managed = set(accounts_under(world.admin, on=TODAY))

    assert world.liaison in managed
    assert world.other_admin not in managed
    assert world.other_admin in accounts_under(world.national, on=TODAY)


def test_a_mandate_counts_from_its_first_to_its_last_day(world: World):
    grant = world.liaison.grants.get()
    grant.valid_from, grant.valid_until = TODAY, TODAY

    days = [TODAY + timedelta(days=step) for step in (-1, 0, 1)]

    assert [grant.is_valid(on=day) for day in days] == [False, True, False]
