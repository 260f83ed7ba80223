"""Arithmetic of indicators: lines, middles, percentiles, what adds up."""

import statistics
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.analytics.rules.catalogue import CATALOGUE, by_id
from lapor.domain.analytics.rules.indicator import linear, median, percentile
from lapor.domain.analytics.rules.tally import Tally, reading_of, sum_of

days = st.lists(st.integers(0, 400), min_size=1, max_size=60)
whole = st.integers(0, 10**12)
pairs = st.tuples(whole, whole)
tallies = st.builds(
    Tally,
    numerator=whole,
    denominator=whole,
    strict=pairs,
    together=pairs,
    count=whole,
    classes=st.dictionaries(st.sampled_from(["", "a", "b"]), pairs),
    spread=st.dictionaries(st.integers(0, 90), st.integers(1, 99)),
    beside=st.dictionaries(st.sampled_from(["previous", "declared"]), st.integers(1)),
)


def spread_of(values: list[int]) -> dict[int, int]:
    return {value: values.count(value) for value in values}


class TestSpread:
    """Middles and percentiles of a spread …"""

    @given(days)
    def test_have_the_middle_of_statistics(self, values: list[int]):
        assert median(spread_of(values)) == Fraction(statistics.median(values))

    @given(days, st.integers(1, 100))
    def test_reach_at_least_their_share(self, values: list[int], share: int):
        found = percentile(spread_of(values), Fraction(share, 100))

        assert found is not None
        assert sum(value <= found for value in values) * 100 >= share * len(values)
        assert sum(value < found for value in values) * 100 < share * len(values)

    def test_of_nothing_are_nothing(self):
        assert median({}) is None
        assert percentile({}, Fraction(9, 10)) is None


class TestLinear:
    """linear() …"""

    @given(st.fractions(0, 1))
    def test_stays_between_nothing_and_a_hundred(self, value: Fraction):
        assert 0 <= linear(value, Fraction(1, 2), Fraction(19, 20)) <= 100

    def test_goes_down_where_less_is_better(self):
        assert linear(Fraction(5, 100), Fraction(3, 10), Fraction(1, 20)) == 100
        assert linear(Fraction(30, 100), Fraction(3, 10), Fraction(1, 20)) == 0


class TestTally:
    """What was counted …"""

    @given(tallies, tallies, tallies)
    def test_adds_up_in_any_order(self, one: Tally, other: Tally, third: Tally):
        assert (one + other) + third == one + (other + third)

    @given(tallies)
    def test_is_the_same_after_storing(self, one: Tally):
        assert Tally.of_list(one.as_list()) == one

    def test_of_many_is_judged_as_one(self):
        agencies = [
            {"P2": Tally(3, 6, together=(1, 1))},
            {"P2": Tally(0, 6, together=(0, 1))},
        ]

        alone = reading_of(by_id("P2"), agencies[0])
        total = reading_of(by_id("P2"), sum_of(agencies), is_total=True)

        assert alone.value == Fraction(1, 2)
        assert (total.numerator, total.denominator) == (1, 2)

    def test_takes_its_denominator_from_another(self):
        counted = {"T5": Tally(numerator=3), "P11": Tally(numerator=60)}

        assert reading_of(by_id("T5"), counted).value == Fraction(1, 20)

    def test_shows_reasons_as_shares_of_the_whole(self):
        counted = {"P13": Tally(4, 40, classes={"trial": (3, 3), "": (1, 37)})}

        found = reading_of(by_id("P13"), counted)

        assert found.classes == {"": (1, 40), "trial": (3, 40)}

    def test_of_nobody_gives_no_share(self):
        for one in CATALOGUE:
            found = reading_of(one, {})

            assert found.value in (None, 0), one.id
            assert one.normalised(found) in (None, 0), one.id
