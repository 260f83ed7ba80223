"""Intervals, against a library that does nothing else."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from lapor.domain.analytics.rules.catalogue import by_id
from lapor.domain.scoring.rules.intervals import ends_of, root
from lapor.kernel.statistics import wilson_interval
from tests.factories.readings import reading


@given(n=st.integers(1, 10**6), share=st.floats(0, 1))
def test_wilson_is_that_of_statsmodels(n, share):
    kept = round(n * share)

    # Its z is 1.959964, ours the 1.96 that decrees and manuals print.
    expected = proportion_confint(kept, n, method="wilson")

    assert wilson_interval(kept, n) == pytest.approx(expected, abs=2e-5)


def test_three_of_three_does_not_beat_950_of_1000():
    assert wilson_interval(3, 3)[0] < wilson_interval(950, 1000)[0]


@given(kept=st.integers(0, 500), more=st.integers(0, 500))
def test_the_ends_of_a_share_hold_it(kept, more):
    n = max(kept + more, 1)
    one = by_id("P9")
    given = reading("P9", kept, n)

    found = ends_of(one, given, one.normalised(given), one.normal)

    assert 0 <= found.low <= found.points <= found.high <= 100


def test_a_reading_without_a_value_is_a_point():
    assert ends_of(by_id("P11"), reading("P11", 5, 0), Fraction(52), None).low == 52


@given(st.fractions(0, 10**6))
def test_a_root_is_a_root_never_too_small(square):
    found = root(square)

    assert found**2 >= square
    assert float(found) == pytest.approx(sqrt(square), abs=2e-9)
