import pytest

from lapor.domain.monev.rules.rounds import (
    FACTS,
    LIFE,
    SHEETS,
    acts_from,
    sheet_acts_from,
    sheet_step_for,
    step_for,
)
from lapor.domain.monev.rules.words import (
    RoundAct,
    RoundState,
    SheetAct,
    SheetState,
    Side,
)
from lapor.kernel.errors import NotAllowedNow


def test_every_act_has_one_row_and_one_fact():
    acts = [*RoundAct, *SheetAct]

    assert [step.act for step in (*LIFE, *SHEETS)] == acts
    assert set(FACTS) == set(acts)
    assert len(set(FACTS.values())) == len(acts)


def test_every_state_can_be_reached_from_the_draft():
    reached, fresh = {RoundState.DRAFT}, {RoundState.DRAFT}
    while fresh:
        fresh = {
            step.target for state in fresh for step in acts_from(state) if step.target
        } - reached
        reached |= fresh

    assert reached | {RoundState.FOLLOWING_UP} == set(RoundState)


def test_an_ended_or_cancelled_round_stays_as_it_is():
    assert acts_from(RoundState.ENDED) == acts_from(RoundState.CANCELLED) == ()


def test_only_subjects_fill_and_sign_and_only_assessors_score():
    by_subject = {step.act for step in SHEETS if step.side == Side.SUBJECT}

    assert by_subject == {
        SheetAct.FILL,
        SheetAct.ATTACH,
        SheetAct.SUBMIT,
        SheetAct.ANSWER,
    }


@pytest.mark.parametrize("state", RoundState)
def test_a_signed_sheet_is_never_filled_again(state: RoundState):
    for sheet in set(SheetState) - {SheetState.OPEN}:
        acts = {step.act for step in sheet_acts_from(sheet, state)}

        assert not acts & {SheetAct.FILL, SheetAct.ATTACH, SheetAct.SUBMIT}


def test_what_is_not_in_the_table_is_refused_with_a_sentence():
    with pytest.raises(NotAllowedNow, match=r"Umumkan hasil.*Rancangan"):
        step_for(RoundState.DRAFT, RoundAct.PUBLISH)
    with pytest.raises(NotAllowedNow, match=r"Isi lembar kerja.*Ditetapkan"):
        sheet_step_for(SheetState.OPEN, RoundState.FIXED, SheetAct.FILL)
