"""Whoever moves a case, asks, helps or waits: the reporter's clocks never end later.

Once with real acts in the database, chosen by Hypothesis, and once as ten thousand
random histories of the transition table alone, without a database.
"""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from lapor.domain.accounts.rules import Action
from lapor.domain.cases import actions, queries
from lapor.domain.cases.models import Assignment, Case, Clock
from lapor.domain.cases.rules import (
    AWAITED,
    OPEN,
    Act,
    AnswerResult,
    Part,
    ReturnReason,
    State,
    acts_from,
    binds,
    orders,
)
from lapor.domain.deadlines.rules import (
    ClockEvent,
    EventKind,
    Timer,
    Unit,
    WorkCalendar,
    fold,
)
from lapor.kernel.errors import DomainError
from tests.factories import cases as make

WORLD: list[make.World] = []
OFFICERS = st.sampled_from(["admin", "other_admin", "liaison", "national"])
PLACES = st.sampled_from(["regency", "other", "panrb", "coordinator_home"])
PUBLIC = (Timer.VERIFICATION, Timer.COMPLETION, Timer.OMBUDSMAN)


class AnyMove(RuleBasedStateMachine):
    """A dispatched case that everybody tries to get rid of."""

    def __init__(self) -> None:
        """Begin with a case that is a few hours old, in a transaction of its own."""
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.world = WORLD[0]
        case = make.receive(self.world)
        self.at = make.MONDAY + make.HOUR
        self.case = make.dispatch(self.world, case, at=self.at, to_unit=False)
        self.promised = self.public_ends()

    def teardown(self) -> None:
        """Undo everything."""
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def public_ends(self) -> list[tuple[str, datetime]]:
        rows = Clock.objects.filter(case=self.case, assignment=None, timer__in=PUBLIC)
        return list(rows.order_by("pk").values_list("timer", "due_at"))

    def attempt(self, act, **words) -> None:
        before = Case.objects.get(pk=self.case.pk).version
        try:
            act(self.case, at=self.at, **words)
        except DomainError:
            assert Case.objects.get(pk=self.case.pk).version == before
        self.case.refresh_from_db()

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours) -> None:
        self.at += timedelta(hours=hours)

    @rule(who=OFFICERS, reason=st.sampled_from(list(ReturnReason)), to=PLACES)
    def say_not_ours(self, who, reason, to) -> None:
        self.attempt(
            actions.ask_return,
            reason="Bukan kami.",
            code=reason,
            basis="UU 23/2014",
            suggestion=getattr(self.world, to),
            by=self.world.officers[who],
        )

    @rule(to=PLACES)
    def agree(self, to) -> None:
        where = getattr(self.world, to)
        self.attempt(actions.grant_return, to=where, by=self.world.national)

    @rule()
    def refuse(self) -> None:
        by = self.world.national
        self.attempt(actions.refuse_return, reason="Tetap di sini.", by=by)

    @rule(who=OFFICERS)
    def divide(self, who) -> None:
        by = self.world.officers[who]
        self.attempt(actions.dispatch_unit, to=self.world.unit, by=by)

    @rule(who=OFFICERS)
    def hand_back(self, who) -> None:
        by = self.world.officers[who]
        self.attempt(actions.hand_back, reason="Bukan bidang kami.", by=by)

    @rule(who=OFFICERS, to=PLACES, compulsory=st.booleans())
    def invite(self, who, to, compulsory) -> None:
        self.attempt(
            actions.invite,
            to=getattr(self.world, to),
            task="Perbaiki bagian Anda.",
            compulsory=compulsory,
            by=self.world.officers[who],
        )

    @rule(who=OFFICERS, to=PLACES, days=st.integers(0, 40))
    def consult(self, who, to, days) -> None:
        self.attempt(
            actions.consult,
            to=getattr(self.world, to),
            question="Milik siapa jalan ini?",
            due_on=self.at.date() + timedelta(days=days),
            by=self.world.officers[who],
        )

    @rule(who=OFFICERS, to=PLACES)
    def send_copy(self, who, to) -> None:
        by = self.world.officers[who]
        self.attempt(actions.send_copy, to=getattr(self.world, to), by=by)

    @rule(who=OFFICERS, final=st.booleans())
    def contribute(self, who, final) -> None:
        by = self.world.officers[who]
        self.attempt(actions.contribute, content="Selesai.", is_final=final, by=by)

    @rule(who=OFFICERS, code=st.sampled_from(list(ReturnReason)))
    def decline(self, who, code) -> None:
        by = self.world.officers[who]
        self.attempt(actions.decline, reason="Bukan kami.", code=code, by=by)

    @rule(who=OFFICERS)
    def advise(self, who) -> None:
        by = self.world.officers[who]
        self.attempt(actions.advise, content="Menurut kami milik kota.", by=by)

    @rule(who=OFFICERS)
    def release(self, who) -> None:
        rows = Assignment.objects.filter(case=self.case, ended_at=None)
        last = rows.exclude(part=Part.LEAD).order_by("pk").last()
        key = last.pk if last else 0
        by = self.world.officers[who]
        self.attempt(actions.release, part=key, reason="Tidak perlu lagi.", by=by)

    @rule(who=OFFICERS)
    def follow_up(self, who) -> None:
        by = self.world.officers[who]
        self.attempt(actions.follow_up, content="Kami ke lokasi.", by=by)

    @rule(who=OFFICERS)
    def answer(self, who) -> None:
        lacking = queries.lacking(self.case)
        self.attempt(
            actions.final_answer,
            content=make.ANSWER,
            result=AnswerResult.FULFILLED,
            by=self.world.officers[who],
        )
        assert not (lacking and self.case.state == State.ANSWERED)

    @invariant()
    def no_public_clock_ends_later(self) -> None:
        assert self.public_ends() == self.promised

    @invariant()
    def one_lead_has_it(self) -> None:
        lead = Assignment.objects.filter(
            case=self.case,
            part=Part.LEAD,
            ended_at=None,
            organisation=self.case.agency,
        )
        assert lead.count() == 1

    @invariant()
    def no_helper_has_more_time_than_the_reporter_was_promised(self) -> None:
        promised = dict(self.promised)[Timer.COMPLETION]
        for part in Assignment.objects.filter(case=self.case, part=Part.CONTRIBUTOR):
            assert part.due_at <= promised or part.assigned_at >= promised

    @invariant()
    def after_two_returns_the_decision_binds(self) -> None:
        assert self.case.return_count <= 2
        if self.case.return_count == 2:
            assert self.case.is_remit_settled

    @invariant()
    def an_open_case_waits_for_somebody(self) -> None:
        if self.case.state in AWAITED:
            assert self.case.due_at, self.case.state

    @invariant()
    def helpers_clocks_are_folds_of_their_events(self) -> None:
        for clock in Clock.objects.filter(case=self.case).select_related("term"):
            assert queries.standing_of(clock, limit=None).due_at == clock.due_at

    @invariant()
    def what_is_listed_is_what_is_permitted(self) -> None:
        on = self.at.date()
        for name in ("admin", "other_admin", "liaison", "coordinator"):
            user = self.world.officers[name]
            listed = queries.seen_by(user, on=on).filter(pk=self.case.pk).exists()
            fresh = Case.objects.select_related("agency", "unit").get(pk=self.case.pk)
            asked = queries.is_permitted(user, fresh, Action.READ_CASE, on=on)
            assert listed == asked, name


