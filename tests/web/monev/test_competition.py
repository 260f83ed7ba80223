"""A competition through its pages: make, enter, judge, decide, publish."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from lapor.domain.competition.models import Edition, Entry, Practice
from lapor.kernel import clock
from tests.factories.cases import MONDAY, World

PLAN = {
    "name": "Kompetisi 2025",
    "year": "2025",
    "legal_basis": "Keputusan contoh 1/2025",
    "groups": "Umum",
    "registration_from": MONDAY.date().isoformat(),
    "registration_until": (MONDAY.date() + timedelta(days=3)).isoformat(),
    "documents_from": (MONDAY.date() + timedelta(days=4)).isoformat(),
    "documents_until": (MONDAY.date() + timedelta(days=8)).isoformat(),
    "documents_places": "1",
}


@pytest.fixture
def go(monkeypatch: pytest.MonkeyPatch):
    """Set the clock of the doors to a day after Monday."""

    def to(days: int) -> datetime:
        moment = MONDAY.replace(hour=6) + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return to


def as_officer(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestCompetition:
    """A competition …"""

    def test_goes_through_its_pages(self, world: World, go):
        go(0)
        national, admin = as_officer(world.national), as_officer(world.admin)
        national.post("/monev/kompetisi/buat/", PLAN)
        edition = Edition.objects.get()
        home = f"/monev/kompetisi/{edition.pk}/"
        for person in (world.ombudsman, world.programme):
            national.post(f"{home}juri/", {"username": person.username})
        admin.post(
            f"{home}daftar/",
            {
                "agency": world.regency.code,
                "group": edition.groups.get().pk,
                "title": "Meja cepat",
                "summary": "Semua dijawab hari itu.",
                "self_score": "80",
            },
        )
        entry = Entry.objects.get()

        go(5)
        national = as_officer(world.national)
        first, second = edition.stages.all()
        national.post(f"{home}tahap/{first.pk}/", {"minutes": "Satu peserta."})
        for judge in map(as_officer, (world.ombudsman, world.programme)):
            body = judge.get(home).content.decode()
            assert entry.code in body
            assert world.regency.name not in body
            judge.post(f"{home}nilai/{entry.pk}/", {"points": "90"})

        go(10)
        national = as_officer(world.national)
        assert Client().get(f"/kompetisi/{edition.pk}/").status_code == 404
        national.post(f"{home}tahap/{second.pk}/", {"minutes": "Sepakat."})
        national.post(f"{home}umumkan/")

        public = Client().get(f"/kompetisi/{edition.pk}/").content.decode()
        assert world.regency.name in public

    def test_keeps_what_was_typed(self, world: World, now):
        response = as_officer(world.national).post(
            "/monev/kompetisi/buat/", PLAN | {"legal_basis": "", "groups": "Kota"}
        )

        assert response.status_code == 422
        assert "Kota</textarea>" in response.content.decode()

    def test_takes_no_unknown_juror(self, world: World, now):
        national = as_officer(world.national)
        national.post("/monev/kompetisi/buat/", PLAN)
        path = f"/monev/kompetisi/{Edition.objects.get().pk}/juri/"

        response = national.post(path, {"username": "tidak-ada"})

        assert response.status_code == 422
        assert "tidak-ada" in response.content.decode()
        assert as_officer(world.admin).post(path, {}).status_code == 403

    def test_lets_nobody_else_judge(self, world: World, now):
        as_officer(world.national).post("/monev/kompetisi/buat/", PLAN)
        key = Edition.objects.get().pk

        response = as_officer(world.admin).get(f"/monev/kompetisi/{key}/nilai/1/")

        assert response.status_code == 404


class TestPractices:
    """Good practices …"""

    def test_are_shared_read_and_taken_over(self, world: World, now):
        admin, other = as_officer(world.admin), as_officer(world.other_admin)
        words = {"title": "Meja cepat", "problem": "a", "solution": "b"}
        path = "/monev/praktik-baik/bagikan/"
        given = words | {"agency": world.regency.code}

        refused = admin.post(path, given)
        admin.post(path, given | {"effect": "dari 9 hari menjadi 2 hari"})
        practice = Practice.objects.get()
        other.post(f"/monev/praktik-baik/{practice.pk}/terapkan/")

        assert refused.status_code == 422
        page = admin.get(f"/monev/praktik-baik/{practice.pk}/").content.decode()
        assert world.other.name in page
        assert "Meja cepat" in admin.get("/monev/praktik-baik/").content.decode()
