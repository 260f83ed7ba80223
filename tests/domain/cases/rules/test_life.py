import pytest

from lapor.domain.cases.rules import (
    AWAITED,
    BUCKETS,
    FACTS,
    LIFE,
    OPEN,
    Act,
    State,
    acts_from,
    bucket_of,
    step_for,
)
from lapor.domain.deadlines.rules import Timer
from lapor.kernel.errors import NotAllowedNow


def reachable() -> set[State]:
    found, ahead = {State.DRAFT}, [State.DRAFT]
    while ahead:
        for step in acts_from(ahead.pop()):
            if step.target and step.target not in found:
                found.add(step.target)
                ahead.append(step.target)
    return found


class TestTable:
    """The transition table …"""

    def test_has_a_row_for_every_act(self):
        assert {step.act for step in LIFE} == set(Act)

    def test_reaches_every_state_from_a_draft(self):
        assert reachable() == set(State)

    def test_lets_every_open_state_end(self):
        for state in OPEN:
            targets = {step.target for step in acts_from(state)}
            assert targets & {State.CLOSED, State.ARCHIVED}, state

    def test_names_a_doer_for_every_row(self):
        for step in LIFE:
            assert step.doer.action or step.doer.reporter or step.doer.system, step.act

    def test_never_lets_an_officer_accept_or_withdraw_for_the_reporter(self):
        for step in LIFE:
            if step.act in {Act.ACCEPT, Act.REPLY, Act.WITHDRAW, Act.ESCALATE}:
                assert step.doer.action is None
                assert step.doer.reporter

    def test_gives_every_act_its_own_fact(self):
        assert set(FACTS) == set(Act)
        assert len(set(FACTS.values())) == len(Act)

    def test_stops_every_clock_when_a_case_ends(self):
        for step in LIFE:
            if step.target in {State.CLOSED, State.ARCHIVED}:
                assert step.stops == frozenset(Timer), step.act

    def test_pauses_only_while_the_reporter_has_the_ball(self):
        pausing = {step.act for step in LIFE if step.pauses}

        assert pausing == {Act.HOLD, Act.ASK_REPORTER}

    def test_returning_does_not_stop_the_clocks_of_the_agency(self):
        step = step_for(State.DISPATCHED, Act.ASK_RETURN)

        assert not step.stops
        assert not step.pauses

    def test_a_granted_return_keeps_the_completion_clock(self):
        step = step_for(State.RETURN_REQUESTED, Act.GRANT_RETURN)

        assert Timer.COMPLETION not in step.starts | step.stops


class TestBuckets:
    """The six buckets …"""

    def test_hold_every_state_but_the_draft_exactly_once(self):
        members = [state for states in BUCKETS.values() for state in states]

        assert sorted(members) == sorted(set(State) - {State.DRAFT})

    def test_leave_out_a_draft(self):
        assert bucket_of(State.DRAFT) is None


@pytest.mark.parametrize("state", [State.CLOSED, State.ARCHIVED, State.DRAFT])
def test_nothing_is_awaited_of_a_case_that_is_not_open(state: State):
    assert state not in AWAITED


def test_a_forbidden_act_says_what_stands_in_the_way():
    with pytest.raises(NotAllowedNow, match=r"Terima jawaban.*Menunggu verifikasi"):
        step_for(State.RECEIVED, Act.ACCEPT)