@pytest.mark.slow
@pytest.mark.django_db
def test_no_sequence_of_moves_lengthens_the_total_time():
    WORLD[:] = [make.make_world()]
    AnyMove.TestCase.settings = settings(
        max_examples=25,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    AnyMove.TestCase().runTest()


MOVES = (
    *(Act.PASS_ON, Act.DISPATCH, Act.DISPATCH_UNIT, Act.HAND_BACK, Act.ASK_RETURN),
    *(Act.GRANT_RETURN, Act.REFUSE_RETURN, Act.INVITE, Act.COPY, Act.CONSULT),
    *(Act.CONTRIBUTE, Act.ADVISE, Act.DECLINE, Act.RELEASE, Act.CONVENE),
    *(Act.FOLLOW_UP, Act.NOTE),
)
HISTORIES = 10_000
MOST_MOVES = 24
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
CALENDAR = WorkCalendar({})
DAYS = {
    Timer.VERIFICATION: 3,
    Timer.FIRST_FOLLOW_UP: 5,
    Timer.COMPLETION: 14,
    Timer.RETURN_DECISION: 2,
    Timer.INTERNAL_DISPATCH: 1,
    Timer.REPLY: 5,
    Timer.SILENCE: 10,
    Timer.REPORTER_DATA: 10,
    Timer.OMBUDSMAN: 60,
}


class Limit:
    """So many days, as a term of the law."""

    def __init__(self, timer: Timer):
        """Look the days up."""
        self.amount = DAYS[timer]
        is_calendar = timer == Timer.OMBUDSMAN
        self.unit = Unit.CALENDAR_DAYS if is_calendar else Unit.WORKING_DAYS


class History:
    """A life by the table alone: states, clocks as events, no database."""

    def __init__(self) -> None:
        """A report has just come in."""
        self.state = State.RECEIVED
        self.at = START
        self.returns = 0
        self.clocks: dict[Timer, list[ClockEvent]] = {}
        self.ended: dict[Timer, list[list[ClockEvent]]] = {}
        for timer in (Timer.VERIFICATION, Timer.OMBUDSMAN):
            self.clocks[timer] = [ClockEvent(EventKind.STARTED, self.at)]

    def do(self, act: Act) -> None:
        step = next(s for s in acts_from(self.state) if s.act == act)
        paused = {
            timer: events[-1].kind == EventKind.PAUSED
            for timer, events in self.clocks.items()
        }
        for timer, kind in orders(step, paused):
            event = ClockEvent(kind, self.at)
            if kind == EventKind.STARTED:
                self.clocks[timer] = [event]
            elif kind == EventKind.STOPPED:
                self.ended.setdefault(timer, []).append(
                    [*self.clocks.pop(timer), event]
                )
            else:
                self.clocks[timer].append(event)
        self.returns += act == Act.GRANT_RETURN
        self.state = step.target or self.state

    def possible(self) -> list[Act]:
        found = [step.act for step in acts_from(self.state) if step.act in MOVES]
        if binds(self.returns, most=2):
            found = [act for act in found if act != Act.ASK_RETURN]
        return found

    def ends(self, timer: Timer) -> list[datetime]:
        stories = [*self.ended.get(timer, [])]
        if timer in self.clocks:
            stories.append(self.clocks[timer])
        limit = Limit(timer)
        return [fold(s, limit, "Asia/Jakarta", CALENDAR).due_at for s in stories]


def test_ten_thousand_random_histories_keep_the_public_clocks():
    luck = random.Random(20_260_302)
    for _ in range(HISTORIES):
        life = History()
        dispatched_at = None
        for _step in range(luck.randint(1, MOST_MOVES)):
            life.at += timedelta(minutes=luck.randint(1, 4_000))
            acts = life.possible()
            if not acts:
                break
            act = luck.choice(acts)
            life.do(act)
            if act == Act.DISPATCH and dispatched_at is None:
                dispatched_at = life.at
        check(life, dispatched_at)


def check(life: History, dispatched_at: datetime | None) -> None:
    """One verification, one completion, one Ombudsman clock, from the first moment."""
    assert life.state in OPEN
    assert life.returns <= 2
    for timer, began in (
        (Timer.VERIFICATION, START),
        (Timer.OMBUDSMAN, START),
        (Timer.COMPLETION, dispatched_at),
    ):
        if began is None:
            assert life.ends(timer) == []
            continue
        first = [ClockEvent(EventKind.STARTED, began)]
        due = fold(first, Limit(timer), "Asia/Jakarta", CALENDAR).due_at
        assert life.ends(timer) == [due], timer
    running = set(life.clocks)
    if life.state in AWAITED:
        assert running & {*AWAITED[life.state], Timer.COMPLETION}, life.state
