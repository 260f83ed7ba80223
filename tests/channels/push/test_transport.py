"""Web Push against a push service of our own, which opens what it gets."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message as Headers
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lapor.channels.push.transport import WebPush
from lapor.channels.transport import Message, Refused, Unreachable
from lapor.kernel import push_keys


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Browser:
    """A browser that has subscribed: only it can open what was sealed for it."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = b"0123456789abcdef"

    @property
    def subscription(self) -> str:
        point = self.key.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": text(point), "auth": text(self.secret)}
        return json.dumps({"endpoint": self.endpoint, "keys": keys})

    def opened(self, sealed: bytes) -> dict[str, str]:
        return json.loads(
            http_ece.decrypt(
                sealed,
                private_key=self.key,
                auth_secret=self.secret,
                version="aes128gcm",
            )
        )


class Service(ThreadingHTTPServer):
    """A push service: keeps what came, answers what it is told to."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 201
        self.got: list[tuple[Headers, bytes]] = []


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers, body))
        self.send_response(self.server.status)
        self.send_header("Location", "/m/1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Be silent."""


@pytest.fixture
def service() -> Iterator[Service]:
    found = Service()
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


@pytest.fixture
def browser(service: Service) -> Browser:
    return Browser(f"http://127.0.0.1:{service.server_port}/p/1")


def message(browser: Browser) -> Message:
    return Message(
        key="e1:user:2:push1:new_case",
        channel="push",
        to=browser.subscription,
        subject="Mendesak: laporan 7K2M-P042-QRX",
        text="Mendesak: laporan 7K2M-P042-QRX. http://127.0.0.1:8000/meja/7K2M-P042-QRX/",
    )


class TestPush:
    """WebPush.send() …"""

    def test_seals_the_notice_for_the_browser_alone(self, service, browser):
        WebPush().send(message(browser))

        ((headers, sealed),) = service.got
        assert b"7K2M" not in sealed
        assert browser.opened(sealed) == {
            "title": "Mendesak: laporan 7K2M-P042-QRX",
            "body": "Mendesak: laporan 7K2M-P042-QRX",
            "tag": "e1:user:2:push1:new_case",
            "url": "http://127.0.0.1:8000/meja/7K2M-P042-QRX/",
        }
        assert headers["Content-Encoding"] == "aes128gcm"
        assert headers["TTL"] == "86400"

    def test_shows_the_key_that_browsers_were_given(self, service, browser):
        WebPush().send(message(browser))

        ((headers, _sealed),) = service.got
        words = headers["Authorization"]
        assert words.startswith("vapid t=")
        assert words.partition("k=")[2].partition(",")[0] == push_keys.public_text()

    @pytest.mark.parametrize("status", [404, 410])
    def test_says_that_a_browser_has_gone(self, service, browser, status):
        service.status = status

        with pytest.raises(Refused, match=r"^gone"):
            WebPush().send(message(browser))

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_tries_again_when_the_service_is_busy(self, service, browser, status):
        service.status = status

        with pytest.raises(Unreachable):
            WebPush().send(message(browser))

    def test_does_not_try_again_what_is_too_large(self, service, browser):
        service.status = 413

        with pytest.raises(Refused, match="413"):
            WebPush().send(message(browser))

    def test_tries_again_when_nobody_is_there(self, service, browser):
        gone = Browser("http://127.0.0.1:9/p/1", browser.key)

        with pytest.raises(Unreachable):
            WebPush().send(message(gone))

    def test_refuses_a_subscription_that_is_none(self, browser):
        broken = message(browser)._replace(to="{}")

        with pytest.raises(Refused):
            WebPush().send(broken)
