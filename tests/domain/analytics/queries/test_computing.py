"""The database's answer against a slow model that looks at each case."""

from datetime import timedelta
from fractions import Fraction

import pytest

from lapor.domain.analytics.queries.computing import TOGETHER, compute, rest_of
from lapor.domain.analytics.queries.engines import Live
from lapor.domain.analytics.rules.indicator import Basis, Part, Reading
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.analytics.rules.windows import window_of
from lapor.domain.cases import actions
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import State, bucket_of
from tests.factories.cases import (
    HOUR,
    MONDAY,
    World,
    answer,
    dispatch,
    make_case,
    receive,
)
from tests.factories.facts import fold_all

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


def read(basis: Basis, *, at=LATER, by="agency", **options) -> dict:
    fold_all(at=at)
    window = window_of(MARCH, basis, at=at)
    return compute(Live(window), window, by=by, **options)


def total(basis: Basis, *, at=LATER) -> dict[str, Reading]:
    return read(basis, at=at)[TOGETHER]


def pair(reading: Reading) -> tuple[int, int]:
    return reading.numerator, reading.denominator


def in_march(moment) -> bool:
    return moment is not None and MARCH.start <= moment < MARCH.end


class TestParts:
    """Parts in cases that another agency leads …"""

    @pytest.mark.parametrize("basis", list(Basis))
    def test_stand_beside_the_term_of_whoever_was_asked(
        self, world: World, basis: Basis
    ):
        for days in (1, 90, None):
            case = make_case(world, State.IN_PROGRESS, at=MONDAY)
            asked = MONDAY + 4 * HOUR
            task = {"to": world.other, "task": "Bersihkan saluran."}
            case = actions.invite(case, **task, by=world.admin, at=asked)
            if days is not None:
                actions.contribute(
                    case,
                    content="Sudah bersih.",
                    is_final=True,
                    by=world.other_admin,
                    at=asked + timedelta(days=days),
                )

        found = read(basis)

        parts = {"parts_kept": 1, "parts": 3}
        assert found[world.other.code]["P8"].beside == parts
        assert not any(found[world.regency.code]["P8"].beside.values())
        assert found[world.other.code]["P3"].denominator == 0
        assert found[TOGETHER]["P3"].denominator == 3


