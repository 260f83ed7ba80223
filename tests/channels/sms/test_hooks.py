"""SMS in over HTTP: Kannel's way with a token, and any gateway that signs."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from standardwebhooks import Webhook

from lapor.channels import hearing
from lapor.domain.intake.actions import hear_torn
from lapor.domain.intake.models import Inbound, Talk
from lapor.domain.intake.queries import memory_of, read_inbound
from lapor.kernel import clock
from tests.factories.cases import make_world

pytestmark = pytest.mark.django_db
KANNEL = "/hooks/sms/kannel/"
SIGNED = "/hooks/sms/"
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


class Phone:
    """What left by SMS."""

    sent: list[Any] = []

    def send(self, message: Any) -> Any:
        from lapor.channels.transport import Receipt  # noqa: PLC0415

        self.sent.append(message)
        return Receipt("1")


@pytest.fixture(autouse=True)
def sms(settings, monkeypatch) -> None:
    settings.LAPOR_SMS_TOKEN = "t0k3n"
    settings.LAPOR_SMS_SECRETS = [KEY]
    settings.LAPOR_TRANSPORTS = {"sms": f"{Phone.__module__}.Phone"}
    monkeypatch.setattr(Phone, "sent", [])
    monkeypatch.setattr(hearing, "transport_for", lambda way: Phone())
    monkeypatch.setattr(clock, "now", lambda: NOW)


def kannel(**given: str) -> Any:
    query = {
        "token": "t0k3n",
        "id": "8e5bbd8c-1",
        "from": "+6281234567890",
        "text": "Jalan rusak di depan pasar lama",
        "time": str(int(NOW.timestamp())),
        "udh": "",
    }
    pairs = {name: quote(value, encoding="latin-1") for name, value in query.items()}
    pairs |= {name: quote(value, encoding="latin-1") for name, value in given.items()}
    return Client().get(f"{KANNEL}?{'&'.join(f'{k}={v}' for k, v in pairs.items())}")


def signed(data: dict[str, Any], kind: str = "sms.received", name: str = "m1") -> Any:
    raw = json.dumps({"type": kind, "data": data})
    return Client().post(
        SIGNED,
        raw,
        content_type="application/json",
        headers={
            "webhook-id": name,
            "webhook-timestamp": str(int(NOW.timestamp())),
            "webhook-signature": Webhook(KEY).sign(name, NOW, raw),
        },
    )


def heard(at: datetime = NOW) -> None:
    for row in Inbound.objects.filter(heard_at=None).order_by("pk"):
        hearing.hear(row.pk, at=at)


class TestKannel:
    """A message of Kannel …"""

    def test_is_kept_and_answered_with_nothing(self):
        answer = kannel()

        assert (answer.status_code, answer.content) == (200, b"")
        kept = read_inbound(Inbound.objects.get())
        assert kept["payload"]["text"] == "Jalan rusak di depan pasar lama"
        assert kept["payload"]["raw"]["token"] == ""  # a secret is not kept

    def test_that_comes_again_is_one(self):
        kannel()
        kannel()

        assert Inbound.objects.count() == 1

    def test_in_ucs2_is_read_by_its_character_set(self):
        text = "Jalan ✓ rusak"
        wide = text.encode("utf-16-be").decode("latin-1")
        kannel(text=wide, charset="UTF-16BE")

        assert read_inbound(Inbound.objects.get())["payload"]["text"] == text

    @pytest.mark.parametrize("token", ["", "x", "t0k3n "])
    def test_with_a_wrong_token_is_refused(self, token: str):
        assert kannel(token=token).status_code == 403
        assert Inbound.objects.count() == 0

    @pytest.mark.parametrize("age", [timedelta(days=4), timedelta(minutes=-10)])
    def test_too_old_or_from_the_future_is_refused(self, age: timedelta):
        moment = str(int((NOW - age).timestamp()))

        assert kannel(time=moment).status_code == 422

    def test_that_waited_while_we_were_away_is_taken(self):
        moment = str(int((NOW - timedelta(hours=30)).timestamp()))

        assert kannel(time=moment).status_code == 200
        assert Inbound.objects.count() == 1

    @pytest.mark.parametrize("given", [{"id": ""}, {"id": "x" * 300}, {"time": "x"}])
    def test_that_lacks_something_is_refused(self, given: dict[str, str]):
        assert kannel(**given).status_code == 422

    def test_of_a_machine_that_takes_no_answer_is_passed_over(self):
        assert kannel(**{"from": "TELKOMSEL"}).status_code == 200
        assert Inbound.objects.count() == 0

    def test_cannot_be_sent_while_the_hook_is_shut(self, settings):
        settings.LAPOR_SMS_TOKEN = ""

        assert kannel(token="").status_code == 404


class TestParts:
    """A long SMS in parts …"""

    def part(self, number: int, text: str, total: int = 3) -> None:
        header = f"\x05\x00\x03\xcc{chr(total)}{chr(number)}"
        kannel(id=f"p{number}", text=text, udh=header)

    def test_in_any_order_is_one_message(self):
        make_world()
        self.part(3, "di depan pasar.")
        self.part(1, "Lampu jalan padam ")
        heard()
        assert Talk.objects.count() == 0  # it waits
        self.part(2, "sejak seminggu ")
        heard()

        talk = memory_of(Talk.objects.get()).talk
        assert talk.draft.content == "Lampu jalan padam sejak seminggu di depan pasar."
        assert len(Phone.sent) == 1
        assert Inbound.objects.filter(heard_at=None).count() == 0

    def test_that_never_becomes_whole_is_asked_about(self):
        make_world()
        self.part(1, "Lampu jalan padam ")
        self.part(3, "di depan pasar.")
        heard()
        later = NOW + timedelta(minutes=11)
        assert hear_torn(at=later) == 1
        heard(later)

        assert "bagian 2/3 belum sampai" in Phone.sent[0].text
        assert Inbound.objects.filter(heard_at=None).count() == 0

    def test_gets_a_part_that_comes_an_hour_late(self, monkeypatch):
        make_world()
        self.part(1, "Lampu jalan padam ")
        self.part(3, "di depan pasar.")
        heard(NOW + timedelta(minutes=11))
        late = NOW + timedelta(hours=1)
        monkeypatch.setattr(clock, "now", lambda: late)
        kannel(
            id="p2",
            text="sejak seminggu ",
            udh="\x05\x00\x03\xcc\x03\x02",
            time=str(int(late.timestamp())),
        )
        heard(late)

        talk = memory_of(Talk.objects.get()).talk
        assert talk.draft.content == "Lampu jalan padam sejak seminggu di depan pasar."


class TestSigned:
    """A signed message of any gateway …"""

    def test_is_kept_with_its_part(self):
        data = {
            "id": "a",
            "from": "081234567890",
            "text": "halo",
            "part": {"ref": "9", "number": 1, "total": 2},
        }

        assert signed(data).json() == {"new": 1, "seen": 0}
        assert signed(data).json() == {"new": 0, "seen": 1}
        assert (Inbound.objects.get().part, Inbound.objects.get().parts) == (1, 2)

    def test_of_an_unknown_kind_or_shape_is_refused(self):
        assert signed({"id": "a"}, kind="x").status_code == 422
        assert signed({"id": "", "from": "0812"}).status_code == 422
        assert signed([]).status_code == 422  # type: ignore[arg-type]

    def test_with_a_shifted_clock_is_refused(self, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: NOW)
        raw = json.dumps({"type": "sms.received", "data": {}})
        old = NOW - timedelta(minutes=6)
        answer = Client().post(
            SIGNED,
            raw,
            content_type="application/json",
            headers={
                "webhook-id": "m",
                "webhook-timestamp": str(int(old.timestamp())),
                "webhook-signature": Webhook(KEY).sign("m", old, raw),
            },
        )

        assert answer.status_code == 403


class TestReports:
    """A report on a message of ours …"""

    def test_is_handed_to_who_keeps_the_deliveries(self, monkeypatch):
        from lapor.channels import deliveries  # noqa: PLC0415

        seen: list[tuple[Any, ...]] = []
        monkeypatch.setattr(
            deliveries, "proved", lambda way, name, *, at: not seen.append((way, name))
        )
        monkeypatch.setattr(
            deliveries,
            "refused_later",
            lambda way, name, why, *, at: not seen.append((way, name, "failed")),
        )
        query = {"token": "t0k3n", "key": "k1"}
        for state in ("8", "1", "2", "x"):
            answer = Client().get(f"{KANNEL}report/", query | {"state": state})
            assert answer.status_code == 200
        signed({"id": "k2", "state": "delivered"}, kind="sms.reported")

        assert seen == [("sms", "k1"), ("sms", "k1", "failed"), ("sms", "k2")]

    def test_without_the_token_is_refused(self):
        answer = Client().get(f"{KANNEL}report/", {"key": "k1", "state": "1"})

        assert answer.status_code == 403
