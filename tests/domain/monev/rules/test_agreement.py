from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.monev.rules.agreement import agreement, drawn

POINTS = st.integers(0, 10_000).map(lambda n: Fraction(n, 100))


@given(st.lists(st.tuples(POINTS, POINTS), min_size=3))
def test_the_coefficient_is_that_of_lin(pairs):
    found = agreement(pairs).coefficient
    low, up = (np.array([float(p[side]) for p in pairs]) for side in (0, 1))
    below = low.var() + up.var() + (low.mean() - up.mean()) ** 2

    if found is None:
        assert below == pytest.approx(0)
    else:
        together = 2 * ((low - low.mean()) * (up - up.mean())).mean()
        assert float(found) == pytest.approx(together / below, abs=1e-9)
        assert -1 <= found <= 1


def test_a_constant_shift_is_no_full_agreement():
    found = agreement([(Fraction(n), Fraction(n - 10)) for n in (60, 70, 80, 90)])

    assert found.shift == -10
    assert found.distance == 10
    assert found.near == 0
    assert found.coefficient is not None
    assert found.coefficient < 1


def test_two_pairs_are_too_few_for_a_coefficient():
    found = agreement([(Fraction(50), Fraction(50)), (Fraction(60), Fraction(60))])

    assert found.coefficient is None
    assert found.distance == 0


def test_nothing_scored_anew_says_nothing():
    assert agreement([]) == (0, None, None, None, 0)


def test_the_draw_can_be_repeated_and_takes_a_tenth_but_three_at_least():
    keys = list(range(100, 200))

    assert drawn(keys, seed=7) == drawn(list(reversed(keys)), seed=7)
    assert len(drawn(keys, seed=7)) == 10
    assert len(drawn(keys[:5], seed=7)) == 3
    assert drawn(keys[:2], seed=7) == [100, 101]
    assert drawn([], seed=7) == []
