"""Out through an HTTP gateway: what counts as taken, and every way to fail."""

import socket
import threading
from collections.abc import Iterator
from decimal import Decimal

import pytest

from lapor.channels import fetching
from lapor.channels.sms.gateway import Gateway
from lapor.channels.transport import Message, Refused, Unreachable
from tests.channels.conftest import Double

PATH = "/cgi-bin/sendsms"


@pytest.fixture(autouse=True)
def sms(settings, double: Double) -> None:
    settings.LAPOR_SMS_URL = f"{double.url}{PATH}"
    settings.LAPOR_SMS_USER = "lapor"
    settings.LAPOR_SMS_PASSWORD = "sandi"
    settings.LAPOR_SMS_SENDER = "1708"
    settings.LAPOR_SMS_COST = 250
    settings.LAPOR_SMS_REPORTS = False
    double.on(PATH, 202, b"0: Accepted for delivery")


def message(text: str = "Ada kabar.") -> Message:
    return Message("kunci-1", "sms", "+6281234567890", "", text)


def test_a_message_leaves_as_kannel_wants_it(double: Double):
    receipt = Gateway().send(message("Buka “laporan” Anda"))

    asked = double.asked[0].query
    assert asked["to"] == "+6281234567890"
    assert asked["text"] == 'Buka "laporan" Anda'
    assert (asked["coding"], asked["charset"]) == ("0", "UTF-8")
    assert "dlr-url" not in asked
    assert receipt.provider_id == "kunci-1"
    assert (receipt.cost, receipt.awaits_proof) == (Decimal(250), False)


def test_letters_beyond_the_alphabet_and_length_cost_more(double: Double):
    receipt = Gateway().send(message("ā" * 71))

    assert double.asked[0].query["coding"] == "2"
    assert receipt.cost == Decimal(500)


def test_reports_are_asked_for_when_the_gateway_has_them(settings, double: Double):
    settings.LAPOR_SMS_REPORTS = True
    settings.LAPOR_SMS_TOKEN = "t0k3n"
    receipt = Gateway().send(message())

    asked = double.asked[0].query
    assert asked["dlr-url"].endswith("?token=t0k3n&key=kunci-1&state=%d")
    assert receipt.awaits_proof


def test_queued_for_later_counts_as_taken(double: Double):
    double.on(PATH, 202, b"3: Queued for later delivery")

    assert Gateway().send(message()).provider_id == "kunci-1"


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b"<html>Welcome</html>", Unreachable),  # says 200 and loses
        (200, b"", Unreachable),
        (503, b"Temporal failure, try again later.", Unreachable),
        (403, b"Authorization failed for sendsms", Unreachable),
        (400, b"Missing receiver number, rejected", Refused),
        (404, b"Unknown request.", Refused),
    ],
)
def test_what_is_no_receipt_is_no_delivery(
    double: Double, status: int, body: bytes, error: type[Exception]
):
    double.on(PATH, status, body)

    with pytest.raises(error) as trouble:
        Gateway().send(message())
    for secret in ("sandi", "81234567890", "kabar"):
        assert secret not in str(trouble.value)


@pytest.fixture
def silent() -> Iterator[int]:
    """A gateway that takes the line and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        lines: list[socket.socket] = []

        def take() -> None:
            try:
                while True:
                    lines.append(server.accept()[0])
            except OSError:
                return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        for line in lines:
            line.close()


def test_a_gateway_that_hangs_is_left(settings, silent: int, monkeypatch):
    settings.LAPOR_SMS_URL = f"http://127.0.0.1:{silent}{PATH}"
    monkeypatch.setattr(fetching, "PATIENCE", 0.2)

    with pytest.raises(Unreachable, match="Timeout"):
        Gateway().send(message())


def test_a_gateway_that_is_away_is_asked_later(settings):
    settings.LAPOR_SMS_URL = "http://127.0.0.1:9/x"

    with pytest.raises(Unreachable):
        Gateway().send(message())
