"""From number and code to the case."""

import pytest
from django.test import Client

from lapor.web import passes
from lapor.web.portal import track
from tests.factories.cases import CODE, World, receive


@pytest.fixture
def case(world: World):
    return receive(world)


class TestTrack:
    """Tracking …"""

    def test_opens_the_case_with_number_and_code(self, client: Client, case):
        response = client.post("/lacak/", {"number": case.number, "code": CODE})

        assert response["Location"] == f"/laporan-saya/{case.number}/"
        assert response.cookies[passes.NAME]["path"] == response["Location"]

    def test_forgives_how_people_type(self, client: Client, case):
        number = case.number.lower().replace("-", " ")
        code = "-".join(CODE[i : i + 4] for i in range(0, 26, 4)).lower()

        assert (
            client.post("/lacak/", {"number": number, "code": code}).status_code == 302
        )

    def test_answers_a_wrong_number_and_a_wrong_code_alike(self, client: Client, case):
        wrong_code = client.post("/lacak/", {"number": case.number, "code": "A" * 26})
        wrong_number = client.post("/lacak/", {"number": "0000-0000-000", "code": CODE})

        bodies = [
            response.content.decode().split("csrfmiddlewaretoken")[0]
            for response in (wrong_code, wrong_number)
        ]
        assert wrong_code.status_code == wrong_number.status_code == 422
        assert bodies[0] == bodies[1]

    def test_stops_guessing(self, client: Client, case, monkeypatch):
        monkeypatch.setattr(track, "MOST_FAILURES", 3)
        guess = {"number": case.number, "code": "A" * 26}

        answers = [client.post("/lacak/", guess).status_code for _ in range(4)]
        right = client.post("/lacak/", {"number": case.number, "code": CODE})

        assert answers == [422, 422, 422, 429]
        assert right.status_code == 429
        assert int(right["Retry-After"]) > 0

    def test_keeps_the_number_it_was_sent_with(self, client: Client, db: None):
        html = client.get("/lacak/?number=7K2M-P042-QRX").content.decode()

        assert 'value="7K2M-P042-QRX"' in html
