"""Places: groups, size classes, lower ends, change."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.scoring.rules import (
    Before,
    Category,
    Score,
    Scored,
    default_weights,
    rank,
    ranks,
    score,
    size_classes,
)
from tests.factories.readings import FACTS, perfect


def made(code, total, *, group="regency", dispatched=100, spread=0):
    """Return a subject with a total and an interval of ± ``spread``."""
    value = None if total is None else Fraction(total)
    low, high = (None, None) if value is None else (value - spread, value + spread)
    category = Category.UNASSESSED if value is None else Category.GOOD
    found = Score({}, value, low, high, category, category)
    return Scored(code, group, dispatched, found)


subjects = st.lists(
    st.tuples(
        st.integers(0, 100), st.sampled_from(["regency", "city"]), st.integers(0, 999)
    ),
    max_size=24,
).map(
    lambda rows: [
        made(f"s{n:02}", total, group=group, dispatched=volume)
        for n, (total, group, volume) in enumerate(rows)
    ]
)


class TestRank:
    """rank() …"""

    def test_goes_by_the_lower_end(self):
        few = score(perfect(P3=(10, 10), P4=(10, 10)), default_weights(), FACTS)
        many = score(perfect(P3=(990, 1000), P4=(990, 1000)), default_weights(), FACTS)
        both = [Scored("few", "g", 10, few), Scored("many", "g", 1000, many)]

        assert few.total == many.total
        assert [place.code for place in rank(both)] == ["many", "few"]

    @given(subjects, st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_they_come_in(self, given, luck):
        shuffled = list(given)
        luck.shuffle(shuffled)

        assert rank(shuffled) == rank(given)

    @given(subjects)
    def test_never_mixes_groups_and_never_leaves_one_out(self, given):
        places = rank(given)

        assert sorted(p.code for p in places) == sorted(s.code for s in given)
        for place in places:
            rivals = [s for s in given if s.group == place.group]
            assert place.overall_of == len(rivals)
            assert 1 <= place.rank <= place.of <= len(rivals)
            assert place.highest <= place.rank <= place.lowest

    @given(subjects)
    def test_gives_the_better_one_the_better_rank(self, given):
        by_code = {each.code: each.score.low for each in given}
        for one in (places := rank(given)):
            for two in places:
                if one.group == two.group and by_code[one.code] > by_code[two.code]:
                    assert one.overall < two.overall

    def test_shares_a_rank_between_equals(self):
        places = rank([made("a", 80), made("b", 80), made("c", 70)])

        assert [(p.code, p.rank) for p in places] == [("a", 1), ("b", 1), ("c", 3)]

    def test_gives_no_place_to_those_not_assessable(self):
        places = rank([made("a", None), made("b", 50)])

        assert [(p.code, p.rank, p.overall, p.of) for p in places] == [
            ("b", 1, 1, 1),
            ("a", None, None, 0),
        ]

    def test_says_which_ranks_the_intervals_allow(self):
        given = [made("a", 90, spread=1), made("b", 88, spread=2), made("c", 50)]

        bounds = {p.code: (p.highest, p.lowest) for p in rank(given)}

        assert bounds == {"a": (1, 2), "b": (1, 2), "c": (3, 3)}


class TestChange:
    """A change …"""

    def test_counts_points_and_ranks_against_the_last_time(self):
        before = {
            "a": Before("regency", 2, Fraction(70)),
            "b": Before("regency", 1, Fraction(90)),
            "c": Before("city", 1, Fraction(90)),
        }

        places = rank([made("a", 80), made("b", 75), made("c", 60)], before)

        assert [(p.code, p.change, p.climbed) for p in places] == [
            ("a", 10, 1),
            ("b", -15, -1),
            ("c", None, None),
        ]

    def test_is_unknown_where_one_of_the_two_has_no_score(self):
        before = {"a": Before("regency", None, None), "b": Before("regency", 3, None)}

        places = rank([made("a", 80), made("b", None)], before)

        assert {(p.change, p.climbed) for p in places} == {(None, None)}


class TestSizeClasses:
    """size_classes() …"""

    def test_cuts_a_group_into_quarters_by_volume(self):
        given = [made(f"s{n}", 50, dispatched=10 * n) for n in range(1, 9)]

        found = size_classes(given)

        assert [found[f"s{n}"] for n in range(1, 9)] == [1, 1, 2, 2, 3, 3, 4, 4]

    def test_leaves_a_small_group_whole(self):
        given = [made(f"s{n}", 50, dispatched=n) for n in range(7)]

        assert set(size_classes(given).values()) == {0}

    def test_puts_equal_volumes_together(self):
        given = [made(f"s{n}", 50, dispatched=10) for n in range(12)]

        assert len(set(size_classes(given).values())) == 1

    def test_ranks_each_class_by_itself(self):
        given = [made(f"s{n}", 90 - n, dispatched=10 * n) for n in range(8)]

        places = {place.code: place for place in rank(given)}

        assert (places["s6"].rank, places["s6"].of, places["s6"].overall) == (1, 2, 7)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {}),
        ({"a": 1}, {"a": 1}),
        ({"a": 1, "b": 2, "c": 2}, {"b": 1, "c": 1, "a": 3}),
    ],
)
def test_ranks(values, expected):
    assert ranks({key: Fraction(value) for key, value in values.items()}) == expected
