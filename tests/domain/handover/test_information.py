from datetime import date, timedelta

import pytest

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State
from lapor.domain.handover.actions import (
    answer_information,
    answer_objection,
    ask_information,
    extend_information,
    object_to_answer,
)
from lapor.domain.handover.models import InformationRequest
from lapor.domain.handover.queries import may_ask_information, open_information
from lapor.domain.handover.rules import Answer, RequestState, Wish
from lapor.domain.ledger.models import Entry
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.cases import HOUR, MONDAY, World, make_case
from tests.factories.handover import formal_request

DAY = timedelta(days=1)


@pytest.fixture
def asked(world: World) -> InformationRequest:
    return formal_request(world)


def due_on(request: InformationRequest) -> date:
    assert request.due_at is not None
    return (request.due_at + 7 * HOUR).date()  # in Jakarta


class TestAsk:
    """ask_information() …"""

    def test_starts_the_clock_of_its_own_law(self, asked: InformationRequest):
        # Monday 2 March 2026 is day 0; no day off before the 16th.
        assert due_on(asked) == date(2026, 3, 16)
        assert str(asked.term.regulation) == "UU 14/2008"

    def test_leaves_the_clocks_of_the_case_alone(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        before = list(case.clocks.values("timer", "due_at", "events"))
        Case.objects.filter(pk=case.pk).update(classification="information")

        ask_information(
            case, wanted="Anggaran.", purpose="Tahu.", wish=Wish.COPY, at=MONDAY
        )

        assert list(case.clocks.values("timer", "due_at", "events")) == before

    def test_is_for_questions_at_an_agency_and_once(self, world: World, asked):
        assert not may_ask_information(asked.case)
        assert not may_ask_information(make_case(world, State.IN_PROGRESS))
        new = make_case(world, State.RECEIVED)
        Case.objects.filter(pk=new.pk).update(classification="information")
        assert not may_ask_information(Case.objects.get(pk=new.pk))

    def test_the_law_asks_for_a_reason(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        Case.objects.filter(pk=case.pk).update(classification="information")

        with pytest.raises(Invalid) as refusal:
            ask_information(case, wanted=" ", purpose="", wish=Wish.LOOK, at=MONDAY)
        assert set(refusal.value.fields) == {"wanted", "purpose"}


class TestExtend:
    """extend_information() …"""

    def test_adds_seven_working_days_once_with_a_reason(self, world: World, asked):
        at = MONDAY + 2 * DAY
        with pytest.raises(Invalid):
            extend_information(asked, reason=" ", by=world.liaison, at=at)

        longer = extend_information(asked, reason="Arsip.", by=world.liaison, at=at)

        # 17 March; 18 to 24 are off; 25, 26, 27, 30, 31 March and 1 April.
        assert due_on(longer) == date(2026, 4, 1)
        with pytest.raises(NotAllowedNow):
            extend_information(longer, reason="Lagi.", by=world.liaison, at=at)
        entry = Entry.objects.get(fact="information.extended")
        assert "Arsip" not in str(entry.data)

    def test_comes_too_late_after_the_term(self, world: World, asked):
        with pytest.raises(NotAllowedNow):
            extend_information(
                asked, reason="Arsip.", by=world.liaison, at=MONDAY + 20 * DAY
            )

    def test_is_for_who_answers_the_case(self, world: World, asked):
        for stranger in (world.other_admin, world.auditor, world.leader):
            with pytest.raises(NotPermitted):
                extend_information(asked, reason="x", by=stranger, at=MONDAY + DAY)
            assert not open_information(stranger, on=MONDAY.date()).exists()


class TestAnswer:
    """answer_information() …"""

    def test_tells_the_reporter_in_his_case(self, world: World, asked):
        done = answer_information(
            asked, answer=Answer.GIVEN, text="Rp2 juta.", by=world.liaison, at=MONDAY
        )

        assert (done.state, done.due_at) == (RequestState.ANSWERED, None)
        assert asked.case.messages.filter(content__contains="Rp2 juta.").exists()

    def test_a_refusal_names_the_article(self, world: World, asked):
        with pytest.raises(Invalid) as refusal:
            answer_information(
                asked, answer=Answer.EXEMPT, text="Tidak.", by=world.liaison, at=MONDAY
            )
        assert set(refusal.value.fields) == {"legal_ground"}

    def test_comes_once(self, world: World, asked):
        given = {"answer": Answer.GIVEN, "text": "Ya.", "by": world.liaison}
        answer_information(asked, at=MONDAY, **given)

        with pytest.raises(NotAllowedNow):
            answer_information(asked, at=MONDAY, **given)


class TestObject:
    """object_to_answer() …"""

    def test_waits_for_an_answer_or_for_the_end_of_the_term(self, world, asked):
        with pytest.raises(NotAllowedNow):
            object_to_answer(asked, text="Lama.", at=MONDAY + DAY)

        silent = object_to_answer(asked, text="Diam saja.", at=MONDAY + 20 * DAY)

        assert silent.state == RequestState.OBJECTED

    def test_gives_the_superior_thirty_working_days(self, world: World, asked):
        answer_information(
            asked, answer=Answer.NOT_HELD, text="Tidak.", by=world.liaison, at=MONDAY
        )

        objected = object_to_answer(asked, text="Ada di sana.", at=MONDAY + DAY)
        # Ten days to 17 March, five from 25 to 31, fifteen in April; the 3rd is off.
        assert due_on(objected) == date(2026, 4, 22)
        done = answer_objection(
            objected, text="Kami berikan.", by=world.admin, at=MONDAY + 2 * DAY
        )
        assert (done.state, done.due_at) == (RequestState.DECIDED, None)

    def test_is_over_after_thirty_working_days(self, world: World, asked):
        answer_information(
            asked, answer=Answer.GIVEN, text="Ya.", by=world.liaison, at=MONDAY
        )

        with pytest.raises(NotAllowedNow, match="30 hari kerja"):
            object_to_answer(asked, text="Kurang.", at=MONDAY + 90 * DAY)
