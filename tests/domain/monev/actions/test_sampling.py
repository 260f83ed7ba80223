from fractions import Fraction
from pathlib import Path

import pytest
from django.test import override_settings

from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.monev.actions.drafting import draft_round
from lapor.domain.monev.actions.opening import open_round
from lapor.domain.monev.actions.sampling import Rule, draw_sample, rule_of
from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.monev.models import Round, Schedule
from lapor.domain.monev.rules.tiers import TIERS
from lapor.domain.monev.rules.words import RoundState, Tier
from lapor.domain.quality.models import Sample
from lapor.domain.scoring.actions import load_instrument
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, NotAllowedNow
from tests.factories.cases import World
from tests.factories.monev import NOW, make_corner, make_round
from tests.factories.organisations import agency, oversight
from tests.factories.quality import make_answers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("tier", "word", "rule"),
    [
        (Tier.MICRO_AUDITOR, "", Rule(Fraction(15, 100))),
        (Tier.MACRO, "", Rule(Fraction(1, 10))),
        (Tier.MACRO, "margin:5", Rule(Fraction(5, 100))),
        (Tier.MICRO_AGENCY, "each:10:10", Rule(Fraction(15, 100), each=10)),
        (
            Tier.THEMATIC_RESOLUTION,
            "escalated",
            Rule(Fraction(1, 10), escalated=True),
        ),
        (
            Tier.THEMATIC_PROGRAMME,
            "margin:10",
            Rule(Fraction(1, 10), programme=True),
        ),
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


class TestOpeningARound:
    """Opening a round …"""

    @pytest.fixture
    def opened(self, world: World, tmp_path: Path):
        """Open a round of a tier over a regency that has answered."""
        load_schedule(by=SYSTEM, at=NOW)
        load_instrument(by=SYSTEM, at=NOW)
        make_answers(world, 14)

        def go(tier: Tier) -> Round:
            overseer = agency()
            oversight(overseer, world.regency, TIERS[tier].edge)
            period = parse_period("2026-S1")
            round = draft_round(
                tier=tier, assessor=overseer, period=period, by=SYSTEM, at=NOW
            )
            return open_round(round, by=SYSTEM, at=NOW)

        with override_settings(LAPOR_HOME=tmp_path):
            yield go

    def test_draws_the_answers_by_the_rule_of_the_matrix(self, opened):
        rows = Schedule.objects.filter(tier=Tier.THEMATIC_RESOLUTION, part="quality")
        rows.update(sample="margin:15")

        round = opened(Tier.THEMATIC_RESOLUTION)

        sample = Sample.objects.get(round=round.code)
        assert sample.margin == 15
        assert sample.drawn_by == "system"
        assert sample.answers.count() >= 10

    def test_draws_nothing_where_the_matrix_says_nothing(self, opened):
        Schedule.objects.update(sample="")

        opened(Tier.THEMATIC_RESOLUTION)

        assert not Sample.objects.exists()

    def test_draws_only_reports_of_programmes_where_these_are_judged(self, opened):
        round = opened(Tier.THEMATIC_PROGRAMME)

        assert round.samples["quality"]
        assert not Sample.objects.exists()

    def test_draws_once_and_never_again(self, opened, world: World):
        round = opened(Tier.THEMATIC_RESOLUTION)
        sample = Sample.objects.get()

        same = draw_sample(round, world.regency, by=SYSTEM, at=NOW)
        with pytest.raises(NotAllowedNow, match="tidak diambil ulang"):
            draw_sample(round, world.regency, by=SYSTEM, at=NOW, seed=sample.seed + 1)

        assert same == sample
        assert Sample.objects.count() == 1
