"""The Cloud API: notifications as Meta's reference shows them.

Payloads follow developers.facebook.com/docs/whatsapp/cloud-api/webhooks; the numbers
are those of its examples.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lapor.channels import hearing
from lapor.channels.transport import Unreachable
from lapor.channels.whatsapp.reading import messages_in, standings_in
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.intake.queries import memory_of
from lapor.kernel import clock
from tests.channels.conftest import Double
from tests.factories.cases import make_world
from tests.factories.files import photo
from tests.factories.talks import STORY, only_case

pytestmark = pytest.mark.django_db
HOOK = "/hooks/whatsapp/"
SECRET = "rahasia-aplikasi"
NUMBER_ID = "106540352242922"
SENDER = "16505551234"
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def whatsapp(settings, double: Double, monkeypatch) -> None:
    settings.LAPOR_WHATSAPP_SECRET = SECRET
    settings.LAPOR_WHATSAPP_VERIFY = "kata-sandi"
    settings.LAPOR_WHATSAPP_NUMBER_ID = NUMBER_ID
    settings.LAPOR_WHATSAPP_TOKEN = "tanda"
    settings.LAPOR_WHATSAPP_API = double.url
    settings.LAPOR_WHATSAPP_TEMPLATE = ""
    settings.LAPOR_WHATSAPP_COST = 350
    settings.LAPOR_TRANSPORTS = {"whatsapp": "lapor.channels.whatsapp.sending.CloudAPI"}
    monkeypatch.setattr(clock, "now", lambda: NOW)
    double.on(
        f"/{NUMBER_ID}/messages",
        200,
        {
            "messaging_product": "whatsapp",
            "contacts": [{"input": SENDER, "wa_id": SENDER}],
            "messages": [
                {
                    "id": "wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1",
                    "message_status": "accepted",
                }
            ],
        },
    )


def notification(*messages: dict[str, Any], statuses: Any = ()) -> dict[str, Any]:
    """Return a notification around messages, as Meta wraps them."""
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": "15550783881",
            "phone_number_id": NUMBER_ID,
        },
    }
    if messages:
        value["contacts"] = [{"profile": {"name": "Sheena Nelson"}, "wa_id": SENDER}]
        value["messages"] = list(messages)
    if statuses:
        value["statuses"] = list(statuses)
    return {
        "object": "whatsapp_business_account",
        "entry": [
            {
                "id": "102290129340398",
                "changes": [{"value": value, "field": "messages"}],
            }
        ],
    }


def text(body: str, *, name: str = "wamid.A", at: datetime = NOW) -> dict[str, Any]:
    return {
        "from": SENDER,
        "id": name,
        "timestamp": str(int(at.timestamp())),
        "type": "text",
        "text": {"body": body},
    }


def image(name: str = "wamid.I", caption: str = "") -> dict[str, Any]:
    return {
        "from": SENDER,
        "id": name,
        "timestamp": str(int(NOW.timestamp())),
        "type": "image",
        "image": {
            "caption": caption,
            "mime_type": "image/jpeg",
            "sha256": "SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=",
            "id": "1003383421387256",
        },
    }


def send(body: object, *, key: str = SECRET, raw: bytes | None = None) -> Any:
    sent = json.dumps(body).encode() if raw is None else raw
    mac = hmac.new(key.encode(), sent, hashlib.sha256).hexdigest()
    return Client().post(
        HOOK,
        sent,
        content_type="application/json",
        headers={"X-Hub-Signature-256": f"sha256={mac}"},
    )


def heard() -> None:
    """Let the worker hear everything that waits, in order."""
    for row in Inbound.objects.filter(answered_at=None).order_by("pk"):
        hearing.hear(row.pk, at=NOW)


class TestHandshake:
    """Meta's handshake …"""

    def test_gets_its_challenge_back_for_the_right_word(self):
        answer = Client().get(
            HOOK,
            {
                "hub.mode": "subscribe",
                "hub.challenge": "1158201444",
                "hub.verify_token": "kata-sandi",
            },
        )

        assert (answer.status_code, answer.content) == (200, b"1158201444")

    def test_is_refused_with_another_word_or_wish(self):
        given = {
            "hub.mode": "subscribe",
            "hub.verify_token": "kata-sandi",
            "hub.challenge": "1",
        }

        for change, status in (
            ({"hub.verify_token": "x"}, 403),
            ({"hub.mode": "unsubscribe"}, 422),
        ):
            assert Client().get(HOOK, given | change).status_code == status


