"""The ways of recommendations and plans, as tables."""

import pytest

from lapor.domain.plans.rules import (
    LIFE,
    OPEN,
    PLANS,
    PlanAct,
    PlanState,
    RecommendationAct,
    RecommendationStatus,
    Side,
    plan_step_for,
    possible_acts,
    step_for,
)
from lapor.kernel.errors import NotAllowedNow

S, A = RecommendationStatus, RecommendationAct


@pytest.mark.parametrize("state", RecommendationStatus)
@pytest.mark.parametrize("act", RecommendationAct)
def test_an_act_leads_where_its_row_says_or_is_refused(state, act):
    row = next(step for step in LIFE if step.act == act)
    if state in row.sources:
        assert step_for(state, act).target == row.target
        return
    with pytest.raises(NotAllowedNow) as refusal:
        step_for(state, act)

    assert state.label in refusal.value.message


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_state_leads_to_an_end(state):
    seen, ahead = set(), {state}
    while ahead:
        one = ahead.pop()
        seen.add(one)
        ahead |= {step.target for step in possible_acts(one)} - seen

    assert S.VERIFIED in seen


def test_the_ends_are_ends():
    assert possible_acts(S.VERIFIED) == possible_acts(S.REFUSED) == ()


def test_checking_is_never_on_the_side_of_the_subject():
    sides = {step.act: step.side for step in LIFE}

    assert {act for act, side in sides.items() if side == Side.CHECKER} == {
        A.VERIFY,
        A.SEND_BACK,
    }


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("act", PlanAct)
def test_a_plan_goes_its_way(state, act):
    row = next(step for step in PLANS if step.act == act)
    if state in row.sources:
        assert plan_step_for(state, act).target == row.target
        return
    with pytest.raises(NotAllowedNow):
        plan_step_for(state, act)
