"""Whatever people do, in whatever order, the promises of a case hold."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from lapor.domain.analytics.queries import buckets
from lapor.domain.cases import actions, queries
from lapor.domain.cases.models import Case, Clock
from lapor.domain.cases.rules import (
    AWAITED,
    CLOSED,
    AnswerResult,
    ArchiveReason,
    State,
)
from lapor.domain.ledger.models import Entry
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import DomainError
from tests.factories import cases as make

WORLD: list[make.World] = []
OFFICERS = st.sampled_from(["admin", "liaison", "national", "auditor", "other_admin"])
ITEM = ["Foto"]


class AnyLife(RuleBasedStateMachine):
    """One case, many hands; a refused act must change nothing."""

    def __init__(self) -> None:
        """Begin with a fresh case inside a transaction of its own."""
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.world = WORLD[0]
        self.case = make.receive(self.world)
        self.at = make.MONDAY
        self.facts = 1
        self.protection = (False, False)

    def teardown(self) -> None:
        """Undo everything."""
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def attempt(self, act, **words) -> None:
        """Try an act; the ledger grows by at least one if and only if it happened."""
        before = self.state_of()
        try:
            act(self.case, at=self.at, **words)
        except DomainError:
            assert self.state_of() == before
        else:
            assert Entry.objects.filter(subject=self.case.ref).count() > before[1]
        self.case.refresh_from_db()

    def state_of(self) -> tuple:
        case = Case.objects.get(pk=self.case.pk)
        facts = Entry.objects.filter(subject=self.case.ref).count()
        return (case.state, facts, case.version, case.due_at)

    @rule(days=st.integers(0, 20), hours=st.integers(1, 23))
    def time_passes(self, days, hours) -> None:
        self.at += timedelta(days=days, hours=hours)
        actions.sweep(at=self.at)
        self.case.refresh_from_db()

    @rule(who=OFFICERS)
    def hold(self, who) -> None:
        by = self.world.officers[who]
        self.attempt(actions.hold, reason="Kurang", missing=ITEM, by=by)

    @rule()
    def complete(self) -> None:
        self.attempt(actions.complete, content="Ini datanya")

    @rule(who=OFFICERS)
    def archive(self, who) -> None:
        self.attempt(
            actions.archive,
            reason=ArchiveReason.UNCLEAR,
            advice="Tulis lagi dengan lokasi.",
            by=self.world.officers[who],
        )

    @rule(who=OFFICERS, to=st.sampled_from(["unit", "regency", "other"]))
    def dispatch(self, who, to) -> None:
        self.attempt(
            actions.dispatch,
            to=getattr(self.world, to),
            classification=make.classification(),
            category=make.category(),
            by=self.world.officers[who],
        )

    @rule(who=OFFICERS)
    def follow_up(self, who) -> None:
        by = self.world.officers[who]
        self.attempt(actions.follow_up, content="Kami ke lokasi.", by=by)

    @rule(who=OFFICERS)
    def ask(self, who) -> None:
        by = self.world.officers[who]
        self.attempt(actions.ask_reporter, content="Foto?", missing=ITEM, by=by)

    @rule()
    def supply(self) -> None:
        self.attempt(actions.supply, content="Ini fotonya")

    @rule(who=OFFICERS)
    def answer(self, who) -> None:
        self.attempt(
            actions.final_answer,
            content=make.ANSWER,
            result=AnswerResult.FULFILLED,
            by=self.world.officers[who],
        )

    @rule(act=st.sampled_from(["reply", "comment"]))
    def talk(self, act) -> None:
        self.attempt(getattr(actions, act), content="Masih padam.")

    @rule()
    def accept(self) -> None:
        self.attempt(actions.accept)

    @rule(act=st.sampled_from(["reopen", "revive"]), officer=st.booleans())
    def come_back(self, act, officer) -> None:
        by = self.world.national if officer else REPORTER
        self.attempt(getattr(actions, act), reason="Belum beres", by=by)

    @rule(who=OFFICERS)
    def ask_return(self, who) -> None:
        by = self.world.officers[who]
        self.attempt(
            actions.ask_return,
            reason="Bukan kami",
            suggestion=None,
            by=by,
            **make.NOT_OURS,
        )

    @rule(grant=st.booleans())
    def decide_return(self, grant) -> None:
        by = self.world.national
        if grant:
            self.attempt(actions.grant_return, to=self.world.other, by=by)
        else:
            self.attempt(actions.refuse_return, reason="Tetap", by=by)

    @precondition(lambda self: self.case.state not in CLOSED)
    @rule(secret=st.booleans())
    def protect(self, secret) -> None:
        by = self.world.admin
        self.attempt(actions.protect, secret=secret, anonymous=not secret, by=by)

    @invariant()
    def an_ended_case_says_how_and_waits_for_nobody(self) -> None:
        if self.case.state in CLOSED:
            assert self.case.closing
            assert self.case.closed_at
            assert self.case.due_at is None
            running = Clock.objects.filter(case=self.case, stopped_at=None)
            assert not running.exists()

    @invariant()
    def closed_means_answered(self) -> None:
        if self.case.state == State.CLOSED:
            assert self.case.answered_at

    @invariant()
    def somebody_is_always_responsible(self) -> None:
        assert self.case.agency_id
        step = queries.next_step(self.case)
        assert step.what
        assert self.case.state in CLOSED or step.who

    @invariant()
    def an_open_case_has_a_due_moment(self) -> None:
        if self.case.state in AWAITED:
            assert self.case.due_at, self.case.state

    @invariant()
    def clocks_equal_the_fold_of_their_events(self) -> None:
        for clock in Clock.objects.filter(case=self.case).select_related("term"):
            assert queries.standing_of(clock, limit=None).due_at == clock.due_at

    @invariant()
    def time_never_runs_backwards_in_the_ledger(self) -> None:
        moments = list(
            Entry.objects.filter(subject=self.case.ref)
            .order_by("pk")
            .values_list("happened_at", flat=True)
        )
        assert moments == sorted(moments)

    @invariant()
    def protection_only_grows(self) -> None:
        now = (self.case.is_anonymous, self.case.is_secret)
        assert now >= self.protection
        self.protection = now

    @invariant()
    def the_buckets_add_up(self) -> None:
        counted = buckets()
        assert sum(counted.buckets.values()) == counted.total == Case.objects.count()


@pytest.mark.slow
@pytest.mark.django_db
def test_any_life_keeps_the_promises():
    WORLD[:] = [make.make_world()]
    AnyLife.TestCase.settings = settings(
        max_examples=40,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    AnyLife.TestCase().runTest()
