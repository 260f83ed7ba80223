"""The grouped query against a slow model that looks at each case."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db.models import Q

from lapor.domain.cases import actions
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State, bucket_of
from lapor.domain.monev.queries import counts_by
from lapor.domain.monev.rules import (
    Basis,
    Counts,
    Parts,
    first_answer_days,
    parse_period,
)
from tests.factories.cases import (
    HOUR,
    MONDAY,
    World,
    answer,
    dispatch,
    make_case,
    receive,
)

MARCH = parse_period("2026-03")
LATER = MONDAY + timedelta(days=200)
STATES = [state for state in State if state not in {State.DRAFT, State.WITH_OMBUDSMAN}]


@pytest.fixture
def everybody(world: World) -> World:
    """One case in each state, and some that came or were answered late."""
    for state in STATES:
        make_case(world, state)
    late = receive(world, at=MONDAY)
    dispatch(world, late, at=MONDAY + timedelta(days=10))
    slow = receive(world, at=MONDAY + timedelta(days=1))
    slow = dispatch(world, slow, at=slow.received_at + HOUR)
    answer(world, slow, at=slow.received_at + timedelta(days=60))
    make_case(world, State.RECEIVED, agency=world.other)
    make_case(world, State.CLOSED, at=MONDAY - timedelta(days=40))
    return world


def total(world: World, basis: Basis, *, at=LATER, period=MARCH) -> Counts:
    found = counts_by("agency", Q(), period, basis, at=at)
    return sum(found.values(), Counts())


def in_march(moment) -> bool:
    return moment is not None and MARCH.start <= moment < MARCH.end


class TestCohort:
    def test_agrees_with_a_look_at_each_case(self, everybody: World):
        cases = [case for case in Case.objects.all() if in_march(case.received_at)]

        counts = total(everybody, Basis.COHORT)

        by_bucket = {
            "unverified": counts.unverified,
            "waiting": counts.waiting,
            "in_process": counts.in_process,
            "done": counts.done,
            "on_hold": counts.on_hold,
            "archived": counts.archived,
        }
        for bucket, n in by_bucket.items():
            assert n == sum(bucket_of(State(c.state)) == bucket for c in cases), bucket
        assert counts.received == len(cases) == sum(by_bucket.values())
        verified = [c for c in cases if c.verified_at]
        overdue = [
            c
            for c in cases
            if c.state == State.RECEIVED and c.verification_due_at < LATER
        ]
        in_time = [c for c in verified if c.verified_at <= c.verification_due_at]
        assert counts.verified == Parts(len(in_time), len(verified) + len(overdue))
        answered = [c for c in cases if c.first_follow_up_at]
        silent = [
            c
            for c in cases
            if c.state in {State.DISPATCHED, State.RETURN_REQUESTED}
            and c.follow_up_due_at < LATER
        ]
        soon = [c for c in answered if c.first_follow_up_at <= c.follow_up_due_at]
        assert counts.answered == Parts(len(soon), len(answered) + len(silent))
        micro = [c.follow_up_microseconds for c in answered]
        assert first_answer_days(counts) == Fraction(
            sum(micro), 86_400_000_000 * len(micro)
        )

    def test_counts_terms_by_class(self, everybody: World):
        counts = total(everybody, Basis.COHORT)

        kept = counts.by_class["complaint_ordinary"]
        assert kept.population > kept.kept > 0

    def test_asks_the_database_once(self, everybody: World, django_assert_num_queries):
        with django_assert_num_queries(1):
            total(everybody, Basis.COHORT)

    def test_keeps_agencies_and_units_apart(self, everybody: World):
        by_agency = counts_by("agency", Q(), MARCH, Basis.COHORT, at=LATER)
        by_unit = counts_by(
            "unit", Q(agency=everybody.regency), MARCH, Basis.COHORT, at=LATER
        )

        assert by_agency[everybody.other.pk].received == 1
        assert sum(c.received for c in by_unit.values()) == (
            by_agency[everybody.regency.pk].received
        )
        assert by_unit[None].received > 0

    def test_nothing_is_overdue_before_its_day(self, world: World):
        case = receive(world)

        before = total(world, Basis.COHORT, at=case.verification_due_at)
        after = total(
            world, Basis.COHORT, at=case.verification_due_at + timedelta(seconds=1)
        )

        assert (before.verified.population, after.verified.population) == (0, 1)


class TestFlow:
    def test_counts_what_was_in_hand_during_the_period(self, everybody: World):
        counts = total(everybody, Basis.FLOW)

        closed_in = [c for c in Case.objects.all() if in_march(c.closed_at)]
        in_hand = [
            c
            for c in Case.objects.all()
            if c.received_at < MARCH.end
            and (c.closed_at is None or c.closed_at >= MARCH.start)
        ]
        assert counts.received == len(in_hand)
        assert counts.done + counts.archived == len(closed_in)
        assert counts.received == (
            counts.unverified + counts.on_hold + counts.dispatched + counts.archived
        )

    def test_counts_first_answers_given_in_the_period(self, everybody: World):
        counts = total(everybody, Basis.FLOW)

        given = [c for c in Case.objects.all() if in_march(c.first_follow_up_at)]
        assert counts.first_answers == len(given)

    def test_a_case_closed_later_was_in_process_then(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY + HOUR)
        case = answer(world, case, at=MONDAY + 2 * HOUR)
        actions.accept(case, at=MONDAY + timedelta(days=31))

        counts = total(world, Basis.FLOW)

        assert (counts.in_process, counts.done) == (1, 0)

    def test_an_unknown_moment_counts_nowhere(self, world: World):
        Case.objects.filter(pk=make_case(world, State.CLOSED).pk).update(
            closed_at=None, dispatched_at=None, verified_at=None
        )

        counts = total(world, Basis.FLOW)

        assert (counts.received, counts.verified) == (0, Parts())
