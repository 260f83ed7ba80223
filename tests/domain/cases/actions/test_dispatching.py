from datetime import timedelta

import pytest

from lapor.domain.cases import actions
from lapor.domain.cases.models import Assignment, Clock
from lapor.domain.cases.rules import State
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.cases import (
    HOUR,
    MONDAY,
    NOT_OURS,
    World,
    category,
    classification,
    dispatch,
    make_case,
    receive,
)
from tests.factories.organisations import oversight


class TestDispatch:
    """dispatch() …"""

    def test_stops_verification_and_starts_the_clocks_of_the_agency(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY + HOUR, to_unit=False)

        running = Clock.objects.filter(case=case, stopped_at=None)
        assert set(running.values_list("timer", flat=True)) == {
            "first_follow_up",
            "completion",
            "internal_dispatch",
            "ombudsman",
        }
        assert case.due_timer == "internal_dispatch"

    def test_goes_to_a_unit_in_the_same_breath(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY + HOUR)

        assert case.unit == world.unit
        assert case.due_timer == "first_follow_up"
        assert case.assignments.filter(ended_at=None).count() == 2

    def test_demands_a_class_that_says_whether_apip_is_needed(self, world: World):
        case = receive(world)

        with pytest.raises(Invalid, match="berkadar"):
            actions.dispatch(
                case,
                to=world.regency,
                classification=classification("complaint"),
                category=category(),
                by=world.admin,
                at=MONDAY,
            )

    def test_lets_no_agency_send_to_another(self, world: World):
        case = receive(world)

        with pytest.raises(NotPermitted, match="instansi lain"):
            send(case, world.other, world.admin)

    def test_lets_the_national_admin_send_anywhere(self, world: World):
        case = receive(world, agency=world.panrb)

        case = send(case, world.other, world.national)

        assert case.agency == world.other

    def test_lets_a_province_send_to_its_own_regencies(self, world: World):
        oversight(world.regency, world.other, kind="territorial_guidance")
        case = receive(world)

        assert send(case, world.other, world.admin).agency == world.other


def send(case, to, by):
    return actions.dispatch(
        case,
        to=to,
        classification=classification(),
        category=category(),
        by=by,
        at=MONDAY + HOUR,
    )


class TestUnits:
    """Inside an agency …"""

    def test_a_foreign_unit_is_refused(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY + HOUR, to_unit=False)

        with pytest.raises(Invalid, match="bukan bagian"):
            actions.dispatch_unit(case, to=world.other, by=world.admin, at=MONDAY)

    def test_handing_back_starts_internal_dispatch_anew(self, world: World):
        case = make_case(world, State.DISPATCHED)

        case = actions.hand_back(
            case, reason="Bukan tugas bidang kami.", by=world.liaison, at=MONDAY + HOUR
        )

        assert case.unit is None
        assert case.due_timer == "internal_dispatch"


class TestReturn:
    """Saying "not our authority" …"""

    def test_buys_no_time(self, world: World):
        case = make_case(world, State.DISPATCHED)
        before = case.completion_due_at

        case = make_return(world, case)

        assert case.completion_due_at == before
        assert case.due_timer == "return_decision"

    def test_is_possible_for_two_working_days_only(self, world: World):
        case = make_case(world, State.DISPATCHED)

        with pytest.raises(NotAllowedNow, match="2 hari kerja"):
            make_return(world, case, at=MONDAY + timedelta(days=3))

    def test_granted_moves_the_case_and_keeps_the_completion_date(self, world: World):
        case = make_return(world, make_case(world, State.DISPATCHED))
        before = case.completion_due_at

        case = actions.grant_return(
            case, to=world.other, by=world.national, at=MONDAY + 30 * HOUR
        )

        assert (case.agency, case.unit, case.state) == (
            world.other,
            None,
            State.DISPATCHED,
        )
        assert case.completion_due_at == before
        assert case.return_count == 1
        present = Assignment.objects.get(case=case, ended_at=None)
        assert present.organisation == world.other

    def test_refused_settles_the_authority_for_good(self, world: World):
        case = make_return(world, make_case(world, State.DISPATCHED))
        case = actions.refuse_return(
            case, reason="Ini jalan kabupaten.", by=world.national, at=MONDAY + 5 * HOUR
        )

        with pytest.raises(NotAllowedNow, match="sudah diputuskan"):
            make_return(world, case, at=MONDAY + 6 * HOUR)

    def test_is_not_decided_by_the_agency_that_asked(self, world: World):
        case = make_return(world, make_case(world, State.DISPATCHED))

        with pytest.raises(NotPermitted):
            actions.grant_return(case, to=world.other, by=world.admin, at=MONDAY)


def make_return(world, case, at=MONDAY + 3 * HOUR):
    return actions.ask_return(
        case,
        reason="Jalan provinsi.",
        suggestion=world.other,
        by=world.admin,
        at=at,
        **NOT_OURS,
    )
