"""The way out through the Cloud API: the window of 24 hours, and its errors."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from lapor.channels.transport import Message, Refused, Unreachable
from lapor.channels.whatsapp.sending import CloudAPI
from lapor.domain.cases.rules import Channel
from lapor.kernel import clock
from tests.channels.conftest import Double
from tests.factories.cases import make_world
from tests.factories.talks import Person

pytestmark = pytest.mark.django_db
NUMBER_ID = "106540352242922"
SENDER = "16505551234"
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def whatsapp(settings, double: Double, monkeypatch) -> None:
    settings.LAPOR_WHATSAPP_NUMBER_ID = NUMBER_ID
    settings.LAPOR_WHATSAPP_TOKEN = "tanda"
    settings.LAPOR_WHATSAPP_API = double.url
    settings.LAPOR_WHATSAPP_TEMPLATE = ""
    settings.LAPOR_WHATSAPP_COST = 350
    monkeypatch.setattr(clock, "now", lambda: NOW)
    sent = {"id": "wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1", "message_status": "accepted"}
    double.on(
        f"/{NUMBER_ID}/messages",
        200,
        {
            "messaging_product": "whatsapp",
            "contacts": [{"input": SENDER, "wa_id": SENDER}],
            "messages": [sent],
        },
    )


def message(**changes: Any) -> Message:
    given = {
        "key": "k",
        "channel": "whatsapp",
        "to": f"+{SENDER}",
        "subject": "",
        "text": "Ada kabar tentang laporan 7K2M-P042-QRX.\n\nBuka   https://x.id/lacak/",
    }
    return Message(**{**given, **changes})


class TestSending:
    """Outside of a conversation …"""

    def test_any_text_may_be_sent_within_24_hours(self, double: Double):
        make_world()
        Person(Channel.WHATSAPP, f"+{SENDER}", NOW - timedelta(hours=23)).say("halo")

        receipt = CloudAPI().send(message())

        assert receipt.provider_id == "wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1"
        assert receipt.cost == Decimal(0)
        assert double.asked[0].json["type"] == "text"
        assert double.asked[0].headers["authorization"] == "Bearer tanda"

    @pytest.mark.parametrize("hours", [24, 48])
    def test_later_only_the_approved_template(
        self, double: Double, settings, hours: int
    ):
        make_world()
        settings.LAPOR_WHATSAPP_TEMPLATE = "kabar_laporan"
        Person(Channel.WHATSAPP, f"+{SENDER}", NOW - timedelta(hours=hours)).say("halo")

        receipt = CloudAPI().send(message())

        sent = double.asked[0].json
        assert sent["type"] == "template"
        assert sent["template"]["name"] == "kabar_laporan"
        assert sent["template"]["language"] == {"code": "id"}
        words = sent["template"]["components"][0]["parameters"][0]["text"]
        assert "\n" not in words
        assert "    " not in words
        assert receipt.cost == Decimal(350)

    @pytest.mark.parametrize("code", [131047, 470])
    def test_a_window_that_meta_sees_shut_is_left_to_the_template(
        self, double: Double, settings, code: int
    ):
        make_world()
        settings.LAPOR_WHATSAPP_TEMPLATE = "kabar_laporan"
        Person(Channel.WHATSAPP, f"+{SENDER}", NOW - timedelta(hours=1)).say("halo")
        double.on(
            f"/{NUMBER_ID}/messages",
            400,
            {"error": {"message": "x", "code": code, "type": "OAuthException"}},
        )

        with pytest.raises(Refused):
            CloudAPI().send(message())
        assert [a.json["type"] for a in double.asked] == ["text", "template"]

    def test_without_a_template_it_is_refused_and_nothing_leaves(self, double: Double):
        with pytest.raises(Refused, match="24 hours"):
            CloudAPI().send(message())
        assert double.asked == []

    @pytest.mark.parametrize(
        ("status", "code", "error"),
        [
            (400, 131026, Refused),
            (400, 131047, Refused),
            (400, 470, Refused),
            (400, 131056, Unreachable),
            (400, 131048, Unreachable),
            (404, 132001, Refused),
            (429, 130429, Unreachable),
            (401, 190, Unreachable),
            (500, 1, Unreachable),
        ],
    )
    def test_errors_of_meta_are_final_or_not(
        self, double: Double, settings, status, code, error
    ):
        settings.LAPOR_WHATSAPP_TEMPLATE = "kabar_laporan"
        body = {
            "error": {
                "message": f"(#{code}) What went wrong",
                "type": "OAuthException",
                "code": code,
                "error_data": {
                    "messaging_product": "whatsapp",
                    "details": f"About +{SENDER}",
                },
                "fbtrace_id": "Az8or2yhqkZfEZ-_4Qn_Bam",
            }
        }
        double.on(f"/{NUMBER_ID}/messages", status, body)

        with pytest.raises(error) as refused:
            CloudAPI().send(message())
        assert SENDER not in str(refused.value)
        assert "tanda" not in str(refused.value)

    @pytest.mark.parametrize("body", [{}, [], "ok", {"messages": []}])
    def test_an_answer_of_200_without_an_id_is_no_receipt(
        self, double: Double, settings, body: object
    ):
        settings.LAPOR_WHATSAPP_TEMPLATE = "kabar_laporan"
        double.on(f"/{NUMBER_ID}/messages", 200, body)

        with pytest.raises(Unreachable):
            CloudAPI().send(message())
