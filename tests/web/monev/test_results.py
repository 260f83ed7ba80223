"""Results and rankings: explained, with intervals, in groups that never mix."""

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.monev.models import Result, Round
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from tests.factories.cases import World
from tests.factories.monev import make_round
from tests.factories.organisations import unit

DETAILS = {
    "place": {"overall": 1, "overall_of": 3, "highest": 1, "lowest": 2},
    "why": {
        "uncapped": "very_good",
        "vetoes": ["no_decree"],
        "why": [],
        "lines": [
            {
                "indicator": "P3",
                "part": "performance",
                "points": 9000,
                "low": 8000,
                "high": 9500,
                "share": 1500,
                "pull": 210,
            }
        ],
        "best": ["P3"],
        "worst": [],
        "missing": ["P5"],
        "absent": ["plan"],
    },
    "readings": {"P3": {"numerator": 9, "denominator": 10, "value": "9/10"}},
}


@pytest.fixture
def look(client: Client):
    """Return a page as somebody sees it."""

    def page(user: User, path: str, status: int = 200) -> str:
        client.force_login(user)
        answer = client.get(path)
        assert answer.status_code == status, answer.text[:3000]
        return answer.text

    return page


def settled(world: World, *others, state: RoundState = RoundState.PUBLISHED) -> Round:
    round = make_round(
        Tier.MICRO_AGENCY,
        world.regency,
        world.unit,
        *others,
        state=state,
        sheets=SheetState.VERIFIED,
    )
    for place, sheet in enumerate(round.sheets.order_by("pk"), 1):
        Result.objects.create(
            round=round,
            subject=sheet.subject,
            score=9250 - 1000 * place,
            category="fair",
            rank=place,
            group="units",
            size_class="0",
            low=7000,
            high=9500,
            change=-150,
            rank_change=2,
            institutional=8000,
            parts={"performance": 9000, "prevention": None},
            details=DETAILS,
        )
    return round


class TestResult:
    """One result …"""

    def test_is_explained(self, world: World, look):
        round = settled(world)

        text = look(
            world.liaison, f"/monev/putaran/{round.code}/hasil/{world.unit.code}/"
        )

        for words in (
            "82,50",
            "70,0 \N{EN DASH} 95,0",
            "Sedang",
            "Menurut nilainya “Sangat baik”",
            "tidak ada SK yang berlaku",
            "Persentase tindak lanjut",
            "+2,10",
            "▼ -1,50",
            "80,00",
            "P5",
        ):
            assert words in text

    def test_of_others_is_not_found(self, world: World, look):
        round = settled(world)
        path = f"/monev/putaran/{round.code}/hasil/{world.unit.code}/"

        look(world.other_admin, path, 404)
        look(world.admin, f"/monev/putaran/{round.code}/hasil/lain/", 404)

    def test_is_hidden_from_subjects_until_it_is_made_known(self, world: World, look):
        round = settled(world, state=RoundState.FIXED)
        path = f"/monev/putaran/{round.code}/hasil/{world.unit.code}/"

        look(world.liaison, path, 404)
        look(world.admin, path)

    def test_says_why_it_cannot_be_assessed(self, world: World, look):
        round = settled(world)
        details = {
            "place": {},
            "why": {"why": ["few_reports"], "uncapped": "unassessed", "lines": []},
        }
        Result.objects.update(
            score=None,
            low=None,
            high=None,
            rank=None,
            category="unassessed",
            details=details,
            parts={},
        )

        text = look(
            world.admin, f"/monev/putaran/{round.code}/hasil/{world.unit.code}/"
        )

        assert "Terlalu sedikit laporan untuk dinilai" in text


class TestRanking:
    """/monev/peringkat/ …"""

    def test_shows_places_with_intervals(self, world: World, look):
        round = settled(world, unit(world.regency), unit(world.regency))

        text = look(world.admin, "/monev/peringkat/")

        assert round.title in text
        assert text.count('class="interval"') == 3
        body = text[text.index("<tbody") :]
        assert body.index("82,50") < body.index("72,50") < body.index("62,50")

    def test_never_mixes_groups(self, world: World, look):
        other = unit(world.regency)
        round = settled(world, other)
        Result.objects.filter(subject=other).update(group="city")

        first = look(world.admin, f"/monev/peringkat/?putaran={round.code}")
        units = look(
            world.admin, f"/monev/peringkat/?putaran={round.code}&kelompok=units"
        )

        assert other.name in first
        assert world.unit.name not in first[first.index("<tbody") :]
        assert world.unit.name in units[units.index("<tbody") :]

    def test_says_that_there_is_none(self, world: World, look):
        assert "Belum ada peringkat" in look(world.admin, "/monev/peringkat/")
        look(world.admin, "/monev/peringkat/?putaran=tidak-ada", 404)


def test_a_round_page_leads_to_results(world: World, look):
    round = settled(world)

    text = look(world.admin, f"/monev/putaran/{round.code}/")

    assert f"/monev/putaran/{round.code}/hasil/{world.unit.code}/" in text
    assert f"/monev/peringkat/?putaran={round.code}" in text
