"""What machines are told about the service."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from lapor.ops import readiness

pytestmark = pytest.mark.django_db


class TestHealthz:
    """healthz() …"""

    def test_answers_without_the_database(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            response = client.get(reverse("healthz"))

        assert (response.status_code, response.content) == (200, b"ok\n")

    def test_is_for_reading_only(self, client):
        assert client.post(reverse("healthz")).status_code == 405


class TestReadyz:
    """readyz() …"""

    def test_is_content_with_a_current_database(self, client):
        assert client.get(reverse("readyz")).status_code == 200

    def test_sends_requests_elsewhere_while_migrations_are_missing(
        self, client, monkeypatch
    ):
        monkeypatch.setattr(readiness._Seen, "is_migrated", False)
        monkeypatch.setattr(readiness, "pending_migrations", lambda: ["cases.0009_x"])

        response = client.get(reverse("readyz"))

        assert (response.status_code, response["Retry-After"]) == (503, "10")
        assert "lapor migrate" in response.text

    def test_sends_requests_elsewhere_while_the_database_is_away(
        self, client, monkeypatch
    ):
        def away() -> None:
            raise OperationalError("gone")

        monkeypatch.setattr(readiness.connection, "cursor", away)

        response = client.get(reverse("readyz"))

        assert (response.status_code, response["Retry-After"]) == (503, "10")


class TestMetrics:
    """metrics() …"""

    def test_shows_the_numbers_to_the_machine_itself(self, client):
        response = client.get(reverse("metrics"))

        assert response.status_code == 200
        assert "lapor_worker_heartbeat_age_seconds -1.0" in response.text
        assert "lapor_database_bytes" in response.text

    @pytest.mark.parametrize(
        "origin",
        [
            {"REMOTE_ADDR": "203.0.113.9"},
            {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        ],
    )
    def test_refuses_everybody_else(self, client, origin):
        assert client.get(reverse("metrics"), **origin).status_code == 403

    def test_lets_in_the_holder_of_the_token(self, client, monkeypatch):
        monkeypatch.setenv("LAPOR_METRICS_TOKEN", "rahasia-sekali")
        headers = {"Authorization": "Bearer rahasia-sekali"}

        response = client.get(
            reverse("metrics"), headers=headers, REMOTE_ADDR="203.0.113.9"
        )

        assert response.status_code == 200
