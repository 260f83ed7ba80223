"""Language, safety net: what every request passes."""

import pytest
from django.db import OperationalError
from django.test import Client

from lapor.kernel.errors import Conflict
from lapor.web.middleware import LARGEST_BODY, SafetyNet
from lapor.web.portal import choices


@pytest.fixture
def broken_counts(monkeypatch: pytest.MonkeyPatch):
    def break_with(error: Exception) -> None:
        def fail(*_: object) -> None:
            raise error

        monkeypatch.setattr(choices, "counts", fail)

    return break_with


class TestLanguage:
    """The language …"""

    def test_is_indonesian_whatever_the_browser_announces(self, client: Client):
        response = client.get("/privasi/", headers={"accept-language": "en"})

        assert response["Content-Language"] == "id"
        assert '<html lang="id">' in response.content.decode()

    def test_is_english_for_who_chose_it_without_script_or_session(
        self, client: Client
    ):
        chosen = client.post("/bahasa/", {"language": "en", "next": "/privasi/"})
        response = client.get("/privasi/")

        assert chosen["Location"] == "/privasi/"
        assert response["Content-Language"] == "en"
        assert "sessionid" not in client.cookies

    def test_does_not_lead_away_to_a_foreign_site(self, client: Client):
        response = client.post("/bahasa/", {"language": "en", "next": "//evil.test/"})

        assert response["Location"] == "/"


class TestSafetyNet:
    """The safety net …"""

    def test_says_503_when_the_database_is_away(self, client, broken_counts):
        broken_counts(OperationalError("the database system is starting up"))

        response = client.get("/")

        assert (response.status_code, response["Retry-After"]) == (503, "30")

    def test_keeps_the_sentence_of_a_refusal(self, client, broken_counts):
        broken_counts(Conflict("Rekan Anda sudah menjawab."))

        response = client.get("/")

        assert response.status_code == 409
        assert "Rekan Anda sudah menjawab." in response.content.decode()

    def test_refuses_a_huge_body_unread(self, rf):
        def never(request):
            raise AssertionError("read")

        request = rf.post("/lapor/")
        request.META["CONTENT_LENGTH"] = str(LARGEST_BODY + 1)

        assert SafetyNet(never)(request).status_code == 413

    def test_shows_a_page_and_no_details_for_our_own_mistakes(
        self, client, broken_counts
    ):
        client.raise_request_exception = False
        broken_counts(KeyError("secret detail"))

        response = client.get("/")

        assert response.status_code == 500
        assert "secret detail" not in response.content.decode()


class TestHeaders:
    """Public pages …"""

    def test_leave_no_cookie_and_no_session(self, client: Client, db: None):
        client.get("/")
        client.get("/statistik/")
        client.get("/laporan/")

        assert not client.cookies

    def test_carry_a_strict_policy(self, client: Client):
        policy = client.get("/privasi/")["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "unsafe" not in policy

    def test_are_small(self, client: Client):
        assert len(client.get("/privasi/").content) < 10_000


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/tidak-ada/", "/static/ui/tokens.css"])
def test_every_answer_is_guarded(client, path):
    """Pages, refusals and files alike: no frame, no guessing of types, a policy."""
    response = client.get(path)

    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
