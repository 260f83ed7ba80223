"""Findings and silent places through their pages."""

from datetime import datetime

import pytest
from django.test import Client

from lapor.domain.findings.models import Finding
from lapor.domain.findings.rules.words import Kind
from lapor.domain.organisations.models import Region
from lapor.kernel import clock
from tests.factories.cases import World
from tests.factories.findings import LATER, make_finding

WEEKS = [3] * 12 + [40]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = LATER.replace(hour=6)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def auditor(client: Client, world: World, now: datetime) -> Client:
    client.force_login(world.auditor)
    return client


def write(world: World, kind: Kind, **fields: object) -> Finding:
    """Write one finding about the unit as the monthly job would."""
    values = {
        "organisation": world.unit,
        "first_on": LATER.date(),
        "last_on": LATER.date(),
        "part": 40,
        "whole": 76,
        "tolerated": 0.5,
        "chance": 0.004,
        "false_alarms": 0.01,
        "made_at": LATER,
    }
    return Finding.objects.create(kind=kind, **{**values, **fields})


class TestFindings:
    """Findings …"""

    def test_are_read_with_their_evidence_and_handled(
        self, auditor: Client, world: World
    ):
        found = make_finding(world)
        path = f"/monev/temuan/{found.pk}/"

        assert path in auditor.get("/monev/temuan/").content.decode()
        page = auditor.get(path).content.decode()
        assert "20 dari 40 jawaban akhir (50,0%)" in page
        assert "kurang dari 1 dalam 1.000" in page
        assert world.unit.name in page
        assert found.evidence["cases"][0] in page
        kept = auditor.post(path, {"state": "", "note": "Sudah dilihat."})
        assert kept.status_code == 422
        assert "Sudah dilihat." in kept.content.decode()
        auditor.post(path, {"state": "explained", "note": "Pindahan data."})

        found.refresh_from_db()
        assert found.state == "explained"
        page = auditor.get(path).content.decode()
        assert "Pindahan data." in page
        assert "Catat hasil" not in page
        assert (
            auditor.post(path, {"state": "confirmed", "note": "x"}).status_code == 422
        )

    def test_are_narrowed(self, auditor: Client, world: World):
        path = f"/monev/temuan/{make_finding(world).pk}/"

        for query, is_there in (("swift", True), ("burst", False), ("lain", True)):
            page = auditor.get(f"/monev/temuan/?tanda={query}").content.decode()
            assert (path in page) == is_there

    @pytest.mark.parametrize("kind", list(Kind))
    def test_are_told_in_a_sentence(self, auditor: Client, world: World, kind: Kind):
        evidence = {
            "weeks": WEEKS,
            "people": [[world.clerk.actor.ref, 40, 76]],
            "units": [["", 40, 76]],
            "exposure": "year_ago",
            "amount": 80,
        }
        found = write(world, kind, evidence=evidence)

        page = auditor.get(f"/monev/temuan/{found.pk}/").content.decode()

        assert "40 " in page
        assert "sekitar 4 dalam 1.000" in page
        assert "%(" not in page
        assert str(world.clerk) in page

    def test_are_not_for_those_they_are_about(self, client: Client, world: World, now):
        found = make_finding(world)

        for person, status in ((world.admin, 404), (world.liaison, 403)):
            client.force_login(person)
            assert client.get(f"/monev/temuan/{found.pk}/").status_code == status

    def test_turn_pages(self, auditor: Client, world: World):
        for place in range(32):
            write(
                world,
                Kind.SWIFT,
                state="explained",
                note=f"x{place}",
                part=place,
            )

        page = auditor.get("/monev/temuan/?keadaan=explained")

        second = auditor.get(f"/monev/temuan/{page.context['next_url']}")
        assert len(second.context["rows"]) == 2
        assert second.context["first_url"] == "?keadaan=explained"


class TestSilence:
    """Silent places …"""

    def test_have_a_list_of_their_own(self, auditor: Client, world: World):
        region = Region.objects.create(code="32", name="Jawa Barat", level=1)
        found = write(
            world,
            Kind.SILENCE,
            region=region,
            part=2,
            evidence={"exposure": "villages", "amount": 120},
        )

        quiet = auditor.get("/monev/temuan/sepi/").content.decode()
        page = auditor.get(f"/monev/temuan/{found.pk}/").content.decode()

        assert "Jawa Barat" in quiet
        assert (
            f"/monev/temuan/{found.pk}/"
            not in auditor.get("/monev/temuan/").content.decode()
        )
        assert "120 desa" in page
        assert "belum dimasukkan" in page

    def test_say_from_what_the_expected_number_comes(
        self, auditor: Client, client: Client, world: World
    ):
        exposure = {"exposure": "villages", "amount": 120}
        write(world, Kind.SILENCE, part=2, evidence=exposure)

        quiet = auditor.get("/monev/temuan/sepi/").text
        client.force_login(world.national)
        national = client.get("/monev/temuan/sepi/").text

        assert "menurut banyaknya desa dan kelurahan" in quiet
        assert "sudah dimasukkan untuk 0 dari 0 kabupaten" in quiet
        assert "/kelola/daftar/population/" not in quiet
        assert "/kelola/daftar/population/" in national
