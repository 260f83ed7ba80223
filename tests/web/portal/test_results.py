"""What evaluations found, for everybody: published rounds only, and never a mix."""

import pytest
from django.test import Client

from lapor.domain.monev.models import Result, Round
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.domain.organisations.models import Organisation
from lapor.domain.scoring.actions import load_instrument
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import MONDAY, World
from tests.factories.monev import make_round
from tests.factories.organisations import agency

PAGE = "/statistik/hasil/"
INTERVAL = "70,0 \N{EN DASH} 91,3"


def found_of(
    subject: Organisation, round: Round, rank: int | None, **fields: object
) -> Result:
    words = {"group": "regency", "size_class": "1", "category": "good"}
    points = {"score": 8150, "low": 7000, "high": 9125}
    return Result.objects.create(
        round=round, subject=subject, rank=rank, **words | points | fields
    )


def national(world: World, state: RoundState = RoundState.PUBLISHED) -> Round:
    load_instrument(by=SYSTEM, at=MONDAY)
    return make_round(
        Tier.MACRO,
        world.panrb,
        world.regency,
        state=state,
        sheets=SheetState.VERIFIED,
        instrument=1,
    )


@pytest.fixture
def round(world: World) -> Round:
    return national(world)


class TestResults:
    """The page of published results …"""

    def test_shows_score_interval_place_and_what_they_mean(
        self, client: Client, world: World, round: Round
    ):
        found_of(world.regency, round, 1)

        html = client.get(PAGE).text

        assert world.regency.name in html
        assert "81,50" in html
        assert INTERVAL in html
        assert "3 Agustus 2026, 09.00 WIB" in html  # as of
        assert round.number in html
        assert "performa pengelolaan 40%" in html

    def test_never_mixes_groups(self, client: Client, world: World, round: Round):
        ministry = agency(name="Kementerian Contoh Satu")
        found_of(world.regency, round, 1)
        found_of(ministry, round, 1, group="ministry")

        html = client.get(f"{PAGE}?kelompok=ministry").text

        assert ministry.name in html
        assert world.regency.name not in html

    def test_puts_who_cannot_be_judged_last_and_without_a_place(
        self, client: Client, world: World, round: Round
    ):
        small = agency(name="Aaa Terlalu Kecil")
        none = {"score": None, "low": None, "high": None, "category": "unassessed"}
        none["size_class"] = "0"
        found_of(small, round, None, **none)
        found_of(world.regency, round, 1)

        html = client.get(PAGE).text

        assert html.index(world.regency.name) < html.index(small.name)
        assert "Tidak dapat dinilai (TDN)" in html

    @pytest.mark.parametrize("state", [RoundState.FIXED, RoundState.VERIFYING])
    def test_knows_nothing_of_what_is_not_published(
        self, client: Client, world: World, state: RoundState
    ):
        found_of(world.regency, hidden := national(world, state), 1)

        assert "Belum ada hasil yang diumumkan" in client.get(PAGE).text
        assert client.get(f"{PAGE}?putaran={hidden.code}").status_code == 404

    def test_knows_nothing_of_inner_rounds(self, client: Client, world: World):
        inner = make_round(
            Tier.MICRO_AGENCY, world.regency, world.unit, state=RoundState.PUBLISHED
        )
        found_of(world.unit, inner, 1)

        assert world.unit.name not in client.get(PAGE).text
        assert client.get(f"{PAGE}?putaran={inner.code}").status_code == 404

    def test_turns_pages(self, client: Client, world: World, round: Round):
        for rank in range(1, 53):
            found_of(agency(name=f"Instansi ke {rank:02}"), round, rank)

        first, second = (client.get(f"{PAGE}?hal={n}").text for n in (1, 2))

        assert "Instansi ke 50" in first
        assert "Instansi ke 51" not in first
        assert "Instansi ke 51" in second

    def test_asks_little_of_the_database(
        self,
        client: Client,
        world: World,
        round: Round,
        django_assert_max_num_queries,
    ):
        for rank in range(1, 30):
            found_of(agency(), round, rank)

        with django_assert_max_num_queries(8):
            client.get(PAGE)


class TestAgency:
    """The page of an agency …"""

    def test_shows_its_published_results(
        self, client: Client, world: World, round: Round
    ):
        found_of(world.regency, round, 3)
        found_of(world.regency, hidden := national(world, RoundState.FIXED), 1)

        html = client.get(f"/instansi/{world.regency.slug}/").text

        assert round.title in html
        assert "81,50" in html
        assert INTERVAL in html
        assert hidden.title not in html
        assert f"/statistik/hasil/?putaran={round.code}&amp;kelompok=regency" in html

    def test_says_nothing_of_an_agency_without(self, client: Client, world: World):
        html = client.get(f"/instansi/{world.regency.slug}/").text

        assert "Hasil evaluasi" not in html
