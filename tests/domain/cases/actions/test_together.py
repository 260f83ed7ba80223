"""One case, several agencies: parts, clocks of their own, one public clock."""

from datetime import date, timedelta

import pytest

from lapor.domain.cases import actions, queries
from lapor.domain.cases.models import Assignment, Case, Clock
from lapor.domain.cases.rules import AnswerResult, Part, ReturnReason, State
from lapor.kernel.errors import Invalid, NotAllowedNow, NotFound, NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.cases import ANSWER, HOUR, MONDAY, NOT_OURS, World, make_case
from tests.factories.organisations import unit

TODAY = date(2026, 3, 2)
LATER = MONDAY + 4 * HOUR


@pytest.fixture
def case(world: World) -> Case:
    return make_case(world, State.IN_PROGRESS)


def invite(world: World, case: Case, *, at=LATER, **more):
    given = {"to": world.other, "task": "Perbaiki gorong-gorong di sisi kota."}
    return actions.invite(case, **(given | more), by=world.admin, at=at)


def contribute(world: World, case: Case, *, at=LATER + HOUR, is_final=True):
    return actions.contribute(
        case,
        content="Gorong-gorong sudah dibersihkan.",
        is_final=is_final,
        by=world.other_admin,
        at=at,
    )


def answer(world: World, case: Case, *, at=LATER + 2 * HOUR):
    return actions.final_answer(
        case, content=ANSWER, result=AnswerResult.FULFILLED, by=world.liaison, at=at
    )


class TestInvite:
    """Asking another agency to handle a part …"""

    def test_starts_clocks_of_its_own_and_moves_none_of_the_case(
        self, world: World, case: Case
    ):
        before = (case.completion_due_at, case.due_at, case.due_timer)

        case = invite(world, case)

        part = Assignment.objects.get(case=case, part=Part.CONTRIBUTOR)
        own = Clock.objects.filter(assignment=part, stopped_at=None)
        assert set(own.values_list("timer", flat=True)) == {
            "first_follow_up",
            "completion",
        }
        assert (case.completion_due_at, case.due_at, case.due_timer) == before
        assert part.due_at <= case.completion_due_at

    def test_is_due_before_the_reporters_clock_ends(self, world: World, case: Case):
        late = case.completion_due_at - timedelta(days=2)

        case = invite(world, case, at=late)

        part = Assignment.objects.get(case=case, part=Part.CONTRIBUTOR)
        own = Clock.objects.get(assignment=part, timer="completion")
        assert part.due_at == case.completion_due_at < own.due_at

    def test_lets_it_read_and_hand_in_but_not_answer(self, world: World, case: Case):
        with pytest.raises(NotFound):
            queries.case_seen_by(world.other_admin, case.number, on=TODAY)

        case = invite(world, case)

        seen = queries.case_seen_by(world.other_admin, case.number, on=TODAY)
        acts = queries.acts_for_officer(world.other_admin, seen, on=TODAY)
        assert {str(step.act) for step in acts} == {"contribute", "decline", "note"}
        with pytest.raises(NotPermitted):
            actions.final_answer(
                case,
                content=ANSWER,
                result=AnswerResult.FULFILLED,
                by=world.other_admin,
                at=LATER,
            )

    def test_is_refused_to_who_has_the_case(self, world: World, case: Case):
        with pytest.raises(Invalid, match="sudah ditangani"):
            invite(world, case, to=world.regency)

    def test_reaches_a_unit_of_the_same_agency(self, world: World, case: Case):
        health = unit(world.regency, name="Dinas Kesehatan")
        nurse = make_officer("liaison_officer", health)
        assert case not in queries.seen_by(nurse, on=TODAY)

        case = invite(world, case, to=health)

        assert case in queries.seen_by(nurse, on=TODAY)
        assert case not in queries.seen_by(nurse, on=TODAY, relations=queries.HELD)


class TestOneAnswer:
    """The final answer …"""

    def test_waits_for_compulsory_parts(self, world: World, case: Case):
        case = invite(world, case)

        with pytest.raises(NotAllowedNow, match=world.other.name):
            answer(world, case)
        case = contribute(world, case)

        assert answer(world, case).state == State.ANSWERED

    def test_does_not_wait_for_the_rest(self, world: World, case: Case):
        case = invite(world, case, compulsory=False)

        case = answer(world, case)

        assert case.state == State.ANSWERED
        assert not Clock.objects.filter(
            case=case, assignment__isnull=False, stopped_at=None
        ).exists()

    def test_is_drafted_from_the_parts(self, world: World, case: Case):
        case = contribute(world, invite(world, case))

        draft = queries.combined(case)

        assert draft == f"{world.other.name}:\nGorong-gorong sudah dibersihkan."

    def test_no_longer_waits_for_who_was_released(self, world: World, case: Case):
        case = invite(world, case)
        part = Assignment.objects.get(case=case, part=Part.CONTRIBUTOR)

        case = actions.release(
            case, part=part.pk, reason="Tidak perlu lagi.", by=world.admin, at=LATER
        )

        assert answer(world, case).state == State.ANSWERED
        assert case not in queries.seen_by(world.other_admin, on=TODAY)


