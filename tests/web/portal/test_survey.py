"""A survey on the public site."""

from datetime import timedelta

import pytest
from django.test import Client

from lapor.domain.surveys.actions import open_survey
from lapor.domain.surveys.models import SurveyAnswer
from lapor.domain.surveys.rules import QUESTIONS, Kind
from lapor.web.portal import survey as page
from tests.factories.cases import MONDAY, World

FULL = {q.key: "3" for q in QUESTIONS[Kind.NINE]} | {"key": "x1", "comment": "Baik"}


@pytest.fixture
def address(world: World) -> str:
    survey = open_survey(
        world.regency,
        kind=Kind.NINE,
        title="Survei semester 2",
        starts_on=MONDAY.date(),
        ends_on=MONDAY.date() + timedelta(days=13),
        population=None,
        by=world.admin,
        at=MONDAY,
    )
    return f"/survei/{survey.token}/"


class TestSurvey:
    """The page of a survey …"""

    def test_keeps_an_answer_and_says_thanks(self, client: Client, address: str):
        assert client.get(address).status_code == 200
        response = client.post(address, FULL)

        assert response["Location"] == f"{address}terima-kasih/"
        assert b"Terima kasih" in client.get(response["Location"]).content
        assert SurveyAnswer.objects.get().ratings == [3] * 9

    def test_keeps_what_was_chosen_when_something_is_missing(
        self, client: Client, address: str
    ):
        response = client.post(address, FULL | {"time": ""})

        body = response.content.decode()
        assert response.status_code == 422
        assert "Pilih satu jawaban." in body
        assert "Baik</textarea>" in body
        assert body.count("checked") == 8
        assert not SurveyAnswer.objects.exists()

    def test_sent_twice_counts_once(self, client: Client, address: str):
        client.post(address, FULL)
        client.post(address, FULL)

        assert SurveyAnswer.objects.count() == 1

    def test_stops_a_machine(self, client: Client, address: str, monkeypatch):
        monkeypatch.setattr(page, "MOST", 2)

        answers = [
            client.post(address, FULL | {"key": f"k{n}"}).status_code for n in range(3)
        ]

        assert answers == [302, 302, 429]

    def test_does_not_know_another_address(self, client: Client, world: World):
        assert client.get("/survei/tidak-ada/").status_code == 404
