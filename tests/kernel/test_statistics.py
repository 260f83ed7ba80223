"""Small statistics, against a library that does nothing else."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lapor.kernel.statistics import margin_of_mean, sample_size


class TestSampleSize:
    """sample_size() …"""

    @pytest.mark.parametrize(
        ("population", "margin", "expected"),
        [
            (1000, Fraction(1, 10), 88),
            (100, Fraction(1, 10), 50),
            (30, Fraction(15, 100), 18),
            (0, Fraction(1, 10), 0),
            (1, Fraction(1, 10), 1),
            (1_000_000, Fraction(5, 100), 385),
        ],
    )
    def test_gives_the_known_sizes(self, population, margin, expected):
        assert sample_size(population, margin) == expected

    @given(population=st.integers(1, 10**7), margin=st.fractions("1/100", "1/4"))
    def test_never_asks_for_more_than_there_are(self, population, margin):
        assert 1 <= sample_size(population, margin) <= population

    @given(population=st.integers(1, 10**6), margin=st.fractions("1/50", "1/5"))
    def test_grows_with_the_population_and_with_care(self, population, margin):
        size = sample_size(population, margin)

        assert size <= sample_size(population + 1, margin)
        assert size <= sample_size(population, margin / 2)


class TestMarginOfMean:
    """margin_of_mean() …"""

    @given(variance=st.floats(0, 1e4), n=st.integers(1, 10_000))
    def test_is_the_normal_interval(self, variance, n):
        expected = stats.norm.ppf(0.975) * sqrt(variance / n)

        assert margin_of_mean(variance, n) == pytest.approx(expected, rel=1e-4)

    def test_vanishes_when_everybody_was_asked(self):
        assert margin_of_mean(4.0, 50, population=50) == 0
