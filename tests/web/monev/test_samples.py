"""Samples, the scoring desk and outcome checks through their pages."""

from datetime import datetime

import pytest
from django.test import Client

from lapor.domain.quality.models import OutcomeCheck, Sample
from lapor.domain.quality.rules.rubric import KEYS
from lapor.kernel import clock
from tests.factories.cases import World
from tests.factories.quality import AFTER, make_answers, make_sample

FULL = dict.fromkeys(KEYS, "3")


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Look at the clock after the period has ended."""
    moment = AFTER.replace(hour=6)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def assessor(client: Client, world: World, now: datetime) -> Client:
    client.force_login(world.coordinator)
    return client


class TestSamples:
    """Samples …"""

    def test_are_drawn_and_listed(self, assessor: Client, world: World):
        make_answers(world, 3)
        desk = f"{world.regency.code}:{world.coordinator_home.code}:overseer"
        given = {"desk": desk, "period": "2026-Q1", "margin": "10", "seed": "7"}

        page = assessor.get("/monev/sampel/ambil/").content.decode()
        response = assessor.post("/monev/sampel/ambil/", given)

        assert desk in page
        sample = Sample.objects.get()
        assert response["Location"] == f"/monev/sampel/{sample.pk}/"
        assert sample.seed == 7
        assert world.regency.name in assessor.get("/monev/sampel/").content.decode()

    def test_keep_what_was_chosen_when_there_is_nothing(
        self, assessor: Client, world: World
    ):
        desk = f"{world.regency.code}:{world.coordinator_home.code}:overseer"
        given = {"desk": desk, "period": "2025", "margin": "15", "seed": "9"}

        response = assessor.post("/monev/sampel/ambil/", given)

        assert response.status_code == 422
        assert "Tidak ada jawaban" in response.content.decode()
        assert 'value="9"' in response.content.decode()

    def test_are_not_for_strangers(self, client: Client, world: World, now):
        make_answers(world, 1)
        sample = make_sample(world)
        client.force_login(world.other_admin)

        assert client.get(f"/monev/sampel/{sample.pk}/").status_code == 404
        assert client.get(f"/monev/sampel/{sample.pk}/nilai/1/").status_code == 404


class TestScoringDesk:
    """The scoring desk …"""

    def test_goes_from_answer_to_answer(self, assessor: Client, world: World):
        make_answers(world, 2)
        sample = make_sample(world)
        home = f"/monev/sampel/{sample.pk}/"

        first = assessor.get(f"{home}nilai/")
        page = assessor.get(first["Location"]).content.decode()
        done = assessor.post(first["Location"], FULL | {"selesai": "1"})
        second = assessor.get(done["Location"])

        assert first["Location"] == f"{home}nilai/1/"
        assert world.regency.name not in page.partition("scoring")[2]
        assert second["Location"] == f"{home}nilai/2/"
        assessor.post(second["Location"], FULL | {"selesai": "1"})
        assert assessor.get(f"{home}nilai/")["Location"] == home
        assert "0 / 2" in assessor.get(home).content.decode()

    def test_saves_as_marks_are_given(self, assessor: Client, world: World):
        make_answers(world, 1)
        path = f"/monev/sampel/{make_sample(world).pk}/nilai/1/"

        kept = assessor.post(f"{path}simpan/", {"proof": "2"})
        refused = assessor.post(f"{path}simpan/", {"rights": "9"})

        assert kept.json() == {"words": "Tersimpan."}
        assert refused.status_code == 422
        assert "0 sampai 4" in refused.json()["words"]
        assert 'id="proof-2" value="2" checked' in assessor.get(path).content.decode()

    def test_keeps_what_was_typed_when_something_is_missing(
        self, assessor: Client, world: World
    ):
        make_answers(world, 1)
        path = f"/monev/sampel/{make_sample(world).pk}/nilai/1/"

        response = assessor.post(path, {"proof": "1", "note": "ragu", "selesai": "1"})

        body = response.content.decode()
        assert response.status_code == 422
        assert 'id="proof-1" value="1" checked' in body
        assert ">ragu</textarea>" in body
        assert body.count("Beri nilai 0 sampai 4.") == 2 * (len(KEYS) - 1)


class TestChecks:
    """Outcome checks …"""

    def test_are_drawn_and_kept(self, assessor: Client, world: World):
        make_answers(world, 2)
        home = f"/monev/sampel/{make_sample(world).pk}/pemeriksaan/"

        assessor.post(home)
        row = OutcomeCheck.objects.order_by("pk")[0]
        refused = assessor.post(f"{home}{row.pk}/", {"method": "call"})
        assessor.post(f"{home}{row.pk}/", {"method": "call", "outcome": "done"})

        assert refused.status_code == 422
        row.refresh_from_db()
        assert row.outcome == "done"
        assert row.case.number in assessor.get(home).content.decode()
