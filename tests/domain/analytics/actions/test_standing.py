"""What is counted ahead is what would be counted now."""

from datetime import timedelta

import pytest

from lapor.domain.analytics.actions.standing import count_ahead, refresh
from lapor.domain.analytics.models import Standing
from lapor.domain.analytics.queries import standing
from lapor.domain.analytics.rules.indicator import Basis
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.analytics.rules.windows import FRESH, is_due, usual_periods
from lapor.domain.cases.rules import State
from lapor.domain.monev.queries import (
    Scope,
    evaluate,
    nation,
    scope_named,
    scopes_of,
)
from tests.factories.cases import MONDAY, World, make_case
from tests.factories.facts import fold_all

HALF = parse_period("2026-S1")
LATER = MONDAY + timedelta(days=40)


@pytest.fixture
def busy(world: World) -> World:
    """Some cases with units and without, in two agencies."""
    for state in (State.RECEIVED, State.CLOSED, State.IN_PROGRESS, State.ARCHIVED):
        make_case(world, state)
    make_case(world, State.RECEIVED, agency=world.other)
    fold_all(at=LATER)
    return world


def scopes(world: World) -> list[Scope]:
    """Return one scope of each kind."""
    return [
        nation(),
        scope_named(world.regency.code),
        scope_named(world.unit.code),
        scopes_of(world.admin, on=LATER.date())[0],
        scopes_of(world.coordinator, on=LATER.date())[0],
    ]


class TestAhead:
    """Counting ahead …"""

    @pytest.mark.slow
    @pytest.mark.parametrize("basis", list(Basis))
    def test_gives_every_scope_what_counting_now_gives(self, busy: World, basis: Basis):
        count_ahead(HALF, basis, at=LATER)

        for scope in scopes(busy):
            ahead = evaluate(scope, HALF, basis, at=LATER)
            now = evaluate(scope, HALF, basis, at=LATER, now=True)

            assert (ahead.is_ahead, now.is_ahead) == (True, False)
            assert [line.member for line in ahead.lines] == [
                line.member for line in now.lines
            ]
            pairs = zip(
                [*ahead.lines, ahead.total], [*now.lines, now.total], strict=True
            )
            for mine, theirs in pairs:
                for one in ahead.indicators():
                    assert mine.reading(one.id) == theirs.reading(one.id), (
                        scope.kind,
                        one.id,
                    )

    def test_costs_a_page_few_questions(
        self, busy: World, django_assert_max_num_queries
    ):
        count_ahead(HALF, Basis.COHORT, at=LATER)

        for scope in scopes(busy):
            with django_assert_max_num_queries(6):
                evaluate(scope, HALF, Basis.COHORT, at=LATER)

    def test_twice_is_once(self, busy: World):
        count_ahead(HALF, Basis.COHORT, at=LATER)
        first = sorted(Standing.objects.values_list("pk", flat=True))

        count_ahead(HALF, Basis.COHORT, at=LATER + timedelta(hours=1))

        assert sorted(Standing.objects.values_list("pk", flat=True)) == first
        assert standing.counted_at(HALF, Basis.COHORT) == LATER + timedelta(hours=1)

    def test_forgets_who_has_nothing_any_more(self, busy: World):
        count_ahead(HALF, Basis.COHORT, at=LATER)
        gone = Standing.objects.filter(agency=busy.other, period=HALF.name)
        busy.other.is_active = False
        busy.other.code = "berganti"
        assert gone.exists()

        Standing.objects.filter(agency=busy.other).update(unit=busy.unit)
        count_ahead(HALF, Basis.COHORT, at=LATER)

        assert not Standing.objects.filter(agency=busy.other, unit=busy.unit).exists()


class TestRefresh:
    """The job …"""

    @pytest.mark.slow
    def test_counts_all_usual_periods_and_rests(self, busy: World):
        usual = 2 * len(usual_periods(LATER.date()))

        first = refresh(at=LATER)
        again = refresh(at=LATER + timedelta(minutes=1))

        assert (first, again) == (usual, 0)
        assert Standing.objects.filter(agency=None).count() == usual

    def test_begins_nothing_new_without_time(self, busy: World):
        assert refresh(at=LATER, budget=timedelta(0)) == 1

    def test_forgets_periods_that_are_usual_no_more(self, busy: World):
        count_ahead(parse_period("2026-01"), Basis.COHORT, at=LATER)

        refresh(at=LATER, budget=timedelta(0))

        assert not Standing.objects.filter(period="2026-01").exists()


class TestDue:
    """A period is counted again …"""

    def test_soon_while_it_lasts(self):
        assert is_due(HALF, None, timedelta(), at=LATER)
        assert is_due(HALF, LATER - FRESH, timedelta(seconds=1), at=LATER)
        assert not is_due(HALF, LATER - FRESH / 2, timedelta(seconds=1), at=LATER)

    def test_seldom_when_it_is_over(self):
        after = HALF.end + timedelta(days=9)

        assert not is_due(HALF, after - timedelta(hours=11), timedelta(), at=after)
        assert is_due(HALF, after - timedelta(hours=12), timedelta(), at=after)

    def test_never_so_often_that_nothing_else_is_done(self):
        counted_at = LATER - timedelta(minutes=30)

        assert not is_due(HALF, counted_at, timedelta(minutes=2), at=LATER)

    def test_of_this_year_and_the_last(self):
        names = [period.name for period in usual_periods(LATER.date())]

        assert names == [
            *("2026-04", "2026-03", "2026", "2026-S1", "2026-Q2", "2026-Q1"),
            *("2025", "2025-S2", "2025-S1"),
            *("2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1"),
        ]
