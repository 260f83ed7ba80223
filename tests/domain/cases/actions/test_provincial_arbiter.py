"""Disputes of authority between regencies and cities: their province decides too."""

from dataclasses import dataclass
from datetime import date

import pytest

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action, Role
from lapor.domain.cases import actions, queries
from lapor.domain.cases.models import Case, Return
from lapor.domain.cases.rules import Act, State
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OrganisationKind, OversightKind
from lapor.kernel.errors import NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.cases import (
    HOUR,
    MONDAY,
    NOT_OURS,
    World,
    category,
    classification,
    make_case,
    receive,
)
from tests.factories.organisations import agency, oversight

TODAY = date(2026, 3, 2)
SOON = MONDAY + 4 * HOUR


@dataclass
class Province:
    """A province over the regency and the city of the world, and its admin."""

    office: Organisation
    admin: User


@pytest.fixture
def province(world: World) -> Province:
    office = agency(name="Pemerintah Provinsi Contoh", kind=OrganisationKind.PROVINCE)
    for below in (world.regency, world.other):
        oversight(office, below, OversightKind.TERRITORIAL_GUIDANCE)
    return Province(office, make_officer(Role.AGENCY_ADMIN, office))


def disputed(world: World, **options: object) -> Case:
    return make_case(world, State.RETURN_REQUESTED, **options)


def decisions(user: User, case: Case) -> set[Act]:
    offered = {step.act for step in queries.acts_for_officer(user, case, on=TODAY)}
    return offered & {Act.GRANT_RETURN, Act.REFUSE_RETURN}


class TestAProvince:
    """The admin of a province …"""

    def test_finds_the_disputes_of_its_regencies_in_his_list(self, world, province):
        case = disputed(world)

        assert queries.decides(province.admin, on=TODAY)
        (dispute,) = queries.disputes(province.admin, on=TODAY)
        assert dispute.case == case
        assert decisions(province.admin, case) == {Act.GRANT_RETURN, Act.REFUSE_RETURN}

    @pytest.mark.parametrize("to", ["other", "province"])
    def test_awards_to_a_city_of_his_or_to_the_province(self, world, province, to):
        target = world.other if to == "other" else province.office

        case = actions.grant_return(
            disputed(world), to=target, by=province.admin, at=SOON
        )

        assert (case.state, case.agency) == (State.DISPATCHED, target)
        assert Return.objects.get().decided_by == province.admin.actor.ref

    def test_awards_nothing_to_a_ministry(self, world, province):
        case = disputed(world)

        with pytest.raises(NotPermitted, match="admin nasional"):
            actions.grant_return(
                case, to=world.coordinator_home, by=province.admin, at=SOON
            )
        case.refresh_from_db()
        assert (case.state, case.return_count) == (State.RETURN_REQUESTED, 0)

    def test_refuses_and_that_binds(self, world, province):
        case = actions.refuse_return(
            disputed(world), reason="Jalan kabupaten.", by=province.admin, at=SOON
        )

        assert case.is_remit_settled
        assert case.agency == world.regency

    def test_binds_with_the_second_agreement(self, world, province):
        case = actions.grant_return(
            disputed(world), to=world.other, by=province.admin, at=SOON
        )
        case = actions.ask_return(
            case,
            reason="Bukan jalan kota.",
            suggestion=world.regency,
            by=world.other_admin,
            at=SOON + HOUR,
            **NOT_OURS,
        )
        (dispute,) = queries.disputes(province.admin, on=TODAY)
        assert dispute.is_last

        case = actions.grant_return(
            case, to=world.regency, by=province.admin, at=SOON + 2 * HOUR
        )

        assert case.is_remit_settled

    def test_decides_nothing_about_what_his_office_dispatched(self, world, province):
        case = actions.dispatch(
            receive(world, agency=province.office),
            to=world.regency,
            classification=classification(),
            category=category(),
            by=province.admin,
            at=MONDAY + HOUR,
        )
        case = actions.ask_return(
            case,
            reason="Jalan provinsi.",
            suggestion=province.office,
            by=world.admin,
            at=MONDAY + 2 * HOUR,
            **NOT_OURS,
        )

        with pytest.raises(NotPermitted, match="pihak"):
            actions.refuse_return(
                case, reason="Tetap.", by=province.admin, at=MONDAY + 3 * HOUR
            )
        assert queries.disputes(province.admin, on=TODAY) == []
        assert decisions(province.admin, case) == set()
        assert decisions(world.national, case) == {Act.GRANT_RETURN, Act.REFUSE_RETURN}

    def test_does_not_decide_about_a_secret_case(self, world, province):
        case = disputed(world, secret=True)

        assert queries.disputes(province.admin, on=TODAY) == []
        with pytest.raises(NotPermitted):
            actions.refuse_return(case, reason="Tetap.", by=province.admin, at=SOON)

    def test_does_not_decide_for_a_regency_of_another_province(self, world, province):
        stranger = agency(name="Pemerintah Provinsi Lain", kind="province")
        other = make_officer(Role.AGENCY_ADMIN, stranger)

        assert not queries.decides(other, on=TODAY)
        assert queries.disputes(other, on=TODAY) == []
        with pytest.raises(NotPermitted):
            actions.refuse_return(disputed(world), reason="Tetap.", by=other, at=SOON)


def test_home_affairs_guides_everybody_and_decides_nothing(world: World):
    ministry = agency(name="Kementerian Dalam Negeri", kind=OrganisationKind.MINISTRY)
    oversight(ministry, world.regency, OversightKind.TERRITORIAL_GUIDANCE)
    admin = make_officer(Role.AGENCY_ADMIN, ministry)

    assert queries.disputes(admin, on=TODAY) == []
    assert not queries.is_permitted(
        admin, disputed(world), Action.DECIDE_RETURN, on=TODAY
    )


def test_nobody_decides_about_a_statement_of_his_own(world: World):
    case = disputed(world)
    Return.objects.filter(case=case).update(asked_by=world.national.actor.ref)

    assert queries.disputes(world.national, on=TODAY) == []
    with pytest.raises(NotPermitted, match="pihak"):
        actions.grant_return(case, to=world.other, by=world.national, at=SOON)
