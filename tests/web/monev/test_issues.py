"""The register of recurring issues through its pages."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from lapor.domain.prevention.models import Issue, Measure
from lapor.kernel import clock
from tests.factories.cases import World
from tests.factories.files import photo, upload
from tests.factories.plans import approved_plan
from tests.factories.prevention import LATER, finish, make_issue, make_measure

CAUSE = {
    "title": "Lampu jalan pasar",
    "cause": "facilities",
    "whys": "Kabel tua\nTidak dirawat",
    "likelihood": "4",
    "impact": "3",
}


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = LATER.replace(hour=6)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def admin(client: Client, world: World, now: datetime) -> Client:
    client.force_login(world.admin)
    return client


class TestIssues:
    """Recurring issues …"""

    def test_are_listed_registered_and_acted_on(self, admin: Client, world: World):
        issue = make_issue(world)
        home = f"/monev/isu/{issue.pk}/"
        measure = {
            "text": "Ganti kabel",
            "means": "repair",
            "unit": str(world.unit.pk),
            "starts_on": LATER.date().isoformat(),
            "due_on": (LATER.date() + timedelta(days=30)).isoformat(),
            "output": "Foto",
        }

        assert issue.title in admin.get("/monev/isu/").content.decode()
        admin.post(f"{home}sebab/", CAUSE | {"owner": str(world.unit.pk)})
        admin.post(f"{home}tindakan/", measure)
        page = admin.get(home).content.decode()

        assert "Kabel tua → Tidak dirawat" in page
        assert "Ganti kabel" in page
        assert Measure.objects.get().unit == world.unit
        issue.refresh_from_db()
        assert issue.risk == 12

    def test_keep_what_was_typed(self, admin: Client, world: World):
        issue = make_issue(world)

        response = admin.post(
            f"/monev/isu/{issue.pk}/sebab/",
            CAUSE | {"owner": str(world.unit.pk), "impact": ""},
        )

        assert response.status_code == 422
        assert "Kabel tua" in response.content.decode()
        assert not Issue.objects.get().cause

    def test_are_finished_with_proof_only(self, admin: Client, world: World):
        measure = make_measure(world, make_issue(world))
        path = f"/monev/tindakan/{measure.pk}/selesai/"
        on = LATER.date().isoformat()

        refused = admin.post(path, {"on": on})
        admin.post(path, {"on": on, "uploads": [upload("bukti.jpg", photo(60, 40))]})

        assert refused.status_code == 422
        assert "Lampirkan bukti" in refused.content.decode()
        measure.refresh_from_db()
        assert measure.finished_on == LATER.date()

    def test_are_closed_with_a_reason(self, admin: Client, world: World):
        issue = make_issue(world)
        make_measure(world, issue)
        path = f"/monev/isu/{issue.pk}/akhiri/selesai/"

        assert admin.post(path, {"why": ""}).status_code == 422
        admin.post(path, {"why": "Kabel diganti."})

        issue.refresh_from_db()
        assert issue.state == "closed"
        assert admin.get(f"/monev/isu/{issue.pk}/akhiri/lain/").status_code == 404

    def test_are_not_for_strangers(self, client: Client, world: World, now):
        issue = make_issue(world)
        client.force_login(world.other_admin)

        assert client.get(f"/monev/isu/{issue.pk}/").status_code == 404
        client.force_login(world.auditor)
        assert client.get(f"/monev/isu/{issue.pk}/").status_code == 200
        assert client.get(f"/monev/isu/{issue.pk}/sebab/").status_code == 403


class TestMeasures:
    """Preventive actions …"""

    def test_hand_out_their_proof(self, admin: Client, world: World):
        issue = make_issue(world)
        proof = finish(world, make_measure(world, issue))
        path = f"/monev/bukti-tindakan/{proof.key}"

        page = admin.get(f"/monev/isu/{issue.pk}/").content.decode()
        response = admin.get(path)

        assert path in page
        assert "Diuji sesudah 120 hari." in page
        assert issue.cases.first().case.number in page
        assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
        proof.scan = "waiting"
        proof.save()
        assert admin.get(path).status_code == 409
        admin.force_login(world.other_admin)
        assert admin.get(path).status_code == 404

    def test_may_be_programmes_without_an_issue(self, admin: Client, world: World):
        form = {
            "text": "Kelas kecakapan loket",
            "means": "training",
            "unit": str(world.regency.pk),
            "starts_on": LATER.date().isoformat(),
            "due_on": (LATER.date() + timedelta(days=30)).isoformat(),
            "output": "Daftar hadir",
            "cites_data": "on",
        }

        assert admin.get("/monev/tindakan/program/").status_code == 200
        refused = admin.post("/monev/tindakan/program/", form | {"text": ""})
        admin.post("/monev/tindakan/program/", form)

        assert refused.status_code == 422
        assert "Daftar hadir" in refused.content.decode()
        measure = Measure.objects.get()
        assert (measure.issue, measure.unit, measure.cites_data) == (None, None, True)
        page = admin.get("/monev/tindakan/?bagian=program").content.decode()
        assert "Kelas kecakapan loket" in page
        assert "Memakai data pengaduan" in page
        path = f"/monev/tindakan/{measure.pk}/selesai/"
        admin.post(
            path,
            {
                "on": LATER.date().isoformat(),
                "uploads": [upload("bukti.jpg", photo(60, 40))],
            },
        )
        measure.refresh_from_db()
        assert measure.finished_on == LATER.date()

    def test_name_the_item_of_the_plan(self, admin: Client, world: World):
        _plan, item = approved_plan(world)
        issue = make_issue(world)
        form = {
            "text": "Ganti kabel",
            "means": "repair",
            "unit": str(world.unit.pk),
            "item": str(item.pk),
            "starts_on": LATER.date().isoformat(),
            "due_on": LATER.date().isoformat(),
            "output": "Foto",
        }

        admin.post(f"/monev/isu/{issue.pk}/tindakan/", form)

        assert Measure.objects.get().item == item

    def test_are_declared_by_agencies_only(self, client: Client, world: World, now):
        client.force_login(world.auditor)

        assert client.get("/monev/tindakan/").status_code == 200
        assert client.get("/monev/tindakan/program/").status_code == 403
