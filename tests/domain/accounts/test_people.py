"""Opening and correcting accounts."""

import pytest

from lapor.domain.accounts import actions
from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import demo_accounts
from lapor.domain.accounts.rules import Role
from lapor.domain.ledger.models import Entry
from lapor.kernel.errors import Invalid, NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.cases import MONDAY, World


def opened(world: World, **changed: object) -> User:
    given = {
        "username": "siti.aminah",
        "name": "Siti Aminah",
        "email": "siti@contoh.go.id",
        "organisation": world.unit,
        "password": "x" * 20,
        "by": world.admin,
        "at": MONDAY,
    }
    return actions.open_account(**{**given, **changed})


class TestOpenAccount:
    """open_account() …"""

    def test_opens_without_any_mandate(self, world: World):
        user = opened(world)

        assert user.grants.count() == 0
        assert Entry.objects.filter(
            fact="account.opened", subject=user.actor.ref
        ).exists()

    @pytest.mark.parametrize(
        "username", ["", "ab", "Siti", "siti aminah", "-siti", "s" * 65, "siti@x"]
    )
    def test_wants_a_plain_username(self, world: World, username: str):
        with pytest.raises(Invalid) as refusal:
            opened(world, username=username)

        assert "username" in refusal.value.fields

    @pytest.mark.parametrize(
        ("field", "value"), [("name", "  "), ("email", "bukan-email")]
    )
    def test_names_the_wrong_field(self, world: World, field: str, value: str):
        with pytest.raises(Invalid) as refusal:
            opened(world, **{field: value})

        assert field in refusal.value.fields

    def test_stops_at_the_border(self, world: World):
        with pytest.raises(NotPermitted):
            opened(world, organisation=world.other)


class TestChangeAccount:
    """change_account() …"""

    def test_moves_nobody_into_anothers_agency(self, world: World):
        with pytest.raises(NotPermitted):
            actions.change_account(
                world.liaison,
                name="Budi",
                email="",
                organisation=world.other,
                by=world.admin,
                at=MONDAY,
            )


def test_a_made_password_is_long_and_new():
    made = {actions.make_password() for _ in range(50)}

    assert len(made) == 50
    assert all(len(each) == 23 for each in made)


class TestDemoAccounts:
    """demo_accounts() …"""

    def test_shows_those_one_can_log_in_with_in_the_order_of_roles(self, world: World):
        second = make_officer(Role.LIAISON_OFFICER, world.unit)
        silent = make_officer(Role.CLERK, world.unit)
        silent.set_unusable_password()
        silent.save()

        shown = demo_accounts()

        names = [account.username for account in shown]
        assert names[:2] == [world.liaison.username, second.username]
        assert silent.username not in names

    def test_hides_real_and_closed_ones(self, world: World):
        world.liaison.is_demo = False
        world.liaison.save()
        world.clerk.is_active = False
        world.clerk.save()

        names = {account.username for account in demo_accounts()}

        assert not names & {world.liaison.username, world.clerk.username}