class TestParts:
    """A part …"""

    def test_that_is_under_way_stops_its_first_clock_only(
        self, world: World, case: Case
    ):
        case = contribute(world, invite(world, case), is_final=False)

        running = Clock.objects.filter(assignment__part=Part.CONTRIBUTOR)
        running = running.filter(case=case, stopped_at=None)
        assert list(running.values_list("timer", flat=True)) == ["completion"]
        assert queries.lacking(case) == [world.other.name]

    def test_may_be_declined_within_two_working_days(self, world: World, case: Case):
        case = invite(world, case)
        given = {"reason": "Milik provinsi.", "code": ReturnReason.OTHER_LEVEL}

        with pytest.raises(NotAllowedNow, match="2 hari kerja"):
            actions.decline(
                case, **given, by=world.other_admin, at=LATER + timedelta(days=4)
            )
        case = actions.decline(case, **given, by=world.other_admin, at=LATER)

        assert queries.lacking(case) == []
        (share,) = queries.shares(case, at=LATER)
        assert share.ended_why == "decline"

    def test_ends_when_its_office_becomes_the_lead(self, world: World):
        case = invite(world, make_case(world, State.DISPATCHED), at=MONDAY + 2 * HOUR)
        case = actions.ask_return(
            case,
            reason="Jalan kota.",
            suggestion=world.other,
            by=world.admin,
            at=MONDAY + 3 * HOUR,
            **NOT_OURS,
        )

        case = actions.grant_return(case, to=world.other, by=world.national, at=LATER)

        present = Assignment.objects.filter(case=case, ended_at=None)
        assert [(a.organisation, a.part) for a in present] == [(world.other, Part.LEAD)]
        assert queries.lacking(case) == []

    def test_of_another_is_not_ones_own(self, world: World, case: Case):
        case = invite(world, case)

        with pytest.raises(NotPermitted):
            actions.contribute(
                case, content="Kami.", is_final=True, by=world.leader, at=LATER
            )


class TestCopies:
    """A copy (tembusan) …"""

    def test_lets_read_and_nothing_else(self, world: World, case: Case):
        case = actions.send_copy(case, to=world.other, by=world.admin, at=LATER)

        assert case in queries.seen_by(world.other_admin, on=TODAY)
        assert queries.acts_for_officer(world.other_admin, case, on=TODAY) == []
        with pytest.raises(NotPermitted):
            actions.note(case, content="Kami tahu.", by=world.other_admin, at=LATER)

    def test_of_a_secret_case_is_refused(self, world: World):
        case = make_case(world, State.IN_PROGRESS, secret=True)

        with pytest.raises(NotAllowedNow, match="rahasia"):
            actions.send_copy(case, to=world.other, by=world.admin, at=LATER)

    def test_closes_when_the_case_becomes_secret(self, world: World, case: Case):
        case = actions.send_copy(case, to=world.other, by=world.admin, at=LATER)

        case = actions.protect(case, secret=True, by=world.admin, at=LATER)

        assert case not in queries.seen_by(world.other_admin, on=TODAY)


class TestConsultation:
    """Asking for an opinion …"""

    def ask(self, world: World, case: Case, day: date):
        return actions.consult(
            case,
            to=world.other,
            question="Milik siapa saluran ini?",
            due_on=day,
            by=world.liaison,
            at=LATER,
        )

    def test_has_a_due_day_of_its_own_and_ends_with_the_opinion(
        self, world: World, case: Case
    ):
        due_at = case.due_at
        case = self.ask(world, case, date(2026, 3, 5))
        (share,) = queries.shares(case, at=LATER)
        case = actions.advise(
            case, content="Milik kami.", by=world.other_admin, at=LATER + HOUR
        )

        assert share.due_at.date() == date(2026, 3, 5)
        assert case.due_at == due_at
        assert case not in queries.seen_by(world.other_admin, on=TODAY)

    @pytest.mark.parametrize("day", [TODAY, date(2026, 12, 1)])
    def test_refuses_a_day_that_helps_nobody(self, world: World, case: Case, day: date):
        with pytest.raises(Invalid) as refused:
            self.ask(world, case, day)

        assert set(refused.value.fields) == {"due_on"}


class TestMeetings:
    """A coordination meeting …"""

    def convene(self, world: World, case: Case, **more):
        one = actions.Resolved(world.regency, "Lampu diganti", date(2026, 3, 9))
        given = {
            "held_on": TODAY,
            "participants": "Kabupaten Contoh, Kota Lain",
            "notes": "Disepakati pembagian ruas.",
            "decisions": [one],
            "by": world.coordinator,
            "at": LATER,
        }
        return actions.convene(case, **(given | more))

    def test_is_noted_by_the_meso_tier_with_decisions_and_days(
        self, world: World, case: Case
    ):
        case = self.convene(world, case)

        (meeting,) = queries.meetings_of(case)
        assert meeting.organisation == world.coordinator_home
        assert [(d.organisation, d.due_on) for d in meeting.told] == [
            (world.regency, date(2026, 3, 9))
        ]

    def test_is_not_noted_by_the_agency_itself(self, world: World, case: Case):
        with pytest.raises(NotPermitted):
            self.convene(world, case, by=world.leader)

    def test_binds_only_who_works_on_the_case(self, world: World, case: Case):
        other = actions.Resolved(world.other, "Lampu diganti", date(2026, 3, 9))

        with pytest.raises(Invalid):
            self.convene(world, case, decisions=[other])

    def test_decision_is_carried_out_by_its_office(self, world: World, case: Case):
        case = self.convene(world, case)
        (decision,) = queries.open_decisions(case)

        actions.carry_out(decision, by=world.admin, at=LATER)

        assert queries.open_decisions(case) == []
        with pytest.raises(NotAllowedNow):
            actions.carry_out(decision, by=world.admin, at=LATER)
