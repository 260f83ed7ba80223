"""The Bot API: updates as its reference shows them, and our way out."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lapor.channels import hearing
from lapor.channels.telegram.reading import message_in
from lapor.channels.telegram.sending import Bot
from lapor.channels.transport import Message, Refused, Unreachable
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.intake.queries import memory_of
from lapor.kernel import clock
from tests.channels.conftest import Double
from tests.factories.cases import make_world
from tests.factories.files import photo
from tests.factories.talks import STORY, only_case

pytestmark = pytest.mark.django_db
HOOK = "/hooks/telegram/"
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def telegram(settings, double: Double, monkeypatch) -> None:
    settings.LAPOR_TELEGRAM_SECRET = "tanda-rahasia"
    settings.LAPOR_TELEGRAM_TOKEN = TOKEN
    settings.LAPOR_TELEGRAM_API = double.url
    settings.LAPOR_TRANSPORTS = {"telegram": "lapor.channels.telegram.sending.Bot"}
    monkeypatch.setattr(clock, "now", lambda: NOW)
    double.on(
        f"/bot{TOKEN}/sendMessage",
        200,
        {
            "ok": True,
            "result": {
                "message_id": 77,
                "date": int(NOW.timestamp()),
                "chat": {"id": 1111111, "type": "private"},
                "text": "…",
            },
        },
    )


def update(number: int, at: datetime = NOW, **message: Any) -> dict[str, Any]:
    """Return an update with a message in a private conversation."""
    return {
        "update_id": number,
        "message": {
            "date": int(at.timestamp()),
            "chat": {
                "last_name": "Test Lastname",
                "id": 1111111,
                "type": "private",
                "first_name": "Test Firstname",
                "username": "Testusername",
            },
            "message_id": 1365,
            "from": {
                "last_name": "Test Lastname",
                "id": 1111111,
                "is_bot": False,
                "first_name": "Test Firstname",
                "username": "Testusername",
                "language_code": "id",
            },
            **message,
        },
    }


def send(body: object, token: str = "tanda-rahasia") -> Any:
    return Client().post(
        HOOK,
        json.dumps(body),
        content_type="application/json",
        headers={"X-Telegram-Bot-Api-Secret-Token": token},
    )


def heard() -> None:
    for row in Inbound.objects.filter(answered_at=None).order_by("pk"):
        hearing.hear(row.pk, at=NOW)


class TestHook:
    """An update …"""

    def test_is_kept_and_comes_again_without_effect(self):
        body = update(10_000, text="Jalan rusak")

        assert send(body).json() == {"new": 1, "seen": 0}
        assert send(body).json() == {"new": 0, "seen": 1}

    @pytest.mark.parametrize("token", ["", "salah", "tanda-rahasi"])
    def test_without_the_secret_is_refused(self, token: str):
        assert send(update(1, text="x"), token).status_code == 403
        assert Inbound.objects.count() == 0

    def test_older_than_telegram_keeps_it_is_refused(self):
        old = update(1, at=NOW - timedelta(days=2), text="x")

        assert send(old).status_code == 422

    def test_of_a_group_or_an_edit_is_passed_over(self):
        group = update(1, text="x")
        group["message"]["chat"]["type"] = "supergroup"
        edit = {"update_id": 2, "edited_message": update(2, text="x")["message"]}

        assert send(group).json() == {"new": 0, "seen": 0}
        assert send(edit).json() == {"new": 0, "seen": 0}

    @pytest.mark.parametrize("odd", [{}, {"update_id": "x"}, {"update_id": 1}, []])
    def test_of_any_shape_does_no_harm(self, odd: object):
        assert send(odd).status_code in {200, 422}
        assert Inbound.objects.count() == 0


@pytest.mark.parametrize(
    ("message", "text", "media"),
    [
        ({"text": "/start"}, "/start", 0),
        ({"text": "/status@lapor_bot 7K2M"}, "status 7K2M", 0),
        (
            {
                "photo": [
                    {"file_id": "kecil", "width": 90, "height": 60},
                    {"file_id": "besar", "width": 1280, "height": 853},
                ],
                "caption": "Jalan rusak",
            },
            "Jalan rusak",
            1,
        ),
        (
            {
                "document": {
                    "file_id": "dok",
                    "file_name": "surat.pdf",
                    "mime_type": "application/pdf",
                    "file_size": 100,
                }
            },
            "",
            1,
        ),
        (
            {"location": {"latitude": -6.2, "longitude": 106.8}},
            "-6.2, 106.8",
            0,
        ),
    ],
)
def test_messages_are_read(message: dict[str, Any], text: str, media: int):
    came = message_in(update(5, **message))

    assert came is not None
    assert (came.address, came.text, len(came.media)) == ("1111111", text, media)
    assert came.notes == ()


def test_the_largest_of_the_sizes_is_taken():
    sizes = [
        {"file_id": "kecil", "width": 90},
        {"file_id": "besar", "width": 1280},
        {"file_id": "sedang", "width": 320},
    ]
    came = message_in(update(5, photo=sizes))

    assert came.media[0]["id"] == "besar"


def test_a_pressed_button_is_its_word():
    pressed = {
        "update_id": 6,
        "callback_query": {
            "id": "4382bfdwdsb323b2d9",
            "from": {"id": 1111111, "is_bot": False, "first_name": "Test"},
            "message": update(5, text="?")["message"],
            "data": "1",
        },
    }

    assert message_in(pressed).text == "1"


def test_a_sticker_gets_a_sentence():
    assert message_in(update(5, sticker={"file_id": "x"})).notes


class TestConversation:
    """A conversation …"""

    def test_leads_from_start_to_a_report_with_a_photo(self, double: Double):
        make_world()
        path = "photos/file_0.jpg"
        double.on(
            f"/bot{TOKEN}/getFile",
            200,
            {
                "ok": True,
                "result": {"file_id": "b", "file_size": 100, "file_path": path},
            },
        )
        double.on(f"/file/bot{TOKEN}/{path}", 200, photo())
        words = ("/start", STORY, "1", "kemarin", "Jl. A", None, "lanjut", "2", "ya")
        for number, text in enumerate(words):
            content = (
                {"text": text} if text else {"photo": [{"file_id": "b", "width": 9}]}
            )
            send(update(number, **content))
            heard()

        case = only_case()
        sent = [a.json for a in double.asked if a.path.endswith("sendMessage")]
        assert case.channel == Channel.TELEGRAM
        assert case.attachments.count() == 1
        assert case.is_anonymous
        assert {message["chat_id"] for message in sent} == {1111111}
        assert case.number in sent[-1]["text"]

    def test_a_file_above_the_limit_is_refused_in_a_sentence(self, double: Double):
        double.on(
            f"/bot{TOKEN}/getFile",
            200,
            {"ok": True, "result": {"file_size": 20_000_000, "file_path": "a/b.jpg"}},
        )
        send(update(1, photo=[{"file_id": "b", "width": 9}]))
        heard()

        assert "lebih dari 10 MB" in double.asked[-1].json["text"]

    def test_a_file_that_telegram_itself_would_not_give_is_never_asked_for(
        self, double: Double
    ):
        size = {"file_id": "b", "file_unique_id": "AQ", "file_size": 21_000_000}
        send(update(1, video=size | {"mime_type": "video/mp4", "duration": 60}))
        heard()

        assert "lebih dari 10 MB" in double.asked[-1].json["text"]
        assert [a.path for a in double.asked if a.path.endswith("getFile")] == []

    @pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "", "a b"])
    def test_an_odd_path_is_not_followed(self, double: Double, path: str):
        double.on(
            f"/bot{TOKEN}/getFile", 200, {"ok": True, "result": {"file_path": path}}
        )
        send(update(1, photo=[{"file_id": "b", "width": 9}]))
        heard()

        assert [a.path for a in double.asked if a.path.startswith("/file")] == []
        assert memory_of(Talk.objects.get()).talk.draft.files == ()


def message() -> Message:
    return Message("k", "telegram", "1111111", "", "Ada kabar.")


class TestSending:
    """A message …"""

    def test_leaves_with_the_token_in_the_address(self, double: Double):
        receipt = Bot().send(message())

        assert receipt.provider_id == "77"
        assert double.asked[0].json["text"] == "Ada kabar."

    @pytest.mark.parametrize(
        ("code", "text", "error"),
        [
            (403, "Forbidden: bot was blocked by the user", Refused),
            (400, "Bad Request: chat not found", Refused),
            (429, "Too Many Requests: retry after 35", Unreachable),
            (401, "Unauthorized", Unreachable),
            (502, "Bad Gateway", Unreachable),
        ],
    )
    def test_is_refused_for_ever_or_for_a_while(
        self, double: Double, code: int, text: str, error: type[Exception]
    ):
        body = {"ok": False, "error_code": code, "description": text}
        double.on(f"/bot{TOKEN}/sendMessage", code, body)

        with pytest.raises(error) as refused:
            Bot().send(message())
        assert TOKEN not in str(refused.value)
        assert "1111111" not in str(refused.value)

    @pytest.mark.parametrize(
        ("parameters", "wait"),
        [({"retry_after": 35}, 35), ({"retry_after": "x"}, 0), (None, 0), ([], 0)],
    )
    def test_waits_as_long_as_telegram_asks(
        self, double: Double, parameters: object, wait: int
    ):
        body = {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 35",
            "parameters": parameters,
        }
        double.on(f"/bot{TOKEN}/sendMessage", 429, body)

        with pytest.raises(Unreachable) as refused:
            Bot().send(message())
        assert refused.value.wait == wait

    def test_to_a_service_that_is_away_waits(self, settings):
        settings.LAPOR_TELEGRAM_API = "http://127.0.0.1:9"

        with pytest.raises(Unreachable) as refused:
            Bot().send(message())
        assert TOKEN not in str(refused.value)
