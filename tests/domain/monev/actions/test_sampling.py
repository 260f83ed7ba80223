from fractions import Fraction

import pytest

from lapor.domain.monev.actions.sampling import draw_sample, rule_of
from lapor.domain.monev.rules.words import RoundState, Tier
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow
from tests.factories.monev import NOW, make_corner, make_round
from tests.factories.organisations import agency

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("tier", "word", "rule"),
    [
        (Tier.MICRO_AUDITOR, "", (Fraction(15, 100), None, False)),
        (Tier.MACRO, "", (Fraction(1, 10), None, False)),
        (Tier.MACRO, "margin:5", (Fraction(5, 100), None, False)),
        (Tier.MICRO_AGENCY, "each:10:10", (Fraction(15, 100), 10, False)),
        (Tier.THEMATIC_RESOLUTION, "escalated", (Fraction(1, 10), None, True)),
    ],
)
def test_the_matrix_says_how_large_a_sample_is(tier, word, rule):
    corner = make_corner(tier)
    made = make_round(tier, corner.assessor, samples={"quality": word})

    assert rule_of(made) == rule


def test_only_answers_of_those_who_are_judged_are_drawn():
    corner = make_corner(Tier.MACRO)
    made = make_round(corner.tier, corner.assessor, corner.subject)

    with pytest.raises(Invalid, match="tidak dinilai"):
        draw_sample(made, agency(), by=SYSTEM, at=NOW)


def test_an_agency_without_answers_is_told_so():
    corner = make_corner(Tier.MACRO)
    made = make_round(corner.tier, corner.assessor, corner.subject)

    with pytest.raises(Invalid, match="Tidak ada jawaban"):
        draw_sample(made, corner.subject, by=SYSTEM, at=NOW)


def test_a_fixed_round_draws_no_more():
    corner = make_corner(Tier.MACRO)
    made = make_round(
        corner.tier, corner.assessor, corner.subject, state=RoundState.FIXED
    )

    with pytest.raises(NotAllowedNow):
        draw_sample(made, corner.subject, by=SYSTEM, at=NOW)
