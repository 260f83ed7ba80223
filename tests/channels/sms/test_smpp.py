"""SMPP against Debian's ``drive_smpp``: Kannel's own stack plays the operator."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from smpplib import consts

from lapor.channels.sms import smpp
from lapor.channels.sms.smpp import Listener, Smpp
from lapor.channels.transport import Message, Refused, Unreachable
from lapor.domain.intake.models import Inbound
from lapor.domain.intake.queries import read_inbound
from tests.channels.sms.conftest import Program, wait_for

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
Operator = Callable[..., tuple[int, Program]]


@pytest.fixture(autouse=True)
def settled(settings) -> Iterator[None]:
    settings.LAPOR_SMS_USER = "foo"
    settings.LAPOR_SMS_PASSWORD = "bar"
    settings.LAPOR_SMS_SENDER = "1708"
    settings.LAPOR_SMS_COST = 250
    settings.LAPOR_SMS_REPORTS = False
    settings.LAPOR_SMS_SMPP = "127.0.0.1:9"
    yield
    smpp.close()


def message(text: str) -> Message:
    return Message("kunci-1", "sms", "+6281234567890", "", text)


@pytest.mark.sms
@pytest.mark.slow
class TestOperator:
    """With a real SMSC …"""

    def test_a_message_is_submitted_and_its_id_kept(self, operator: Operator, settings):
        port, smsc = operator()
        settings.LAPOR_SMS_SMPP = f"127.0.0.1:{port}"
        receipt = Smpp().send(message("Laporan diterima"))

        assert "submit_sm: short_message = <Laporan diterima>" in smsc.said
        assert receipt.cost == 250

    def test_a_long_one_goes_in_parts_over_one_connection(
        self, operator: Operator, settings
    ):
        port, smsc = operator()
        settings.LAPOR_SMS_SMPP = f"127.0.0.1:{port}"
        first = Smpp().send(message("a" * 200))
        second = Smpp().send(message("ā" * 80))

        assert smsc.said.count("of type submit_sm") == 4
        assert smsc.said.count("of type bind_transmitter") == 1
        assert (first.cost, second.cost) == (500, 500)

    def test_a_broken_connection_is_made_again(self, operator: Operator, settings):
        port, smsc = operator()
        settings.LAPOR_SMS_SMPP = f"127.0.0.1:{port}"
        Smpp().send(message("satu"))
        smsc.stop()
        with pytest.raises(Unreachable):
            Smpp().send(message("dua"))
        _port, smsc = operator(port=port)
        Smpp().send(message("tiga"))

        assert "<tiga>" in smsc.said

    @pytest.mark.django_db
    def test_what_it_delivers_is_kept_and_acknowledged(
        self, operator: Operator, settings, monkeypatch
    ):
        """The telephone numbers of its test are 456; we take them for a person's."""
        port, smsc = operator(3)
        settings.LAPOR_SMS_SMPP = f"127.0.0.1:{port}"
        monkeypatch.setattr(smpp, "sender_of", lambda raw: f"+628120000{raw}")
        listener = Listener(lambda: NOW)
        until = time.monotonic() + 20
        listener.listen(lambda: listener.heard == 3 or time.monotonic() > until)

        texts = [
            read_inbound(row)["payload"]["text"]
            for row in Inbound.objects.order_by("pk")
        ]
        assert texts == ["1", "2", "3"]
        wait_for(lambda: smsc.said.count("of type deliver_sm_resp") == 3)

    def test_that_goes_away_is_noticed(self, operator: Operator, settings):
        port, smsc = operator()
        settings.LAPOR_SMS_SMPP = f"127.0.0.1:{port}"
        threading.Timer(0.5, smsc.stop).start()

        with pytest.raises(Unreachable):
            Listener(lambda: NOW).listen(lambda: False)


def test_nobody_there_is_said_without_secrets():
    with pytest.raises(Unreachable) as trouble:
        Smpp().send(message("Halo"))
    assert "bar" not in str(trouble.value)

    with pytest.raises(Unreachable):
        Listener(lambda: NOW).listen(lambda: False)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (consts.SMPP_ESME_RINVDSTADR, Refused),
        (consts.SMPP_ESME_RTHROTTLED, Unreachable),
        (consts.SMPP_ESME_RSYSERR, Unreachable),
    ],
)
def test_statuses_are_final_or_not(monkeypatch, status: int, error: type[Exception]):
    def refuse(*_given: object) -> None:
        raise smpp.PDUError("x", int(status))

    monkeypatch.setattr(smpp, "_transmitter", lambda: None)
    monkeypatch.setattr(smpp, "_submitted", refuse)

    with pytest.raises(error):
        Smpp().send(message("Halo"))


