"""The indicators, without a database: tables of cases, and what holds for all."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.monev.rules import (
    DEFINITIONS,
    Band,
    Base,
    Counts,
    Parts,
    active,
    band_of,
    completed,
    connected,
    first_answer_days,
    first_answer_on_time,
    followed_up,
    in_process,
    indicators,
    is_small,
    kept_term,
    sum_difference,
    verified_on_time,
)

numbers = st.integers(0, 10**9)
parts = st.builds(
    lambda kept, more: Parts(kept, kept + more), st.integers(0, 10**6), numbers
)
populations = st.builds(
    Counts,
    received=numbers,
    waiting=numbers,
    in_process=numbers,
    done=numbers,
    archived=numbers,
    verified=parts,
    answered=parts,
    first_answers=st.integers(1, 10**6),
    answer_microseconds=numbers,
    by_class=st.dictionaries(st.sampled_from(["information", "aspiration"]), parts),
    connected=parts,
    active=parts,
)

JATIM = Counts(received=4088, waiting=573, in_process=206, done=3309)
JATIM_2024 = Counts(received=1011, in_process=48, done=905, on_hold=51, archived=7)
DEMAK = Counts(received=422, done=373, archived=21, other=28)


class TestShares:
    @pytest.mark.parametrize(
        ("value", "exact"),
        [
            (completed(JATIM), Fraction(3309, 4088)),
            (in_process(JATIM), Fraction(206, 4088)),
            (followed_up(JATIM), Fraction(3515, 4088)),
            (completed(JATIM_2024), Fraction(905, 953)),
            (completed(JATIM_2024, Base.RECEIVED), Fraction(905, 1011)),
            (completed(DEMAK, Base.RECEIVED), Fraction(373, 422)),
            (completed(DEMAK, Base.NOT_ARCHIVED), Fraction(373, 401)),
            (connected(Counts(connected=Parts(11, 12))), Fraction(11, 12)),
            (active(Counts(active=Parts(13, 16))), Fraction(13, 16)),
            (verified_on_time(Counts(verified=Parts(3, 4))), Fraction(3, 4)),
            (first_answer_on_time(Counts(answered=Parts(1, 3))), Fraction(1, 3)),
        ],
    )
    def test_are_exact(self, value, exact):
        assert value == exact

    def test_the_strict_variant_leaves_out_duplicates_only(self):
        counts = Counts(received=100, done=40, archived=30, archived_twice=10)

        assert completed(counts, Base.STRICT) == Fraction(40, 90)

    def test_days_are_a_mean_of_working_time(self):
        day = 86_400_000_000
        counts = Counts(first_answers=4, answer_microseconds=day + day // 2)

        assert first_answer_days(counts) == Fraction(3, 8)

    def test_classes_are_judged_apart_and_together(self):
        counts = Counts(by_class={"a": Parts(1, 2), "b": Parts(9, 9)})

        assert kept_term(counts, "a") == Fraction(1, 2)
        assert kept_term(counts) == Fraction(10, 11)
        assert kept_term(counts, "c") is None

    def test_nobody_has_a_result_without_reports(self):
        assert [result.value for result in indicators(Counts())] == [None] * 8

    @given(populations)
    def test_lie_between_nothing_and_all(self, counts):
        for result in indicators(counts):
            if result.value is not None and result.definition.id != "P5":
                assert 0 <= result.value <= 1

    @given(populations, populations)
    def test_of_two_together_lie_between_the_two(self, one, other):
        for a, b, both in zip(
            indicators(one), indicators(other), indicators(one + other), strict=True
        ):
            values = [v for v in (a.value, b.value) if v is not None]
            if values:
                assert min(values) <= both.value <= max(values)


class TestBands:
    @pytest.mark.parametrize(
        ("share", "band"),
        [
            (Fraction(9001, 10_000), Band.HIGH),
            (Fraction(90, 100), Band.MIDDLE),
            (Fraction(3515, 4088), Band.MIDDLE),
            (Fraction(1, 2), Band.MIDDLE),
            (Fraction(4999, 10_000), Band.LOW),
            (None, None),
        ],
    )
    def test_are_the_three_of_2020(self, share, band):
        assert band_of(share) is band


class TestSmallNumbers:
    @pytest.mark.parametrize(("done", "small"), [(0, True), (9, True), (10, False)])
    def test_have_no_category(self, done, small):
        assert is_small(Counts(done=done)) is small


class TestDefinitions:
    def test_are_the_eight_in_their_order(self):
        assert [definition.id for definition in DEFINITIONS] == [
            f"P{number}" for number in range(1, 9)
        ]
        assert all(all(part for part in definition) for definition in DEFINITIONS)

    def test_results_show_what_they_are_made_of(self):
        exact = {r.definition.id: r.exact for r in indicators(JATIM)}

        assert (exact["P3"], exact["P4"]) == ("3515/4088", "3309/4088")


def test_a_published_sum_that_does_not_hold_is_told():
    parts = (15_061, 3_189, 7_542, 1_158, 4_876, 24_345)

    assert sum_difference(57_171, parts) == 1_000
    assert sum_difference(1_011, (48, 905, 51, 7)) == 0
