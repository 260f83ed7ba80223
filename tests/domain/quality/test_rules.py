"""Samples, rubric, agreement and estimates, against libraries and simulation."""

from collections import Counter
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.weightstats import DescrStatsW

from lapor.domain.quality.rules.agreement import (
    interval_of,
    needs_calibration,
    weighted_kappa,
)
from lapor.domain.quality.rules.estimates import corrected_share, stratified
from lapor.domain.quality.rules.rubric import (
    KEYS,
    NEWEST,
    Label,
    Veto,
    disputed,
    label_of,
    score_of,
    score_of_settled,
    settled,
)
from lapor.domain.quality.rules.sampling import (
    MACRO_MARGIN,
    MICRO_MARGIN,
    Candidate,
    allocate,
    doubled,
    draw,
    size_of,
)

marks = st.fixed_dictionaries({key: st.integers(0, 4) for key in KEYS})
strata = st.dictionaries(
    st.text("abc", min_size=1, max_size=4), st.integers(1, 400), min_size=1, max_size=12
)


def population(n: int, seed: int = 1) -> list[Candidate]:
    luck = Random(seed)
    return [
        Candidate(
            case_id=number,
            unit=luck.choice("xyz"),
            classification=luck.choice(("ordinary", "information")),
            is_late=luck.random() < 0.3,
            is_rated=luck.random() < 0.2,
            must=luck.random() < 0.02,
        )
        for number in range(1, n + 1)
    ]


class TestSizes:
    """size_of() …"""

    @pytest.mark.parametrize(
        ("n", "margin", "size"),
        [
            (1000, MACRO_MARGIN, 88),
            (100, MACRO_MARGIN, 50),
            (30, MICRO_MARGIN, 18),
            (11, MICRO_MARGIN, 10),
            (10, MACRO_MARGIN, 10),
            (3, MACRO_MARGIN, 3),
            (0, MACRO_MARGIN, 0),
        ],
    )
    def test_are_the_known_ones(self, n, margin, size):
        assert size_of(n, margin) == size

    def test_a_fifth_and_at_least_five_are_scored_twice(self):
        assert [doubled(n) for n in (0, 3, 5, 25, 26, 88)] == [0, 3, 5, 5, 6, 18]


class TestAllocation:
    """allocate() …"""

    @given(sizes=strata, n=st.integers(1, 500))
    def test_gives_each_stratum_one_and_never_more_than_it_has(self, sizes, n):
        given_places = allocate(sizes, n)

        assert set(given_places) == set(sizes)
        assert all(1 <= given_places[key] <= sizes[key] for key in sizes)
        expected = min(max(n, len(sizes)), sum(sizes.values()))
        assert sum(given_places.values()) == expected

    @given(sizes=strata, n=st.integers(1, 500))
    def test_is_proportional_to_within_a_place(self, sizes, n):
        n = max(n, 4 * len(sizes))
        total = sum(sizes.values())
        large = {k for k, size in sizes.items() if size * min(n, total) >= total}
        for key, places in allocate(sizes, n).items():
            exact = Fraction(sizes[key] * min(n, total), total)
            if key in large:
                assert abs(places - exact) <= len(sizes)


class TestDraw:
    """draw() …"""

    def test_is_repeated_by_its_seed_whatever_the_order(self):
        people = population(600)
        first = draw(people, margin=MACRO_MARGIN, seed=7)

        again = draw(people[::-1], margin=MACRO_MARGIN, seed=7)
        other = draw(people, margin=MACRO_MARGIN, seed=8)

        assert first == again
        assert {d.case_id for d in first} != {d.case_id for d in other}

    @settings(max_examples=30)
    @given(n=st.integers(0, 300), seed=st.integers(0, 10**6))
    def test_takes_whole_what_must_be_seen_and_one_of_each_stratum(self, n, seed):
        people = population(n, seed)
        drawn = draw(people, margin=MICRO_MARGIN, seed=seed)

        taken = {d.case_id for d in drawn}
        assert len(taken) == len(drawn)
        assert {c.case_id for c in people if c.must} <= taken
        assert {c.stratum for c in people if not c.must} <= {d.stratum for d in drawn}
        sampled = Counter(d.stratum for d in drawn)
        assert all(d.stratum_sampled == sampled[d.stratum] for d in drawn)
        assert sum(d.is_double for d in drawn) == doubled(len(drawn))