class TestCohort:
    """On the basis of cohort …"""

    def test_agrees_with_a_look_at_each_case(self, everybody: World):
        cases = [case for case in Case.objects.all() if in_march(case.received_at)]

        found = total(Basis.COHORT)

        buckets = {key: n for key, (n, _all) in found["P11"].classes.items()}
        for bucket, n in buckets.items():
            assert n == sum(bucket_of(State(c.state)) == bucket for c in cases), bucket
        assert found["P11"].numerator == len(cases) == sum(buckets.values())
        verified = [c for c in cases if c.verified_at]
        overdue = [
            c
            for c in cases
            if c.state == State.RECEIVED and c.verification_due_at < LATER
        ]
        in_time = [c for c in verified if c.verified_at <= c.verification_due_at]
        assert pair(found["P6"]) == (len(in_time), len(verified) + len(overdue))
        answered = [c for c in cases if c.first_follow_up_at]
        silent = [
            c
            for c in cases
            if c.state in {State.DISPATCHED, State.RETURN_REQUESTED}
            and c.first_follow_up_at is None
            and c.follow_up_due_at < LATER
        ]
        soon = [c for c in answered if c.first_follow_up_at <= c.follow_up_due_at]
        assert pair(found["P7"]) == (len(soon), len(answered) + len(silent))
        micro = [c.follow_up_microseconds for c in answered]
        assert found["P5"].value == Fraction(sum(micro), 86_400_000_000 * len(micro))
        archived = [c for c in cases if c.state == State.ARCHIVED]
        assert pair(found["P13"]) == (len(archived), len(cases))
        reopened = [c for c in cases if c.reopen_count]
        closed = [c for c in cases if c.state == State.CLOSED]
        assert pair(found["P15"]) == (len(reopened), len(closed))

    def test_counts_terms_by_class(self, everybody: World):
        kept, judged = total(Basis.COHORT)["P8"].classes["complaint_ordinary"]

        assert judged > kept > 0

    def test_the_strict_variant_leaves_out_duplicates_only(self, everybody: World):
        found = total(Basis.COHORT)["P3"]
        cases = [case for case in Case.objects.all() if in_march(case.received_at)]
        twice = [case for case in cases if case.archive_reason == "duplicate"]

        assert found.strict == (found.numerator, len(cases) - len(twice))

    def test_keeps_agencies_and_units_apart(self, everybody: World):
        agencies = read(Basis.COHORT)
        units = read(Basis.COHORT, by="unit", agencies=[everybody.regency.code])

        assert agencies[everybody.other.code]["P11"].numerator == 1
        whole = agencies[everybody.regency.code]["P11"].numerator
        assert units[TOGETHER]["P11"].numerator == whole
        rest = units[rest_of(everybody.regency.code)]["P11"].numerator
        assert 0 < rest < whole
        assert everybody.other.code not in units

    def test_nothing_is_overdue_before_its_day(self, world: World):
        case = receive(world)
        due_at = case.verification_due_at

        before = total(Basis.COHORT, at=due_at)["P6"]
        after = total(Basis.COHORT, at=due_at + timedelta(seconds=1))["P6"]

        assert (before.denominator, after.denominator) == (0, 1)

    def test_computes_what_is_wanted_only(self, world: World):
        found = read(Basis.COHORT, only=["P3", "T5"])
        parts = read(Basis.COHORT, parts=[Part.QUALITY])

        assert set(found[TOGETHER]) <= {"P3", "T5"}
        assert {id[0] for id in parts[TOGETHER]} == {"K"}

    def test_a_return_counts_against_the_first_agency(self, world: World):
        case = make_case(world, State.RETURN_REQUESTED)
        actions.grant_return(
            case,
            to=world.other,
            by=world.national,
            at=MONDAY + timedelta(days=5),
        )

        found = read(Basis.COHORT)

        assert pair(found[world.regency.code]["P12"]) == (1, 1)
        assert pair(found[world.other.code]["P12"]) == (0, 1)
        assert pair(found[TOGETHER]["P12"]) == (1, 2)


class TestFlow:
    """On the basis of flow …"""

    def test_counts_what_was_in_hand_during_the_period(self, everybody: World):
        found = total(Basis.FLOW)

        closed_in = [c for c in Case.objects.all() if in_march(c.closed_at)]
        in_hand = [
            c
            for c in Case.objects.all()
            if c.received_at < MARCH.end
            and (c.closed_at is None or c.closed_at >= MARCH.start)
        ]
        buckets = {key: n for key, (n, _all) in found["P11"].classes.items()}
        assert found["P11"].numerator == len(in_hand) == sum(buckets.values())
        assert buckets["done"] + buckets["archived"] == len(closed_in)
        assert found["P3"].denominator == sum(
            buckets.get(name, 0) for name in ("waiting", "in_process", "done")
        )

    def test_counts_first_answers_given_in_the_period(self, everybody: World):
        found = total(Basis.FLOW)

        given = [c for c in Case.objects.all() if in_march(c.first_follow_up_at)]
        assert found["P5"].denominator == len(given)

    def test_a_case_closed_later_was_in_process_then(self, world: World):
        case = dispatch(world, receive(world), at=MONDAY + HOUR)
        case = answer(world, case, at=MONDAY + 2 * HOUR)
        actions.accept(case, at=MONDAY + timedelta(days=31))

        found = total(Basis.FLOW)

        assert dict(found["P11"].classes) == {"in_process": (1, 1)}

    def test_a_case_that_ended_before_counts_nowhere(self, world: World):
        Case.objects.filter(pk=make_case(world, State.CLOSED).pk).update(
            closed_at=MARCH.start - timedelta(days=1),
            received_at=MARCH.start - HOUR * 99,
        )

        found = total(Basis.FLOW)

        assert found["P11"].numerator == 0
