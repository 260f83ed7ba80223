"""Readings and facts survive being written down, exactly."""

import json
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.scoring.rules import (
    default_weights,
    facts_from,
    hundredths,
    readings_from,
    score,
    written_facts,
    written_readings,
    written_score,
)
from tests.factories.readings import FACTS, perfect, reading

FULL = FACTS._replace(
    institutional=Fraction(200, 3), intervals={"K1": (Fraction(1, 3), Fraction(99))}
)


def through_json(value):
    return json.loads(json.dumps(value))


def test_readings_come_back_as_they_were():
    readings = perfect(P3=(2, 3)) | {
        "P5": reading(
            "P5", 7, 2, strict=(1, 2), classes={"a": (1, 2)}, spread={3: 4}, count=9
        ),
        "P11": reading("P11", 7, 0, beside={"previous": 4}),
    }

    assert readings_from(through_json(written_readings(readings))) == readings


def test_facts_come_back_as_they_were():
    assert facts_from(through_json(written_facts(FULL))) == FULL


def test_a_score_again_from_what_was_written_is_the_same():
    readings = perfect(P3=(2, 3), K1=(71, 1))
    again = score(
        readings_from(through_json(written_readings(readings))),
        default_weights(),
        facts_from(through_json(written_facts(FULL))),
    )

    assert again == score(readings, default_weights(), FULL)


def test_a_written_score_is_plain_and_says_why():
    found = through_json(
        written_score(score(perfect(P3=(0, 9)), default_weights(), FULL))
    )

    assert found["worst"] == ["P3"]
    assert found["vetoes"] == ["low_follow_up"]
    assert Fraction(found["total"]) == 94
    assert sum(line["share"] for line in found["lines"]) == 10_000


@given(st.fractions(-100, 100))
def test_hundredths_are_near(value):
    assert abs(Fraction(hundredths(value), 100) - value) <= Fraction(1, 200)
