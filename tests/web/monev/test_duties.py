"""What waits for each person on his home."""

from datetime import timedelta

import pytest
from django.test import Client

from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.domain.plans.actions import recommend
from lapor.kernel.actor import SYSTEM
from lapor.web.monev.duties import duties_of
from tests.factories.cases import MONDAY, World
from tests.factories.monev import make_round
from tests.factories.organisations import unit

TODAY = MONDAY.date()


def words(user) -> list[str]:
    return [duty.words for duty in duties_of(user, on=TODAY)]


class TestSheets:
    """An open sheet …"""

    def test_waits_for_those_who_fill_and_who_sign(self, world: World):
        make_round(Tier.MICRO_AGENCY, world.regency, world.unit)

        assert words(world.liaison) == [f"Isi lembar kerja {world.unit.name}"]
        assert words(world.leader) == [f"Tanda tangani lembar kerja {world.unit.name}"]
        for user in (world.auditor, world.other_admin, world.national):
            assert words(user) == []

    def test_does_not_wait_for_its_assessor(self, world: World):
        make_round(Tier.MICRO_AGENCY, world.regency, world.unit)

        assert words(world.admin) == []

    def test_becomes_one_line_with_many_others(self, world: World):
        units = [unit(world.regency) for _n in range(5)]
        make_round(Tier.MICRO_AGENCY, world.regency, *units)

        assert words(world.leader) == ["Tanda tangani 5 lembar kerja"]

    def test_waits_for_an_answer_once_it_is_disputed(self, world: World):
        make_round(
            Tier.MICRO_AGENCY,
            world.regency,
            world.unit,
            state=RoundState.CLARIFYING,
            sheets=SheetState.DISPUTED,
        )

        assert words(world.liaison) == [f"Jawab klarifikasi {world.unit.name}"]
        assert words(world.admin) == ["Putuskan klarifikasi 1 lembar kerja"]


class TestRounds:
    """A round waits for its assessor …"""

    @pytest.mark.parametrize(
        ("state", "sheets", "wanted"),
        [
            (RoundState.OPENED, SheetState.OPEN, []),
            (RoundState.OPENED, SheetState.CLOSED_AUTOMATIC, ["Mulai verifikasi"]),
            (
                RoundState.VERIFYING,
                SheetState.SUBMITTED,
                ["Verifikasi 1 lembar kerja"],
            ),
            (
                RoundState.VERIFYING,
                SheetState.DISPUTED,
                ["Kirim permintaan klarifikasi"],
            ),
            (RoundState.VERIFYING, SheetState.VERIFIED, ["Catat pleno"]),
            (RoundState.CLARIFYING, SheetState.VERIFIED, ["Catat pleno"]),
            (RoundState.PLENARY, SheetState.VERIFIED, ["Tetapkan hasil"]),
            (RoundState.FIXED, SheetState.VERIFIED, ["Umumkan hasil"]),
            (RoundState.PUBLISHED, SheetState.VERIFIED, []),
        ],
    )
    def test_for_the_next_step(self, world: World, state, sheets, wanted):
        make_round(
            Tier.MICRO_AGENCY, world.regency, world.unit, state=state, sheets=sheets
        )

        assert words(world.admin) == wanted


class TestMissed:
    """A round that nobody held …"""

    def test_is_told_to_its_assessor_and_leads_to_its_form(
        self, client: Client, world: World
    ):
        load_schedule(by=SYSTEM, at=MONDAY - timedelta(days=70))

        found = [d for d in duties_of(world.admin, on=TODAY) if "terlewat" in d.words]
        client.force_login(world.admin)
        html = client.get(found[0].url).text

        period = found[0].url.rpartition("=")[2]
        assert found[0].words == f"Putaran {period} terlewat: buat sekarang"
        assert f'<option value="{period}" selected>' in html
        assert not any("terlewat" in each for each in words(world.liaison))

    def test_is_nothing_where_the_schedule_is_new(self, world: World):
        load_schedule(by=SYSTEM, at=MONDAY)

        assert words(world.admin) == []


class TestRecommendations:
    """A recommendation …"""

    def test_waits_for_those_it_was_given_to(self, world: World):
        made = recommend(
            giver=world.regency,
            subject=world.unit,
            text="Susun naskah jawaban.",
            due_on=TODAY + timedelta(days=30),
            by=world.admin,
            at=MONDAY,
        )

        wanted = f"Kerjakan rekomendasi {made.number}"
        assert words(world.liaison) == [wanted]
        assert wanted in words(world.leader)
        assert words(world.other_admin) == []

    def test_is_one_line_with_many_others(self, world: World):
        for _n in range(5):
            recommend(
                giver=world.regency,
                subject=world.unit,
                text="Susun naskah jawaban.",
                due_on=TODAY + timedelta(days=30),
                by=world.admin,
                at=MONDAY,
            )

        assert words(world.liaison) == ["Kerjakan 5 rekomendasi"]