class TestHook:
    """A notification …"""

    def test_is_kept_and_answered_at_once(self):
        answer = send(notification(text("Jalan rusak")))

        assert (answer.status_code, answer.json()) == (200, {"new": 1, "seen": 0})
        assert Inbound.objects.get().channel == Channel.WHATSAPP

    def test_that_comes_again_has_one_effect(self):
        body = notification(text("Jalan rusak"))
        send(body)

        assert send(body).json() == {"new": 0, "seen": 1}
        assert Inbound.objects.count() == 1

    @pytest.mark.parametrize(
        "change",
        [
            lambda raw: raw.replace(b"rusak", b"rusag"),
            lambda raw: raw + b" ",
            lambda raw: json.dumps(json.loads(raw), sort_keys=True).encode(),
        ],
        ids=["a byte", "a blank", "the order of its keys"],
    )
    def test_changed_by_anything_is_refused(self, change):
        raw = json.dumps(notification(text("Jalan rusak"))).encode()
        mac = hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        answer = Client().post(
            HOOK,
            change(raw),
            content_type="application/json",
            headers={"X-Hub-Signature-256": f"sha256={mac}"},
        )

        assert answer.status_code == 403
        assert Inbound.objects.count() == 0

    def test_signed_with_another_key_or_not_at_all_is_refused(self):
        body = notification(text("Jalan rusak"))
        bare = Client().post(HOOK, json.dumps(body), content_type="application/json")

        assert send(body, key="lain").status_code == 403
        assert bare.status_code == 403

    def test_older_than_meta_retries_is_refused(self):
        old = notification(text("Jalan rusak", at=NOW - timedelta(days=8)))

        assert send(old).status_code == 422
        assert Inbound.objects.count() == 0

    def test_that_is_no_json_or_too_large_is_refused(self):
        assert send(None, raw=b"{").status_code == 422
        assert send(None, raw=b"[]").status_code == 422
        assert send(None, raw=b" " * (3 * 1024 * 1024 + 1)).status_code == 413

    def test_may_hold_as_many_messages_as_meta_packs_into_one(self):
        words = "Jalan rusak " * 340
        many = [text(words, name=f"wamid.{number}") for number in range(270)]

        assert send(notification(*many)).json() == {"new": 270, "seen": 0}

    def test_of_another_number_is_passed_over(self):
        body = notification(text("Jalan rusak"))
        body["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "9"

        assert send(body).json() == {"new": 0, "seen": 0}

    def test_is_not_taken_while_the_channel_is_not_set_up(self, settings):
        settings.LAPOR_WHATSAPP_SECRET = ""

        assert send(notification(text("x")), key="").status_code == 404


@pytest.mark.parametrize(
    ("kind", "part", "words"),
    [
        ("button", {"payload": "1", "text": "Pengaduan"}, "Pengaduan"),
        (
            "interactive",
            {"type": "list_reply", "list_reply": {"id": "1", "title": "Aspirasi"}},
            "Aspirasi",
        ),
        (
            "interactive",
            {"type": "button_reply", "button_reply": {"id": "1", "title": "Ya"}},
            "Ya",
        ),
        (
            "location",
            {
                "latitude": 37.44216251868683,
                "longitude": -122.16153582049394,
                "name": "Philz Coffee",
                "address": "101 Forest Ave",
            },
            "Philz Coffee, 101 Forest Ave, 37.44216251868683, -122.16153582049394",
        ),
    ],
)
def test_words_of_every_kind_are_read(kind: str, part: object, words: str):
    message = {**text(""), "type": kind, kind: part}

    assert next(messages_in(notification(message), NUMBER_ID)).text == words


@pytest.mark.parametrize("kind", ["reaction", "system", "request_welcome"])
def test_what_says_nothing_is_passed_over(kind: str):
    message = {**text(""), "type": kind, kind: {"message_id": "x", "emoji": "x"}}

    assert list(messages_in(notification(message), NUMBER_ID)) == []


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        (
            "unsupported",
            {
                "errors": [
                    {
                        "code": 131051,
                        "title": "Message type unknown",
                        "message": "Message type unknown",
                        "error_data": {"details": "Message type is not supported."},
                    }
                ]
            },
        ),
        ("contacts", {"contacts": [{"name": {"formatted_name": "X"}}]}),
        ("order", {"order": {"catalog_id": "1", "product_items": []}}),
        (
            "interactive",
            {
                "interactive": {
                    "type": "nfm_reply",
                    "nfm_reply": {
                        "name": "flow",
                        "body": "Sent",
                        "response_json": "{}",
                    },
                }
            },
        ),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(kind: str, part: dict[str, Any]):
    message = {**text(""), "type": kind, **part}

    assert next(messages_in(notification(message), NUMBER_ID)).notes


@pytest.mark.parametrize("odd", [None, 1, "x", [], {}, [None], {"entry": {"a": 1}}])
def test_any_shape_is_read_without_harm(odd: object):
    body = {"object": "whatsapp_business_account", "entry": odd}
    shape = {"object": "whatsapp_business_account", "entry": [{"changes": odd}]}
    value = notification(text("x"))
    value["entry"][0]["changes"][0]["value"]["messages"] = odd

    for each in (body, shape, value):
        assert list(messages_in(each, NUMBER_ID)) == []
        assert list(standings_in(each, NUMBER_ID)) == []


class TestConversation:
    """A conversation …"""

    def test_leads_from_a_notification_to_a_report(self, double: Double):
        make_world()
        said = (STORY, "1", "kemarin", "Jl. Contoh 1", "lanjut", "1", "Siti", "ya")
        for number, words in enumerate(said):
            send(notification(text(words, name=f"wamid.{number}")))
            heard()

        case = only_case()
        sent = [asked.json for asked in double.asked]
        assert case.channel == Channel.WHATSAPP
        assert len(sent) == len(said)
        assert {message["to"] for message in sent} == {SENDER}
        assert case.number in sent[-1]["text"]["body"]
        assert Inbound.objects.filter(answered_at=None).count() == 0

    def test_fetches_a_photo_through_the_gate_of_all_files(self, double: Double):
        make_world()
        content = photo(gps=True)
        double.on(
            "/1003383421387256",
            200,
            {
                "messaging_product": "whatsapp",
                "url": f"{double.url}/whatsapp_business/attachments/?mid=1003",
                "mime_type": "image/jpeg",
                "sha256": hashlib.sha256(content).hexdigest(),
                "file_size": len(content),
                "id": "1003383421387256",
            },
        )
        double.on("/whatsapp_business/attachments/", 200, content)
        send(notification(image(caption=STORY)))
        heard()

        talk = memory_of(Talk.objects.get()).talk
        assert len(talk.draft.files) == 1
        assert talk.draft.content == STORY
        fetched = [a for a in double.asked if a.method == "GET"]
        assert {a.headers["authorization"] for a in fetched} == {"Bearer tanda"}

    def test_a_photo_that_came_broken_is_fetched_again(self, double: Double):
        double.on(
            "/1003383421387256",
            200,
            {
                "url": f"{double.url}/file",
                "mime_type": "image/jpeg",
                "sha256": "0" * 64,
            },
        )
        double.on("/file", 200, photo())
        send(notification(image()))

        with pytest.raises(Unreachable):
            heard()
        assert Talk.objects.count() == 0

    def test_never_gives_its_token_to_a_foreign_host(self, double: Double):
        double.on(
            "/1003383421387256", 200, {"url": "https://evil.example/x", "sha256": ""}
        )
        send(notification(image()))
        heard()

        assert memory_of(Talk.objects.get()).talk.draft.files == ()
        answer = double.asked[-1].json["text"]["body"]
        assert "tidak dapat kami ambil" in answer

    def test_a_file_that_is_no_photo_is_refused_in_a_sentence(self, double: Double):
        double.on(
            "/1003383421387256",
            200,
            {"url": f"{double.url}/file", "mime_type": "image/jpeg", "sha256": ""},
        )
        double.on("/file", 200, b"MZ this is a program")
        send(notification(image()))
        heard()

        assert "tidak dapat diterima" in double.asked[-1].json["text"]["body"]

    def test_an_answer_that_could_not_leave_is_sent_later_and_once(
        self, double: Double
    ):
        path = f"/{NUMBER_ID}/messages"
        well = double.answers[path]
        double.on(path, 503, {"error": {"code": 131016, "message": "unavailable"}})
        send(notification(text("halo")))
        with pytest.raises(Unreachable):
            heard()
        double.answers[path] = well
        heard()
        heard()

        assert len(double.asked) == 2
        assert Inbound.objects.get().reply_count == 2


def test_states_of_our_messages_are_read():
    status = {
        "id": "wamid.X",
        "status": "failed",
        "timestamp": "1654282710",
        "recipient_id": SENDER,
        "errors": [
            {
                "code": 131047,
                "title": "Re-engagement message",
                "message": "Re-engagement message",
                "error_data": {"details": "More than 24 hours have passed."},
                "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/",
            }
        ],
        "pricing": {"billable": True, "pricing_model": "PMP", "category": "utility"},
    }
    found = list(standings_in(notification(statuses=[status]), NUMBER_ID))

    assert found == [("wamid.X", "failed", "131047")]
