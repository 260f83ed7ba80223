"""How steady a rank is under other weights."""

from dataclasses import replace
from fractions import Fraction

from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.scoring.rules import (
    Scored,
    default_weights,
    rank,
    score,
    sensitivity,
)
from tests.factories.readings import FACTS, perfect

WEIGHTS = default_weights()


def made(code, **readings):
    found = score(perfect(**readings), WEIGHTS, FACTS)
    return Scored(code, "g", FACTS.dispatched, found)


GOOD = made("good", P3=(94, 100))
POOR = made("poor", P3=(50, 100), K1=(20, 1), T1=(0, 9), R4=(0, 100))
#: One lives on quick work, the other on good answers; about the same total.
QUICK = made("quick", K1=(40, 1))
DEEP = made("deep", P3=(52, 100), P4=(55, 100))


class TestSensitivity:
    """sensitivity() …"""

    def test_is_the_same_for_the_same_seed(self):
        given = [GOOD, POOR, QUICK, DEEP]

        assert sensitivity(given, WEIGHTS, seed=7) == sensitivity(
            given[::-1], WEIGHTS, seed=7
        )

    def test_knows_who_is_best_under_any_weights(self):
        found = {s.code: s for s in sensitivity([GOOD, POOR, QUICK], WEIGHTS, seed=1)}

        assert (found["good"].kept, found["good"].highest) == (1.0, 1)
        assert (found["poor"].kept, found["poor"].lowest) == (1.0, 3)

    def test_finds_ranks_that_hang_on_the_weights(self):
        quick = next(
            each
            for each in sensitivity([QUICK, DEEP], WEIGHTS, seed=1)
            if each.code == "quick"
        )

        assert (quick.highest, quick.lowest) == (1, 2)
        assert 0.02 < quick.kept < 0.98

    def test_moves_less_the_more_sure_the_weights_are(self):
        given = [QUICK, DEEP]

        loose, firm = (
            sensitivity(given, WEIGHTS, seed=3, concentration=each)[0].kept
            for each in (20, 1_000_000)
        )

        assert firm == 1.0 > loose

    def test_starts_from_the_ranks_as_they_are(self):
        given = [GOOD, POOR, QUICK, DEEP]

        usual = {each.code: each.usual for each in sensitivity(given, WEIGHTS, seed=1)}

        assert usual == {place.code: place.overall for place in rank(given)}

    def test_leaves_out_what_has_no_score(self):
        small = score(perfect(), WEIGHTS, FACTS._replace(dispatched=1))

        assert sensitivity([Scored("x", "g", 1, small)], WEIGHTS, seed=1) == []

    def test_keeps_the_part_of_the_self_assessment(self):
        weights = replace(WEIGHTS, institutional=10)
        facts = FACTS._replace(institutional=Fraction(100))
        given = [
            Scored("a", "g", 1, score(perfect(K1=(90, 1)), weights, facts)),
            Scored("b", "g", 1, score(perfect(), weights, FACTS)),
        ]

        assert [s.usual for s in sensitivity(given, weights, seed=1, draws=0)] == [2, 1]
        assert given[0].score.parts[Part.QUALITY] == 95
