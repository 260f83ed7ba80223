"""What an officer was told, on his desk."""

import json

import pytest
from django.test import Client, override_settings

from lapor.domain.notifications.models import InboxItem, PushSubscription
from lapor.domain.notifications.queries import preference_of
from lapor.domain.notifications.rules import Notice, Urgency
from tests.factories.cases import MONDAY, receive

SUBSCRIPTION = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/abc",
    "keys": {"p256dh": "B" * 87, "auth": "a" * 22},
}


@pytest.fixture
def desk(world, now):
    """The admin's browser, and two notices."""
    case = receive(world)
    for number, urgency in enumerate((Urgency.DIGEST, Urgency.NOW)):
        InboxItem.objects.create(
            user=world.admin,
            key=f"e{number}",
            subject=case.ref,
            notice=Notice.NEW_CASE,
            urgency=urgency,
            created_at=MONDAY,
        )
    client = Client()
    client.force_login(world.admin)
    return client, case


def test_shows_the_number_and_never_the_title(desk):
    client, case = desk

    page = client.get("/meja/kotak-masuk/").content.decode()

    assert case.number in page
    assert "Mendesak" in page
    assert case.title not in page


def test_marks_one_or_all_as_read(desk, world):
    client, _case = desk
    first = InboxItem.objects.order_by("pk")[0]

    client.post("/meja/kotak-masuk/dibaca/", {"only": first.pk})
    assert InboxItem.objects.filter(read_at=None).count() == 1
    client.post("/meja/kotak-masuk/dibaca/", {"upto": first.pk + 1})
    assert InboxItem.objects.filter(read_at=None).count() == 0


def test_marks_nothing_of_somebody_else(desk, world):
    other = Client()
    other.force_login(world.leader)

    other.post("/meja/kotak-masuk/dibaca/", {"upto": "999999999"})

    assert InboxItem.objects.filter(read_at=None).count() == 2


def test_is_counted_on_the_desk(desk):
    client, _case = desk

    assert 'Kotak masuk <span class="count">2</span>' in client.get("/meja/").text


def test_keeps_what_an_officer_wants(desk, world):
    client, _case = desk

    client.post(
        "/meja/kotak-masuk/pilihan/",
        {"ways": ["push"], "language": "en", "is_muted": "on"},
    )

    kept = preference_of(world.admin.actor.ref)
    assert (kept.ways, kept.language, kept.is_muted) == (["push"], "en", True)


class TestBrowser:
    """A browser that subscribes …"""

    def send(self, client, **changed):
        return client.post(
            "/meja/kotak-masuk/peramban/",
            json.dumps(SUBSCRIPTION | changed),
            content_type="application/json",
        )

    def test_is_kept_and_forgotten(self, desk, world):
        client, _case = desk

        assert self.send(client).status_code == 200
        assert self.send(client).status_code == 200
        assert PushSubscription.objects.get().user == world.admin

        self.send(client, leave=True)
        assert not PushSubscription.objects.exists()

    @pytest.mark.parametrize(
        "endpoint",
        [
            "http://fcm.googleapis.com/x",
            "https://127.0.0.1/x",
            "https://evil.example.com/x",
            "https://fcm.googleapis.com.evil.example.com/x",
            "https://user@fcm.googleapis.com/x",
            "file:///etc/passwd",
            "",
        ],
    )
    def test_must_belong_to_a_known_push_service(self, desk, endpoint):
        client, _case = desk

        assert self.send(client, endpoint=endpoint).status_code == 422
        assert not PushSubscription.objects.exists()

    @pytest.mark.parametrize("body", ["", "[]", "{}", '{"endpoint": 1, "keys": 2}'])
    def test_that_sends_nonsense_gets_a_sentence(self, desk, body):
        client, _case = desk

        answer = client.post(
            "/meja/kotak-masuk/peramban/", body, content_type="application/json"
        )

        assert answer.status_code == 422

    @override_settings(LAPOR_PUSH_HOSTS=["push.example.id"])
    def test_may_be_one_of_ours(self, desk):
        client, _case = desk

        assert (
            self.send(client, endpoint="https://push.example.id/1").status_code == 200
        )


def test_the_worker_watches_the_desk_alone(desk):
    client, _case = desk

    answer = client.get("/meja/pemberitahuan.js")

    assert answer["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in answer