def delivered(**given: Any) -> Any:
    """Return a deliver_sm as smpplib reads it."""
    pdu = {
        "command": "deliver_sm",
        "sequence": 7,
        "esm_class": 0,
        "data_coding": 0,
        "source_addr": b"6281234567890\0",
        "short_message": b"Halo",
        "message_payload": None,
        "receipted_message_id": None,
        "message_state": None,
        "sar_msg_ref_num": None,
        "sar_total_segments": None,
        "sar_segment_seqnum": None,
    }
    return SimpleNamespace(**(pdu | given))


@pytest.mark.django_db
class TestListener:
    """A delivered message …"""

    def test_in_ucs2_is_read_to_its_last_byte(self):
        text = "Jalan Ā"  # ends in a zero byte
        Listener(lambda: NOW)._take(
            delivered(data_coding=8, short_message=text.encode("utf-16-be"))
        )

        assert read_inbound(Inbound.objects.get())["payload"]["text"] == text

    def test_too_long_for_one_field_comes_as_payload(self):
        Listener(lambda: NOW)._take(
            delivered(short_message=b"", message_payload=b"x" * 300)
        )

        assert len(read_inbound(Inbound.objects.get())["payload"]["text"]) == 300

    @pytest.mark.parametrize(
        "given",
        [
            {
                "esm_class": consts.SMPP_GSMFEAT_UDHI,
                "short_message": b"\x05\x00\x03\xcc\x02\x01Halo",
            },
            {
                "sar_msg_ref_num": 204,
                "sar_total_segments": 2,
                "sar_segment_seqnum": 1,
            },
        ],
        ids=["header", "parameters"],
    )
    def test_in_parts_is_a_part(self, given: dict[str, Any]):
        Listener(lambda: NOW)._take(delivered(**given))

        row = Inbound.objects.get()
        assert (row.group, row.part, row.parts) == ("204/2", 1, 2)
        assert read_inbound(row)["payload"]["text"] == "Halo"

    def test_whose_acknowledgement_got_lost_is_one(self):
        listener = Listener(lambda: NOW)
        listener.session = "1"
        listener._take(delivered())
        listener._unsure.add(listener._pending)  # as listen() does when it breaks
        listener.session = "2"
        listener._take(delivered(sequence=1))
        listener._take(delivered(sequence=2))  # the same words once more, meant so

        assert Inbound.objects.count() == 2

    def test_of_a_machine_is_acknowledged_and_passed_over(self):
        status = Listener(lambda: NOW)._take(delivered(source_addr=b"TELKOMSEL\0"))

        assert status == consts.SMPP_ESME_ROK
        assert Inbound.objects.count() == 0

    def test_comes_again_when_the_database_is_away(self, monkeypatch):
        def away(**_given: object) -> None:
            raise smpp.OperationalError

        monkeypatch.setattr(smpp, "keep_inbound", away)

        assert Listener(lambda: NOW)._take(delivered()) == consts.SMPP_ESME_RX_T_APPN

    @pytest.mark.parametrize(
        ("given", "seen"),
        [
            (
                {
                    "short_message": b"id:abc sub:001 dlvrd:001 submit date:2603020300 "
                    b"done date:2603020301 stat:DELIVRD err:000 text:"
                },
                ("abc", "delivered"),
            ),
            (
                {"short_message": b"id:abc stat:UNDELIV err:012 text:"},
                ("abc", "failed"),
            ),
            (
                {"receipted_message_id": b"abc\0", "message_state": 2},
                ("abc", "delivered"),
            ),
            ({"receipted_message_id": b"abc\0", "message_state": 1}, ("abc", "")),
        ],
    )
    def test_that_is_a_receipt_is_noted(self, monkeypatch, given, seen):
        noted: list[tuple[str, str]] = []
        monkeypatch.setattr(
            smpp.deliveries,
            "note",
            lambda way, name, state, why, *, at: noted.append((name, state)),
        )
        Listener(lambda: NOW)._take(delivered(esm_class=4, **given))

        assert noted == [seen]
        assert Inbound.objects.count() == 0
