"""Whatever happens to a case, a clock climbs a step once and never downward."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Clock
from lapor.domain.escalation.actions import climb, prepare_letters
from lapor.domain.escalation.models import Climb, LetterLine
from lapor.domain.ledger.models import Entry
from lapor.domain.organisations.models import Organisation
from tests.domain.cases import test_any_life as life
from tests.factories import cases as make
from tests.factories.escalation import load_ladder

BEYOND = st.integers(0, 120)


class AnyHistory(life.AnyLife):
    """The many hands of a case, and a sweep that may come late, doubled or never."""

    @rule(days=BEYOND)
    def standstill(self, days) -> None:
        """Nothing runs for so long; then everything runs, twice."""
        self.at += timedelta(days=days)
        for _ in range(2):
            cases.sweep(at=self.at)
            climb(at=self.at)
        self.case.refresh_from_db()

    @rule(back=st.integers(1, 600))
    def a_clock_that_goes_wrong(self, back) -> None:
        """A worker whose clock is behind changes nothing that has climbed."""
        before = Climb.objects.count()
        climb(at=self.at - timedelta(minutes=back))
        assert Climb.objects.count() >= before

    @rule(who=life.OFFICERS, days=st.integers(1, 14))
    def extend(self, who, days) -> None:
        by = self.world.officers[who]
        self.attempt(cases.extend, days=days, reason="Suku cadang", by=by)

    @rule()
    def letters(self) -> None:
        prepare_letters(at=self.at)

    @invariant()
    def a_step_is_climbed_once(self) -> None:
        climbs = Counter(Climb.objects.values_list("clock_id", "step"))
        assert all(count == 1 for count in climbs.values())

    @invariant()
    def a_clock_knows_how_high_it_is(self) -> None:
        for clock in Clock.objects.filter(case=self.case):
            steps = list(
                Climb.objects.filter(clock=clock)
                .order_by("pk")
                .values_list("step", flat=True)
            )
            assert steps == sorted(steps)
            assert clock.climbed == max(steps, default=0)

    @invariant()
    def facts_equal_climbs(self) -> None:
        facts = Entry.objects.filter(fact="case.climbed", subject=self.case.ref)
        assert facts.count() == Climb.objects.filter(case=self.case).count()

    @invariant()
    def somebody_is_told_of_every_step(self) -> None:
        known = set(Organisation.objects.values_list("code", flat=True)) | {""}
        for receivers in Climb.objects.values_list("receivers", flat=True):
            assert receivers
            assert {one["organisation"] for one in receivers} <= known

    @invariant()
    def a_step_leads_to_a_letter_of_a_sender_once(self) -> None:
        lines = Counter(LetterLine.objects.values_list("climb", "letter__sender"))
        assert all(count == 1 for count in lines.values())


@pytest.mark.slow
@pytest.mark.django_db
def test_any_history_climbs_once():
    life.WORLD[:] = [make.make_world()]
    load_ladder()
    AnyHistory.TestCase.settings = settings(
        max_examples=12,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    AnyHistory.TestCase().runTest()
