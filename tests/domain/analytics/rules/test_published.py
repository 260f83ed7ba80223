"""Published figures of real rounds must come out of the rules."""

import pytest

from lapor.domain.analytics.queries.published import published_outcomes
from lapor.domain.analytics.rules.published import Check, Fact, outcome_of


@pytest.mark.parametrize(
    "outcome",
    published_outcomes(),
    ids=lambda outcome: f"{outcome.check.case}-{outcome.check.indicator}",
)
def test_every_published_figure_comes_out(outcome):
    assert outcome.is_right, (outcome.shown, outcome.check.expected, outcome.band)


def test_all_cases_with_inputs_are_there():
    assert {outcome.fact.case for outcome in published_outcomes()} == {
        *("jatim-2020-s1", "jambi-2020", "lampung-2020", "jambi-agencies"),
        *("lampung-agencies", "jatim-agencies", "demak-2022", "gresik-may"),
        *("jatim-2024-h1", "national-2018", "kemensos-2014"),
    }


def test_a_wrong_figure_is_told():
    fact = Fact("x", "X", "nobody", 10, {"done": 4}, "waiting")

    assert not outcome_of(fact, Check("x", "P4", "41.0", "", "")).is_right
    assert outcome_of(fact, Check("x", "P4", "40.0", "", "")).is_right
    assert not outcome_of(fact, Check("x", "P3", "40.0", "", "high")).is_right
