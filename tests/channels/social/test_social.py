"""Social networks through a connector that signs as Standard Webhooks say."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from standardwebhooks import Webhook

from lapor.channels import hearing
from lapor.channels.social.sending import Connector
from lapor.channels.transport import Message, Refused, Unreachable
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.models import Inbound, Talk
from lapor.kernel import clock
from tests.channels.conftest import Double
from tests.factories.cases import make_world
from tests.factories.talks import STORY, only_case

pytestmark = pytest.mark.django_db
HOOK = "/hooks/social/"
NEW = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def social(settings, double: Double, monkeypatch) -> None:
    settings.LAPOR_SOCIAL_SECRETS = [NEW, OLD]
    settings.LAPOR_SOCIAL_URL = f"{double.url}/send"
    settings.LAPOR_TRANSPORTS = {"social": "lapor.channels.social.sending.Connector"}
    monkeypatch.setattr(clock, "now", lambda: NOW)
    double.on("/send", 202, {"id": "dm-1"})


def mention(name: str = "17", text: str = STORY, kind: str = "mention.created") -> Any:
    return {
        "type": kind,
        "data": {
            "network": "x",
            "id": name,
            "author_id": "99",
            "text": text,
            "url": "https://x.example/s/17",
            "sent_at": int(NOW.timestamp()),
        },
    }


def headers(
    raw: str, *, key: str = NEW, name: str = "msg_1", at: datetime = NOW
) -> Any:
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(key).sign(name, at, raw),
    }


def send(body: object, raw: str = "", **given: Any) -> Any:
    sent = raw or json.dumps(body)
    return Client().post(
        HOOK,
        sent,
        content_type="application/json",
        headers=headers(json.dumps(body), **given),
    )


def heard() -> None:
    for row in Inbound.objects.filter(answered_at=None).order_by("pk"):
        hearing.hear(row.pk, at=NOW)


class TestSignature:
    """A message …"""

    @pytest.mark.parametrize("key", [NEW, OLD])
    def test_signed_with_one_of_two_live_keys_is_taken(self, key: str):
        assert send(mention(), key=key).json() == {"new": 1, "seen": 0}

    def test_signed_with_a_withdrawn_key_is_refused(self, settings):
        settings.LAPOR_SOCIAL_SECRETS = [NEW]

        assert send(mention(), key=OLD).status_code == 403

    @pytest.mark.parametrize("minutes", [-6, 6, -600])
    def test_with_a_shifted_clock_is_refused(self, minutes: int):
        answer = send(mention(), at=NOW + timedelta(minutes=minutes))

        assert answer.status_code == 403
        assert Inbound.objects.count() == 0

    def test_with_another_id_or_time_than_was_signed_is_refused(self):
        raw = json.dumps(mention())
        for change in (
            {"webhook-id": "msg_2"},
            {"webhook-timestamp": str(int(NOW.timestamp()) + 1)},
            {"webhook-signature": "v1,AAAA"},
            {"webhook-signature": "v2,aneh , ,v1"},
            {"webhook-timestamp": "NaN"},
            {"webhook-id": ""},
        ):
            answer = Client().post(
                HOOK,
                raw,
                content_type="application/json",
                headers={**headers(raw), **change},
            )
            assert answer.status_code == 403, change

    def test_whose_keys_were_put_in_another_order_is_refused(self):
        body = mention()
        other = json.dumps(body, sort_keys=True)

        assert other != json.dumps(body)
        assert send(body, raw=other).status_code == 403

    def test_sent_again_has_one_effect(self):
        send(mention())

        assert send(mention(), name="msg_2").json() == {"new": 0, "seen": 1}
        assert Inbound.objects.count() == 1

    def test_that_is_no_text_at_all_is_refused(self):
        answer = Client().post(
            HOOK,
            b"\xff\xfe",
            content_type="application/json",
            headers=headers("x"),
        )
        assert answer.status_code == 403

    @pytest.mark.parametrize(
        "change",
        [
            {"network": ""},
            {"author_id": ""},
            {"network": "x:y"},
            {"author_id": "9" * 65},
            {"network": "a\nb"},
        ],
    )
    def test_that_lacks_something_is_refused_with_its_name(self, change: dict):
        body = mention()
        body["data"] |= change

        answer = send(body)
        assert answer.status_code == 422
        assert next(iter(change)) in answer.json()["error"]

    def test_of_an_unknown_kind_is_refused(self):
        assert send(mention(kind="like.created")).status_code == 422


class TestHandOff:
    """A public mention …"""

    @pytest.fixture
    def link(self, double: Double) -> str:
        make_world()
        send(mention())
        heard()
        sent = double.asked[-1].json["data"]
        assert (sent["network"], sent["to"]) == ("x", "99")
        assert STORY not in sent["text"]
        words = sent["text"].split()
        return next(w for w in words if "lanjut=" in w).partition("8000")[2]

    def test_becomes_a_draft_and_a_link_in_a_direct_message(self, link: str):
        page = Client().get(link).content.decode()

        assert STORY in page
        assert "https://x.example/s/17" in page

    def test_that_speaks_of_danger_is_told_whom_to_call(self, double: Double):
        make_world()
        send(mention(text="Tolong, satpam memukuli pedagang sekarang."))
        heard()

        words = double.asked[-1].json["data"]["text"]
        assert "110" in words
        assert "lanjut=" in words

    def test_is_finished_on_the_web_once_and_counted_as_its_network(self, link: str):
        page = Client().get(link).content.decode()
        key = page.partition('name="key" value="')[2].partition('"')[0]
        form = {
            "classification": "complaint",
            "title": "Lampu jalan padam di pasar",
            "content": STORY,
            "date_of_incident": "2026-03-01",
            "location": "Pasar",
            "is_anonymous": "on",
            "consent": "on",
            "key": key,
        }
        first = Client().post(link, form)
        again = Client().post(link, form)

        assert (first.status_code, again.status_code) == (302, 302)
        assert only_case().channel == Channel.TWITTER
        assert not Talk.objects.get().has_draft

    def test_with_a_link_of_another_opens_an_empty_form(self, link: str):
        page = Client().get(link[:-2]).content.decode()

        assert STORY not in page

    def test_that_goes_on_in_direct_messages_is_a_conversation(self, link: str):
        words = ("1", "kemarin", "Jl. A", "lanjut", "2", "ya")
        for number, text in enumerate(("Tiangnya juga miring.", *words)):
            send(mention(f"dm{number}", text, "message.created"), name=f"m{number}")
            heard()

        case = only_case()
        assert case.channel == Channel.TWITTER
        assert "Tiangnya juga miring" in case.content


class TestSending:
    """Our message …"""

    def test_is_signed_in_the_same_way(self, double: Double):
        receipt = Connector().send(Message("k1", "social", "x:99", "", "Halo"))
        asked = double.asked[0]

        monkey = Webhook(NEW)
        wanted = monkey.sign("k1", NOW, asked.body.decode())
        assert asked.headers["webhook-signature"] == wanted
        assert asked.headers["webhook-id"] == "k1"
        assert receipt.provider_id == "dm-1"

    @pytest.mark.parametrize(
        ("status", "error"), [(400, Refused), (404, Refused), (500, Unreachable)]
    )
    def test_is_refused_or_waits(self, double: Double, status: int, error):
        double.on("/send", status, {})

        with pytest.raises(error):
            Connector().send(Message("k1", "social", "x:99", "", "Halo"))
