"""Rounds in the browser: the list, one round, drafting, the acts on the whole."""

from datetime import date

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.monev.models import Errand, Minutes, Round
from lapor.domain.monev.rules.words import RoundAct, RoundState, SheetState, Tier
from lapor.domain.plans.models import Recommendation
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import MONDAY, World
from tests.factories.monev import make_round

MEETING = {
    "held_on": "2026-03-02",
    "place": "Ruang rapat",
    "chaired_by": "Sekretaris daerah",
    "attendees": "Budi, Kepala Dinas",
    "decisions": "Nilai disetujui.",
}


@pytest.fixture
def use(client: Client):
    """Return a way to send or ask for a page as somebody."""

    def go(user: User, path: str, data=None, status: int = 200):
        client.force_login(user)
        answer = client.get(path) if data is None else client.post(path, data)
        assert answer.status_code == status, answer.text[:3000]
        return answer

    return go


class TestList:
    """/monev/putaran/ …"""

    def test_shows_what_concerns_a_person(self, world: World, use):
        round = make_round(Tier.MICRO_AGENCY, world.regency, world.unit)

        for user in (world.admin, world.liaison, world.leader, world.auditor):
            assert round.title in use(user, "/monev/putaran/").text
        assert round.title not in use(world.other_admin, "/monev/putaran/").text

    def test_is_narrowed_and_takes_odd_words(self, world: World, use):
        round = make_round(Tier.MICRO_AGENCY, world.regency, world.unit)

        path = "/monev/putaran/?tingkat=micro_agency&keadaan=opened"
        assert round.title in use(world.admin, path).text
        assert round.title not in use(world.admin, "/monev/putaran/?keadaan=fixed").text
        use(world.admin, "/monev/putaran/?keadaan=x&sesudah=%00&tingkat=y")


class TestRound:
    """One round …"""

    def test_shows_its_way_its_subjects_and_who_is_missing(self, world: World, use):
        round = make_round(Tier.MICRO_AGENCY, world.regency, world.unit)

        text = use(world.admin, f"/monev/putaran/{round.code}/").text

        assert world.unit.name in text
        assert "1 lembar kerja belum diajukan" in text
        assert "Mulai verifikasi" in text
        assert "Perjalanan putaran" in text

    def test_has_no_buttons_for_those_who_are_judged(self, world: World, use):
        round = make_round(Tier.MICRO_AGENCY, world.regency, world.unit)

        assert (
            "Mulai verifikasi"
            not in use(world.liaison, f"/monev/putaran/{round.code}/").text
        )
        use(world.other_admin, f"/monev/putaran/{round.code}/", status=404)

    def test_says_how_far_it_agrees_with_the_tier_below(self, world: World, use):
        round = make_round(
            Tier.MICRO_AGENCY,
            world.regency,
            world.unit,
            state=RoundState.FIXED,
            agreement={"drawn": 4, "pairs": 3, "coefficient": "4/5", "distance": 120},
        )

        text = use(world.admin, f"/monev/putaran/{round.code}/").text

        assert "Koefisien kesesuaian" in text
        assert "0,80" in text

    def test_tells_what_is_under_way_and_why_it_came_to_nothing(
        self, world: World, use
    ):
        round = make_round(
            Tier.MICRO_AGENCY,
            world.regency,
            world.unit,
            state=RoundState.DRAFT,
            period_start=date(2025, 7, 1),
            period_end=date(2025, 12, 31),
        )
        path = f"/monev/putaran/{round.code}/"
        errand = Errand.objects.create(
            round=round, act=RoundAct.OPEN, asked_by=world.admin, asked_at=MONDAY
        )

        under_way = use(world.admin, path).text
        use(world.admin, f"{path}buka/", {}, 302)  # asked twice is once
        refused = use(world.admin, f"{path}batalkan/", {}, 422).text
        errand.ended_at, errand.refusal = MONDAY, "Tidak ada yang dinilai."
        errand.save()
        stuck = use(world.admin, path).text

        assert "Sedang dikerjakan di latar belakang" in under_way
        assert "Muat ulang" in under_way
        assert "Buka putaran</a>" not in under_way
        assert "sedang dikerjakan" in refused
        assert "Tidak ada yang dinilai." in stuck
        assert "Buka putaran</a>" in stuck


