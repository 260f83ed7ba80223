"""Nobody gives more than he holds, and nobody shuts out who watches him."""

import random
from datetime import date

import pytest

from lapor.domain.accounts import actions, policies
from lapor.domain.accounts.models import Grant, User
from lapor.domain.accounts.rules import APPOINTS, Role
from lapor.kernel.errors import Conflict, NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.cases import MONDAY, World

TODAY = date(2026, 3, 2)


class TestMaySwitch:
    """may_switch() …"""

    def test_reaches_those_one_could_appoint(self, world: World):
        policies.may_switch(world.admin, world.liaison, on=TODAY)
        policies.may_switch(world.national, world.admin, on=TODAY)

    def test_stops_before_oneself(self, world: World):
        with pytest.raises(NotPermitted, match="Akun saya"):
            policies.may_switch(world.admin, world.admin, on=TODAY)

    def test_stops_at_the_border(self, world: World):
        with pytest.raises(NotPermitted):
            policies.may_switch(world.admin, world.other_admin, on=TODAY)

    def test_stops_before_equals(self, world: World):
        peer = make_officer(Role.AGENCY_ADMIN, world.regency)

        with pytest.raises(NotPermitted):
            policies.may_switch(world.admin, peer, on=TODAY)

    def test_forgets_mandates_that_are_over(self, world: World):
        peer = make_officer(Role.AGENCY_ADMIN, world.regency)
        peer.grants.update(valid_until=date(2026, 1, 1))

        policies.may_switch(world.admin, peer, on=TODAY)

    def test_of_somebody_without_an_office_is_for_the_nation(self, world: World):
        stray = User.objects.create_user("tanpa-kantor", name="Tanpa")

        policies.may_switch(world.national, stray, on=TODAY)
        with pytest.raises(NotPermitted):
            policies.may_switch(world.admin, stray, on=TODAY)


class TestMayReadLedger:
    """may_read_ledger() …"""

    def test_lets_the_nation_and_the_system(self, world: World):
        policies.may_read_ledger(world.national, on=TODAY)
        policies.may_read_ledger(world.system, on=TODAY)

    def test_stops_all_others(self, world: World):
        for name, officer in world.officers.items():
            if name not in {"national", "system"}:
                with pytest.raises(NotPermitted):
                    policies.may_read_ledger(officer, on=TODAY)


@pytest.mark.parametrize("seed", range(4))
def test_no_chain_of_mandates_gives_more_than_its_first_giver_could(
    world: World, seed: int
):
    """T20: random officers give random roles anywhere; each success was his to give."""
    chance = random.Random(seed)
    places = [world.panrb, world.regency, world.unit, world.other]
    people = [*world.officers.values(), *map(_newcomer, range(4))]
    for _ in range(60):
        giver, receiver = chance.choice(people), chance.choice(people)
        giver = User.objects.get(pk=giver.pk)
        role, place = chance.choice(list(Role)), chance.choice(places)
        held = {
            (Role(g.role), g.organisation.agency_id)
            for g in giver.valid_grants(on=TODAY)
        }
        before = Grant.objects.count()
        try:
            actions.give(
                receiver,
                role=role,
                organisation=place,
                valid_from=TODAY,
                valid_until=None,
                legal_basis="SK",
                by=giver,
                at=MONDAY,
            )
        except (NotPermitted, Conflict):
            assert Grant.objects.count() == before
            continue
        assert giver.pk != receiver.pk
        assert any(
            role in APPOINTS.get(mine, ())
            and (mine == Role.NATIONAL_ADMIN or agency == place.agency_id)
            for mine, agency in held
        )
    assert (
        not Grant.objects.filter(role=Role.SYSTEM_ADMIN)
        .exclude(user=world.system)
        .exists()
    )


def _newcomer(number: int) -> User:
    return User.objects.create_user(f"pendatang-{number}", name="Pendatang")
