"""Opening and fixing, asked for on a page and carried out by a job."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.domain.accounts.models import Grant
from lapor.domain.accounts.rules import Role
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.ledger.queries import history_of
from lapor.domain.monev.actions import opening
from lapor.domain.monev.actions.drafting import cancel_round, draft_round
from lapor.domain.monev.actions.errands import ask, carry_out, take_up
from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.monev.actions.verifying import (
    Meeting,
    hold_plenary,
    start_verifying,
)
from lapor.domain.monev.models import Errand, Round, Schedule
from lapor.domain.monev.policies import acts_on_round
from lapor.domain.monev.rules.words import RoundAct, RoundState, Tier
from lapor.domain.scoring.actions import load_instrument
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted
from tests.factories.accounts import make_officer
from tests.factories.case_facts import make_facts
from tests.factories.deadlines import load_law, local
from tests.factories.monev import NOW, TODAY, make_corner

pytestmark = pytest.mark.django_db
LATE = local("2026-08-19 08:00")
MEETING = Meeting(date(2026, 8, 19), "Bandung", "Ketua", "Semua", "Disepakati")


@pytest.fixture(autouse=True)
def prepared(tmp_path: Path):
    load_law()
    load_schedule(by=SYSTEM, at=NOW)
    Schedule.objects.update(sample="")
    load_instrument(by=SYSTEM, at=NOW)
    with override_settings(LAPOR_HOME=tmp_path):
        yield tmp_path


class Stage:
    """A province, who evaluates for it, and a draft over its regency."""

    def __init__(self, period: str = "2026-S1") -> None:
        corner = make_corner(Tier.MESO_TERRITORY)
        make_facts(corner.subject, 12, closed=10)
        self.assessor = make_officer(Role.COORDINATOR, corner.assessor)
        self.round: Round = draft_round(
            tier=corner.tier,
            assessor=corner.assessor,
            period=parse_period(period),
            by=SYSTEM,
            at=NOW,
        )

    @property
    def state(self) -> str:
        self.round.refresh_from_db()
        return self.round.state


def jobs() -> list[dict[str, str]]:
    found = ProcrastinateJob.objects.filter(task_name="monev.carry_out")
    return [job.args for job in found]


def test_a_page_asks_and_a_job_opens():
    stage = Stage()

    ask(stage.round, RoundAct.OPEN, by=stage.assessor, at=NOW)
    asked = stage.state
    done = carry_out(stage.round.code, at=NOW)

    assert asked == RoundState.DRAFT
    assert jobs() == [{"code": stage.round.code}]
    assert done
    assert stage.state == RoundState.OPENED
    facts = [fact.fact for fact in history_of(stage.round.ref)]
    assert facts == ["round.drafted", "round.asked", "round.opened"]


def test_asked_twice_and_carried_out_twice_is_once():
    stage = Stage()

    first = ask(stage.round, RoundAct.OPEN, by=stage.assessor, at=NOW)
    second = ask(stage.round, RoundAct.OPEN, by=stage.assessor, at=NOW)
    done = [carry_out(stage.round.code, at=NOW) for _ in range(2)]

    assert first == second
    assert len(jobs()) == 1
    assert done == [True, False]


def test_a_job_that_was_cut_short_leaves_nothing_and_is_taken_up_again(
    monkeypatch: pytest.MonkeyPatch,
):
    stage = Stage()
    ask(stage.round, RoundAct.OPEN, by=stage.assessor, at=NOW)

    def plug(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as pulled:
        pulled.setattr(opening, "_fill_in_advance", plug)
        with pytest.raises(KeyboardInterrupt):
            carry_out(stage.round.code, at=NOW)
    between = stage.state
    soon = take_up(at=NOW + timedelta(minutes=5))
    later = take_up(at=NOW + timedelta(hours=1))

    assert between == RoundState.DRAFT
    assert soon == 0
    assert later == 1
    assert stage.state == RoundState.OPENED


def test_while_it_is_under_way_nothing_else_is_done_to_the_round():
    stage = Stage()
    before = {step.act for step in acts_on_round(stage.assessor, stage.round, on=TODAY)}

    ask(stage.round, RoundAct.OPEN, by=stage.assessor, at=NOW)

    assert RoundAct.CANCEL in before
    assert acts_on_round(stage.assessor, stage.round, on=TODAY) == []
    with pytest.raises(NotAllowedNow, match="sedang dikerjakan"):
        cancel_round(stage.round, by=stage.assessor, at=NOW)


def test_what_needs_no_computing_is_refused_at_once():
    stage, running = Stage(), Stage("2026")
    stranger = make_officer(Role.COORDINATOR, make_corner(Tier.MACRO).assessor)

    with pytest.raises(NotPermitted):
        ask(stage.round, RoundAct.OPEN, by=stranger, at=NOW)
    with pytest.raises(NotAllowedNow):
        ask(stage.round, RoundAct.FIX, by=stage.assessor, at=NOW)
    with pytest.raises(Invalid, match="baru berakhir"):
        ask(running.round, RoundAct.OPEN, by=running.assessor, at=NOW)

    assert not Errand.objects.exists()


def test_a_refusal_is_kept_for_whoever_asked_and_he_may_ask_again():
    stage = Stage()
    ask(stage.round, RoundAct.OPEN, by=stage.assessor, at=NOW)
    Grant.objects.filter(user=stage.assessor).update(revoked_at=NOW)

    done = carry_out(stage.round.code, at=NOW)

    errand = Errand.objects.get()
    assert not done
    assert stage.state == RoundState.DRAFT
    assert "tidak bertugas" in errand.refusal
    Grant.objects.filter(user=stage.assessor).update(revoked_at=None)
    again = ask(stage.round, RoundAct.OPEN, by=stage.assessor, at=NOW)
    assert again != errand


def test_fixing_is_signed_by_whoever_asked_for_it():
    stage = Stage()
    stage.round = opening.open_round(stage.round, by=SYSTEM, at=NOW)
    start_verifying(stage.round, by=SYSTEM, at=LATE)
    hold_plenary(stage.round, meeting=MEETING, by=stage.assessor, at=LATE)

    ask(stage.round, RoundAct.FIX, by=stage.assessor, at=LATE)
    carry_out(stage.round.code, at=LATE)

    assert stage.state == RoundState.FIXED
    assert stage.round.number
    signed = stage.round.signatures.get(what="result")
    assert signed.user == stage.assessor