class TestDraft:
    """A draft …"""

    @pytest.fixture(autouse=True)
    def matrix(self, db: None) -> None:
        load_schedule(by=SYSTEM, at=MONDAY)

    def test_is_made_changed_and_called_off(self, world: World, use):
        made = {
            "post": f"micro_agency:{world.regency.code}",
            "period": "2025-S2",
            "parts": ["performance", "quality"],
            "basis": "cohort",
            "title": "Monev semester dua",
        }
        use(world.admin, "/monev/putaran/buat/", made, 302)
        round = Round.objects.get()
        assert round.parts == ["performance", "quality"]

        here = f"/monev/putaran/{round.code}/"
        assert "Ubah rancangan" in use(world.admin, here).text
        changed = {"title": "Lain", "parts": ["plan"], "basis": "flow"}
        use(world.admin, f"{here}ubah/", {**changed, "parts": []}, 422)
        use(world.admin, f"{here}ubah/", changed, 302)
        use(world.admin, f"{here}batalkan/", {}, 302)

        round.refresh_from_db()
        assert (round.title, round.state) == ("Lain", RoundState.CANCELLED)

    @pytest.mark.parametrize(
        ("period", "other", "told"),
        [
            ("lain", "2026-S1", "belum selesai"),
            ("lain", "kapan-kapan", "tidak dikenal"),
            ("9999", "", "Pilihlah pilihan yang valid"),
        ],
    )
    def test_over_a_period_that_cannot_be_is_told(
        self, world: World, use, period, other, told
    ):
        made = {
            "post": f"micro_agency:{world.regency.code}",
            "period": period,
            "other": other,
            "basis": "cohort",
            "title": "Judul saya",
        }

        text = use(world.admin, "/monev/putaran/buat/", made, 422).text

        assert told in text or period == "9999"
        assert 'value="Judul saya"' in text
        assert not Round.objects.exists()

    def test_is_for_assessors(self, world: World, use):
        use(world.liaison, "/monev/putaran/buat/", status=403)
        use(world.leader, "/monev/putaran/buat/", status=403)


class TestActs:
    """Acts on the whole round …"""

    def test_hold_a_plenary_with_minutes(self, world: World, use):
        round = make_round(
            Tier.MICRO_AGENCY,
            world.regency,
            world.unit,
            state=RoundState.VERIFYING,
            sheets=SheetState.VERIFIED,
        )
        here = f"/monev/putaran/{round.code}/"
        wrong = {**MEETING, "held_on": "2027-01-01"}

        text = use(world.admin, f"{here}pleno/", wrong, 422).text
        use(world.admin, f"{here}pleno/", MEETING, 302)

        assert "Sekretaris daerah" in text
        assert Minutes.objects.get().place == "Ruang rapat"
        assert "Nilai disetujui." in use(world.admin, here).text

    def test_say_why_they_cannot_be_done_now(self, world: World, use):
        round = make_round(Tier.MICRO_AGENCY, world.regency, world.unit)
        here = f"/monev/putaran/{round.code}/"

        text = use(world.admin, f"{here}mulai-verifikasi/", {}, 422).text
        early = use(world.admin, f"{here}pleno/").text

        assert "Masih ada 1 lembar kerja" in text
        assert "Belum dapat dilakukan" in early
        use(world.admin, f"{here}apa-saja/", status=404)
        use(world.liaison, f"{here}pleno/", status=403)

    def test_recommend_with_a_text_of_the_library(self, world: World, use):
        round = make_round(
            Tier.MICRO_AGENCY,
            world.regency,
            world.unit,
            state=RoundState.PUBLISHED,
            sheets=SheetState.VERIFIED,
        )
        here = f"/monev/putaran/{round.code}/rekomendasi/"
        taken = use(
            world.admin, f"{here}?naskah=raise_follow_up&kepada={world.unit.code}"
        ).text
        given = {
            "subject": world.unit.code,
            "text": "Naikkan tindak lanjut.",
            "due_on": "2026-06-01",
        }
        use(world.admin, here, {**given, "due_on": "2026-01-01"}, 422)
        use(world.admin, here, given, 302)
        early = use(world.admin, f"/monev/putaran/{round.code}/akhiri/", {}, 422).text

        assert "lebih dari 50 persen.</textarea>" in taken
        assert Recommendation.objects.get().subject == world.unit
        round.refresh_from_db()
        assert round.state == RoundState.FOLLOWING_UP
        assert "Masih ada 1 rekomendasi" in early

    def test_publish_what_is_fixed(self, world: World, use):
        round = make_round(
            Tier.MICRO_AGENCY,
            world.regency,
            world.unit,
            state=RoundState.FIXED,
            sheets=SheetState.VERIFIED,
        )

        use(world.admin, f"/monev/putaran/{round.code}/umumkan/", {}, 302)

        round.refresh_from_db()
        assert round.state == RoundState.PUBLISHED
