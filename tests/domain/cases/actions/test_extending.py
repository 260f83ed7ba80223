from datetime import timedelta

import pytest

from lapor.domain.cases import actions
from lapor.domain.cases.models import Clock
from lapor.domain.cases.queries import Eyes, acts_for_officer, timeline
from lapor.domain.cases.rules import Act, State
from lapor.domain.deadlines.rules import Timer, local_day
from lapor.domain.ledger.models import Entry
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.cases import HOUR, MONDAY, World, make_case
from tests.factories.deadlines import national_calendar

pytestmark = pytest.mark.django_db
LATER = MONDAY + 5 * HOUR


def extend(case, world, **changes):
    given = {"days": 5, "reason": "Suku cadang dipesan.", "by": world.liaison}
    return actions.extend(case, **given | {"at": LATER} | changes)


def working_days(start, end) -> int:
    calendar = national_calendar()
    zone = "Asia/Jakarta"
    return calendar.count(local_day(start, zone), local_day(end, zone))


class TestExtend:
    """extend() …"""

    def test_moves_the_end_of_the_completion_term_by_working_days(self, world: World):
        case = make_case(world, State.DISPATCHED)
        before = case.completion_due_at

        done = extend(case, world)

        assert working_days(before, done.completion_due_at) == 5
        clock = Clock.objects.get(case=case, timer=Timer.COMPLETION)
        assert clock.due_at == done.completion_due_at
        assert clock.events[-1][0] == "extended"
        assert clock.events[-1][2] == 5
        assert done.state == State.DISPATCHED

    def test_leaves_the_other_terms_alone(self, world: World):
        case = make_case(world, State.DISPATCHED)
        before = case.follow_up_due_at

        assert extend(case, world).follow_up_due_at == before

    def test_is_told_to_the_reporter_with_the_new_day(self, world: World):
        case = extend(make_case(world, State.DISPATCHED), world)

        line = timeline(case, Eyes.REPORTER)[-1]
        assert "diperpanjang sampai" in line.sentence
        assert line.content == "Suku cadang dipesan."
        fact = Entry.objects.get(fact="case.extended", subject=case.ref)
        assert fact.data["days"] == 5

    def test_happens_once(self, world: World):
        case = extend(make_case(world, State.DISPATCHED), world)

        with pytest.raises(NotAllowedNow, match="1 kali"):
            extend(case, world)

    def test_comes_too_late_after_the_end(self, world: World):
        case = make_case(world, State.DISPATCHED)

        with pytest.raises(NotAllowedNow, match="lewat"):
            extend(case, world, at=case.completion_due_at + timedelta(seconds=1))

    def test_waits_while_the_reporter_has_the_ball(self, world: World):
        case = make_case(world, State.IN_PROGRESS)
        case = actions.ask_reporter(
            case, content="Foto?", missing=["Foto"], by=world.liaison, at=LATER
        )
        with pytest.raises(NotAllowedNow, match="tidak berjalan"):
            extend(case, world, at=LATER + HOUR)

    @pytest.mark.parametrize("days", [0, -3, 15, 10_000])
    def test_is_short(self, world: World, days: int):
        with pytest.raises(Invalid):
            extend(make_case(world, State.DISPATCHED), world, days=days)

    def test_needs_a_reason(self, world: World):
        with pytest.raises(Invalid):
            extend(make_case(world, State.DISPATCHED), world, reason="  ")

    def test_is_for_those_who_answer(self, world: World):
        with pytest.raises(NotPermitted):
            extend(make_case(world, State.DISPATCHED), world, by=world.auditor)

    def test_is_not_for_a_case_that_was_answered(self, world: World):
        with pytest.raises(NotAllowedNow):
            extend(make_case(world, State.ANSWERED), world)

    def test_is_offered_once(self, world: World):
        case = make_case(world, State.DISPATCHED)

        def offered():
            acts = acts_for_officer(world.liaison, case, on=MONDAY.date())
            return Act.EXTEND in {step.act for step in acts}

        assert offered()
        case = extend(case, world)
        assert not offered()

    def test_bears_a_pause_afterwards(self, world: World):
        case = extend(make_case(world, State.IN_PROGRESS), world)
        due = case.completion_due_at
        asked = actions.ask_reporter(
            case,
            content="Foto?",
            missing=["Foto"],
            by=world.liaison,
            at=LATER + timedelta(days=1),
        )
        back = actions.supply(asked, content="Ini.", at=LATER + timedelta(days=3))

        assert working_days(due, back.completion_due_at) == 2
