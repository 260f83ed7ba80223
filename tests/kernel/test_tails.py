"""Tails of counts, held against scipy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lapor.kernel.tails import (
    binomial_tail,
    scattered_floor,
    scattered_tail,
    which_stand_out,
)

counts = st.integers(0, 400)
means = st.floats(0.01, 300)


class TestTails:
    """Tails of counts …"""

    @given(k=counts, n=counts, p=st.floats(0.001, 0.999))
    def test_of_binomial_are_those_of_scipy(self, k, n, p):
        expected = stats.binom.sf(k - 1, n, p)

        assert binomial_tail(k, n, p) == pytest.approx(expected, abs=1e-9)

    @given(k=st.integers(0, 2_000), mean=means, shape=st.floats(0.2, 1e4))
    def test_of_scattered_rates_are_those_of_scipy(self, k, mean, shape):
        usual = stats.nbinom(shape, shape / (shape + mean))

        assert scattered_tail(k, mean, shape) == pytest.approx(
            usual.sf(k - 1), abs=1e-9
        )
        assert scattered_floor(k, mean, shape) == pytest.approx(usual.cdf(k), abs=1e-9)

    @pytest.mark.parametrize("tail", [scattered_tail, scattered_floor])
    def test_stay_chances_where_nothing_is_expected(self, tail):
        assert 0 <= tail(0, 0.0, 1.0) <= 1
        assert 0 <= tail(3, 0.0, 1.0) <= 1
        assert binomial_tail(4, 3, 0.5) == 0


class TestMany:
    """which_stand_out() …"""

    @given(chances=st.lists(st.floats(0, 1), max_size=30))
    def test_chooses_from_the_smallest_chances(self, chances):
        chosen = which_stand_out(chances, rate=0.1)
        kept = [c for c, is_in in zip(chances, chosen, strict=True) if is_in]
        left = [c for c, is_in in zip(chances, chosen, strict=True) if not is_in]

        assert not kept or not left or max(kept) <= min(left)