class TestRubric:
    """The rubric …"""

    def test_weighs_a_hundred(self):
        assert sum(dimension.weight for dimension in NEWEST.dimensions) == 100

    @given(given_marks=marks, key=st.sampled_from(KEYS))
    def test_is_monotone_and_bounded(self, given_marks, key):
        score = score_of(given_marks)
        better = score_of(given_marks | {key: 4})

        assert 0 <= score <= better <= 100

    def test_knows_its_corners(self):
        best, worst = dict.fromkeys(KEYS, 4), dict.fromkeys(KEYS, 0)

        assert (score_of(best), score_of(worst)) == (100, 0)
        assert score_of(best, Veto.THREATENED) == 0
        assert label_of(Fraction(85)) == Label.SUBSTANTIVE
        assert label_of(Fraction(8499, 100)) == Label.FAIR
        assert label_of(Fraction(5999, 100)) == Label.NORMATIVE

    @pytest.mark.parametrize("mark", [-1, 5])
    def test_refuses_marks_out_of_range(self, mark):
        with pytest.raises(ValueError, match="proof"):
            score_of(dict.fromkeys(KEYS, 2) | {"proof": mark})

    @given(first=marks, second=marks)
    def test_two_assessors_meet_in_the_middle(self, first, second):
        agreed = settled(first, second, {})
        score = score_of_settled(agreed, Veto.NONE)

        assert score == (score_of(first) + score_of(second)) / 2

    def test_a_third_decides_what_lies_far_apart(self):
        first = dict.fromkeys(KEYS, 1)
        second = first | {"proof": 3, "rights": 2}

        assert disputed(first, second) == ["proof"]
        assert settled(first, second, {"proof": 4})["proof"] == 4


class TestKappa:
    """weighted_kappa() …"""

    @given(
        pairs=st.lists(
            st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=60
        )
    )
    def test_is_that_of_statsmodels(self, pairs):
        ours = weighted_kappa(pairs)
        table = np.zeros((5, 5))
        for a, b in pairs:
            table[a, b] += 1
        if ours is None:
            assert len({a for pair in pairs for a in pair}) == 1
            return
        theirs = cohens_kappa(table, wt="quadratic", return_results=False)

        assert float(ours) == pytest.approx(float(theirs), abs=1e-9)

    @given(
        pairs=st.lists(
            st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=4, max_size=60
        )
    )
    def test_has_the_interval_of_statsmodels(self, pairs):
        ours = interval_of(pairs)
        if ours is None:
            assert weighted_kappa(pairs) is None
            return
        table = np.zeros((5, 5))
        for a, b in pairs:
            table[a, b] += 1
        with np.errstate(all="ignore"):
            theirs = cohens_kappa(table, wt="quadratic")
        half = 1.96 * max(theirs.var_kappa, 0) ** 0.5

        assert ours[0] == pytest.approx(max(-1, theirs.kappa - half), abs=1e-6)
        assert ours[1] == pytest.approx(min(1, theirs.kappa + half), abs=1e-6)

    def test_asks_for_a_meeting_below_0_6(self):
        assert needs_calibration(Fraction(59, 100))
        assert not needs_calibration(Fraction(60, 100))
        assert not needs_calibration(None)


class TestEstimates:
    """stratified() …"""

    @given(
        values=st.lists(st.integers(0, 100), min_size=2, max_size=60),
        more=st.integers(0, 500),
    )
    def test_of_one_stratum_is_the_interval_of_statsmodels(self, values, more):
        size = len(values) + more
        ours = stratified({"a": [Fraction(v) for v in values]}, {"a": size}, top=10**6)
        theirs = DescrStatsW(values)
        half = 1.96 * theirs.std_mean * (1 - len(values) / size) ** 0.5

        assert float(ours.value) == pytest.approx(theirs.mean)
        assert ours.high == pytest.approx(theirs.mean + half, abs=1e-6)

    def test_has_no_width_when_all_was_looked_at(self):
        found = stratified({"a": [Fraction(1), Fraction(0)]}, {"a": 2})

        assert found.low == found.high == 0.5

    def test_is_nothing_without_answers(self):
        assert stratified({"a": []}, {"a": 5}) is None

    def test_covers_the_truth_about_as_often_as_it_says(self):
        luck = Random(5)
        sizes = {"a": 300, "b": 150, "c": 60}
        truth = {
            key: [luck.random() < share for _ in range(sizes[key])]
            for key, share in (("a", 0.8), ("b", 0.5), ("c", 0.3))
        }
        real = sum(map(sum, truth.values())) / sum(sizes.values())
        places = allocate(sizes, 90)

        covered = 0
        for _ in range(400):
            checked = {key: luck.sample(truth[key], places[key]) for key in sizes}
            estimate = corrected_share(checked, sizes)
            covered += estimate.low <= real <= estimate.high

        assert 0.91 <= covered / 400 <= 0.985
