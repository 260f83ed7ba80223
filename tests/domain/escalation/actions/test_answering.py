from datetime import date, timedelta

import pytest

from lapor.domain.accounts.rules import Role
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.escalation import actions
from lapor.domain.escalation.queries import story
from lapor.domain.escalation.rules import ResponseKind
from lapor.domain.ledger.models import Entry
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.cases import MONDAY, World, answer, dispatch, receive
from tests.factories.escalation import load_ladder

pytestmark = pytest.mark.django_db
LATE = MONDAY + timedelta(days=17)
DUE = date(2026, 3, 26)
WORDS = "Selesaikan minggu ini dan laporkan hasilnya."


@pytest.fixture
def late(world: World) -> Case:
    load_ladder()
    case = dispatch(world, receive(world), at=MONDAY)
    actions.climb(at=LATE)
    return case


class TestAnswers:
    """Those who were told …"""

    def test_answer_each_in_his_own_way(self, world: World, late: Case):
        given = {"text": WORDS, "at": LATE}
        actions.instruct(late, by=world.admin, **given)
        actions.demand_explanation(late, due_on=DUE, by=world.leader, **given)
        actions.examine(late, by=world.auditor, **given)
        actions.intervene(late, due_on=DUE, by=world.national, **given)

        said = story(late).said
        assert [one.kind for one in said] == [
            ResponseKind.INSTRUCTION,
            ResponseKind.EXPLANATION_REQUEST,
            ResponseKind.EXAMINATION,
            ResponseKind.INTERVENTION,
        ]
        assert all(one.waits for one in said)
        assert said[1].due_on == DUE
        assert said[1].office == world.regency.name

    @pytest.mark.parametrize(
        ("act", "who"),
        [
            ("instruct", "liaison"),
            ("instruct", "auditor"),
            ("instruct", "coordinator"),
            ("examine", "admin"),
            ("examine", "leader"),
            ("intervene", "leader"),
            ("intervene", "coordinator"),
            ("instruct", "other_admin"),
        ],
    )
    def test_answer_in_no_other_way(self, world: World, late: Case, act: str, who: str):
        with pytest.raises(NotPermitted):
            getattr(actions, act)(late, text=WORDS, by=world.officers[who], at=LATE)

    def test_leave_a_fact_without_their_words(self, world: World, late: Case):
        actions.instruct(late, text=WORDS, due_on=DUE, by=world.admin, at=LATE)

        fact = Entry.objects.get(fact="escalation.responded")
        assert fact.data == {
            "kind": "instruction",
            "organisation": world.regency.code,
            "due_on": "2026-03-26",
            "told": [
                f"liaison_officer@{world.unit.code}",
                f"agency_admin@{world.regency.code}",
            ],
        }
        assert fact.subject == late.ref

    def test_need_words_and_a_day_to_come(self, world: World, late: Case):
        with pytest.raises(Invalid):
            actions.instruct(late, text=" ", by=world.admin, at=LATE)
        for day in (LATE.date(), LATE.date() + timedelta(days=61)):
            with pytest.raises(Invalid):
                actions.instruct(late, text=WORDS, due_on=day, by=world.admin, at=LATE)

    def test_answer_only_what_has_climbed(self, world: World):
        load_ladder()
        fresh = dispatch(world, receive(world), at=MONDAY)
        with pytest.raises(NotAllowedNow):
            actions.instruct(fresh, text=WORDS, by=world.admin, at=MONDAY)

    def test_answer_nothing_that_has_ended(self, world: World, late: Case):
        done = answer(world, late, at=LATE)
        cases.accept(done, at=LATE)
        with pytest.raises(NotAllowedNow):
            actions.instruct(late, text=WORDS, by=world.admin, at=LATE)

    def test_move_neither_case_nor_clock(self, world: World, late: Case):
        before = Case.objects.values().get(pk=late.pk)
        actions.intervene(late, text=WORDS, by=world.national, at=LATE)
        assert Case.objects.values().get(pk=late.pk) == before


class TestExplanation:
    """explain() …"""

    def test_answers_what_was_asked_once(self, world: World, late: Case):
        asked = actions.demand_explanation(
            late, text="Mengapa?", due_on=DUE, by=world.leader, at=LATE
        )
        actions.explain(asked, text="Alat rusak.", by=world.liaison, at=LATE)

        fact = Entry.objects.filter(fact="escalation.responded").last()
        assert f"leader@{world.regency.code}" in fact.data["told"]
        said = story(late).said
        assert [one.waits for one in said] == [False, False]
        assert said[1].answers == said[0].pk
        with pytest.raises(NotAllowedNow):
            actions.explain(asked, text="Lagi.", by=world.liaison, at=LATE)

    def test_answers_no_explanation(self, world: World, late: Case):
        asked = actions.instruct(late, text=WORDS, by=world.admin, at=LATE)
        made = actions.explain(asked, text="Sudah.", by=world.liaison, at=LATE)
        with pytest.raises(NotAllowedNow):
            actions.explain(made, text="Sudah.", by=world.liaison, at=LATE)

    def test_is_for_those_who_handle_the_case(self, world: World, late: Case):
        asked = actions.instruct(late, text=WORDS, by=world.admin, at=LATE)
        stranger = make_officer(Role.LIAISON_OFFICER, world.other)
        for by in (world.auditor, stranger):
            with pytest.raises(NotPermitted):
                actions.explain(asked, text="Bukan kami.", by=by, at=LATE)
