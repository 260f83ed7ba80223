"""Surveys in the area of evaluation."""

import pytest
from django.test import Client

from lapor.domain.surveys.models import Survey
from tests.factories.cases import World

GIVEN = {
    "kind": "nine",
    "title": "Survei semester 2",
    "starts_on": "2025-03-03",
    "ends_on": "2030-03-16",
    "population": "",
}


@pytest.fixture
def admin(client: Client, world: World) -> Client:
    client.force_login(world.admin)
    return client


class TestSurveys:
    """The surveys of an agency …"""

    def test_are_opened_read_and_closed(self, admin: Client, world: World):
        response = admin.post(
            "/monev/survei/buka/", GIVEN | {"agency": world.regency.code}
        )
        survey = Survey.objects.get()

        assert response["Location"] == f"/monev/survei/{survey.pk}/"
        assert survey.token in admin.get(response["Location"]).content.decode()
        assert survey.title in admin.get("/monev/survei/").content.decode()
        admin.post(f"/monev/survei/{survey.pk}/tutup/")
        assert "sudah ditutup" in admin.get(response["Location"]).content.decode()

    def test_keep_what_was_typed(self, admin: Client, world: World):
        response = admin.post(
            "/monev/survei/buka/",
            GIVEN | {"agency": world.regency.code, "ends_on": "2020-01-01"},
        )

        assert response.status_code == 422
        assert "Survei semester 2" in response.content.decode()

    def test_are_not_for_another_agency(self, client: Client, world: World):
        client.force_login(world.admin)
        client.post("/monev/survei/buka/", GIVEN | {"agency": world.regency.code})
        survey = Survey.objects.get()

        client.force_login(world.other_admin)

        assert client.get(f"/monev/survei/{survey.pk}/").status_code == 404
        assert client.post(f"/monev/survei/{survey.pk}/tutup/").status_code == 404
