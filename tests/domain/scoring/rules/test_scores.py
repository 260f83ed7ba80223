"""From readings to a score: weights, redistribution, vetoes, reasons, intervals."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.analytics.rules.indicator import Part, linear
from lapor.domain.scoring.rules import (
    PROGRAMME,
    Category,
    Veto,
    Why,
    default_weights,
    score,
)
from tests.factories.readings import FACTS, perfect, reading, without

WEIGHTS = default_weights()
SHARES = ("P3", "P4", "P6", "P7", "P8", "P9", "P12", "P15", "K2", "K3", "R3", "T1")
shares = st.dictionaries(st.sampled_from(SHARES), st.integers(0, 100))


def scored(readings, facts=FACTS, weights=WEIGHTS, parts=tuple(Part)):
    return score(readings, weights, facts, parts=parts)


class TestTotal:
    """A total …"""

    def test_is_100_when_all_is_done(self):
        found = scored(perfect())

        assert (found.total, found.category) == (100, Category.VERY_GOOD)
        assert set(found.parts.values()) == {Fraction(100)}

    def test_is_the_weighted_sum_of_the_reference(self):
        found = scored(perfect(P3=(86, 100)))

        points = linear(Fraction(86, 100), Fraction(1, 2), Fraction(95, 100))
        assert found.total == 100 - Fraction(40 * 15, 10_000) * (100 - points)
        assert found.parts[Part.PERFORMANCE] == 100 - Fraction(15, 100) * (100 - points)

    @given(given=shares)
    def test_lies_between_0_and_100_and_inside_its_interval(self, given):
        found = scored(perfect(**{name: (n, 100) for name, n in given.items()}))

        assert 0 <= found.low <= found.total <= found.high <= 100
        assert sum(line.share for line in found.lines) == 1
        assert sum(line.pull for line in found.lines) == 0

    @given(given=shares, name=st.sampled_from(SHARES), less=st.integers(0, 100))
    def test_never_falls_when_one_indicator_gets_better(self, given, name, less):
        more = given.get(name, 50)
        pairs = {each: (n, 100) for each, n in given.items()}
        low = scored(perfect(**pairs | {name: (min(less, more), 100)}))
        high = scored(perfect(**pairs | {name: (max(less, more), 100)}))

        if name in {"P9", "P12", "P15", "K3"}:
            low, high = high, low
        assert low.total <= high.total
        assert low.low <= high.low

    @given(order=st.permutations(sorted(perfect())))
    def test_does_not_depend_on_the_order_of_readings(self, order):
        readings = perfect(P3=(60, 100), K1=(71, 1), R4=(300, 1000))

        assert scored({name: readings[name] for name in order}) == scored(readings)

    def test_uses_the_ends_of_the_instrument_not_of_the_indicator(self):
        harder = replace(WEIGHTS, ends={"P3": (Fraction(9, 10), Fraction(1))})

        found = scored(perfect(P3=(90, 100)), weights=harder)

        line = next(each for each in found.lines if each.indicator == "P3")
        assert line.points == 0

    def test_of_some_kinds_weighs_only_those(self):
        found = scored(perfect(K1=(50, 1)), parts=[Part.QUALITY, Part.PLAN])

        assert found.total == 100 - Fraction(30, 45) * 25
        assert set(found.parts) == {Part.QUALITY, Part.PLAN}


class TestWhatIsMissing:
    """What has no value …"""

    def test_gives_its_weight_to_the_rest_of_its_kind(self):
        readings = without(perfect(K2=(0, 100)), "K4", "K5")

        found = scored(readings)

        assert found.parts[Part.QUALITY] == Fraction(50 + 15, 80) * 100
        assert found.missing == ("K4", "K5")

    def test_gives_the_weight_of_a_whole_kind_to_the_others(self):
        readings = without(perfect(P3=(0, 100)), "R1", "R2", "R3", "R4", "R5", "R6")

        found = scored(readings)

        assert found.parts[Part.PLAN] is None
        assert found.absent == (Part.PLAN,)
        assert found.total == 100 - Fraction(40, 85) * 15

    def test_leaves_no_quality_without_a_scored_answer(self):
        found = scored(without(perfect(), "K1"))

        assert found.parts[Part.QUALITY] is None

    def test_of_recurring_issues_goes_to_policy_use_and_a_programme(self):
        none = {name: (0, 0) for name in ("T1", "T2", "T3", "T4")}
        readings = perfect(**none)
        idle = readings | {"T6": reading("T6", 0, 0)}
        caring = readings | {"T6": reading("T6", 0, 0, beside={"programmes": 1})}

        assert scored(idle).parts[Part.PREVENTION] == 0
        assert scored(caring).parts[Part.PREVENTION] == Fraction(85, 2)
        assert PROGRAMME in {line.indicator for line in scored(caring).lines}

    def test_of_issues_that_are_there_is_no_excuse(self):
        readings = perfect(T1=(0, 4), T2=(0, 4), T3=(0, 0), T4=(0, 0), T6=(0, 0))

        assert scored(readings).parts[Part.PREVENTION] == 0


class TestSmallNumbers:
    """Few reports …"""

    def test_cannot_be_assessed(self):
        found = scored(perfect(), FACTS._replace(received=9, dispatched=9))

        assert (found.category, found.why) == (
            Category.UNASSESSED,
            (Why.FEW_REPORTS,),
        )
        assert (found.total, found.low, found.is_assessable) == (None, None, False)
        assert found.parts[Part.PERFORMANCE] is None
        assert found.parts[Part.PLAN] == 100

    def test_can_be_assessed_from_ten_on(self):
        assert scored(perfect(), FACTS._replace(dispatched=10)).is_assessable

    def test_never_make_100_of_nothing(self):
        found = scored(perfect(), FACTS._replace(received=0, dispatched=0))

        assert found.why == (Why.NO_REPORTS,)
        assert found.category == Category.UNASSESSED

    def test_do_not_matter_where_only_the_plan_is_asked(self):
        facts = FACTS._replace(received=0, dispatched=0)

        assert scored(perfect(), facts, parts=[Part.PLAN]).total == 100

    def test_without_any_reading_say_so(self):
        assert scored({}).why == (Why.NO_EVIDENCE,)


class TestVetoes:
    """A veto …"""

    @pytest.mark.parametrize(
        ("facts", "readings", "veto", "category"),
        [
            ({"has_valid_decree": False}, {}, Veto.NO_DECREE, Category.FAIR),
            ({"has_micro_round": False}, {}, Veto.NO_MICRO_ROUND, Category.GOOD),
            ({}, {"P3": (49, 100)}, Veto.LOW_FOLLOW_UP, Category.POOR),
        ],
    )
    def test_lowers_the_category_and_leaves_the_score(
        self, facts, readings, veto, category
    ):
        found = scored(perfect(**readings), FACTS._replace(**facts))

        assert (found.vetoes, found.category) == ((veto,), category)
        assert found.uncapped == Category.VERY_GOOD
        assert found.total >= 90

    def test_is_not_named_where_it_changes_nothing(self):
        low = {name: (0, 100) for name in ("P4", "P6", "P7", "P8", "K2", "T1", "R3")}
        readings = perfect(**low, K1=(0, 1), R4=(0, 100), T2=(0, 9), T4=(0, 9))

        found = scored(readings, FACTS._replace(has_valid_decree=False))

        assert (found.category, found.vetoes) == (Category.POOR, ())

    def test_does_not_touch_those_it_is_not_asked_of(self):
        facts = FACTS._replace(has_valid_decree=None, has_micro_round=None)

        assert scored(perfect(), facts).vetoes == ()

    def test_at_half_is_not_yet_one(self):
        assert scored(perfect(P3=(50, 100))).vetoes == ()

    def test_of_several_the_hardest_decides(self):
        facts = FACTS._replace(has_valid_decree=False, has_micro_round=False)

        found = scored(perfect(P3=(10, 100)), facts)

        assert found.category == Category.POOR
        assert set(found.vetoes) == set(Veto)


class TestReasons:
    """The reasons …"""

    def test_are_the_indicators_that_pulled_most(self):
        found = scored(perfect(P3=(50, 100), P4=(40, 100), P12=(25, 100)))

        assert found.worst == ("P4", "P3", "P12")
        assert len(found.best) == 3
        assert found.best[0] == "K1"

    def test_are_none_where_all_is_equal(self):
        found = scored(perfect())

        assert (found.best, found.worst) == ((), ())


class TestSelfAssessment:
    """The self-assessment …"""

    def test_stands_beside_the_score(self):
        facts = FACTS._replace(institutional=Fraction(20))

        assert scored(perfect(), facts).total == 100
        assert scored(perfect(), facts).institutional == 20

    def test_takes_ten_points_from_performance_where_so_set(self):
        weights = replace(WEIGHTS, institutional=10)
        facts = FACTS._replace(institutional=Fraction(20))

        assert scored(perfect(), facts, weights).total == 92
        assert scored(perfect(), weights=weights).total == 100


class TestIntervals:
    """An interval …"""

    def test_of_few_reports_is_wide(self):
        few = {"P3": (9, 10), "P4": (9, 10)}
        many = {"P3": (900, 1000), "P4": (900, 1000)}

        wide, narrow = scored(perfect(**few)), scored(perfect(**many))

        assert wide.total == narrow.total
        assert wide.low < narrow.low

    def test_of_a_sample_replaces_that_of_the_formula(self):
        facts = FACTS._replace(intervals={"K1": (Fraction(60), Fraction(90))})

        line = next(
            each
            for each in scored(perfect(K1=(70, 1)), facts).lines
            if each.indicator == "K1"
        )

        assert (line.low, line.points, line.high) == (60, 70, 90)

    def test_of_facts_is_a_point(self):
        sure = {line.indicator for line in scored(perfect()).lines if line.low == 100}

        assert {"P2", "P20", "R1", "R3", "T2"} <= sure
