"""Draws of simulations have the mean they say."""

from random import Random
from statistics import mean, variance

import pytest

from lapor.kernel.simulated import Outcome, binomial, outcome, poisson, scattered


@pytest.mark.parametrize("expected", [0.5, 8.0, 59.0, 400.0])
def test_poisson_has_its_mean_and_variance(expected: float):
    luck = Random(1)
    drawn = [poisson(luck, expected) for _ in range(4_000)]

    assert mean(drawn) == pytest.approx(expected, rel=0.06)
    assert variance(drawn) == pytest.approx(expected, rel=0.12)


def test_scattered_rates_scatter_more():
    luck = Random(2)
    drawn = [scattered(luck, 20, 4) for _ in range(4_000)]

    assert mean(drawn) == pytest.approx(20, rel=0.05)
    assert variance(drawn) == pytest.approx(20 + 400 / 4, rel=0.15)
    assert scattered(luck, 0, 4) == 0


def test_binomial_has_its_mean():
    luck = Random(3)

    assert mean(binomial(luck, 50, 0.2) for _ in range(2_000)) == pytest.approx(
        10, rel=0.05
    )


def test_an_outcome_counts_both_kinds_of_error():
    found = outcome("x", [True, True, False, False], [True, False, True, False])

    assert found == Outcome("x", 2, 1, 2, 1)
    assert (found.sensitivity, found.false_alarms) == (0.5, 0.5)
    assert Outcome("x", 0, 0, 0, 0).sensitivity == 0
