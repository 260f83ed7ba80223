"""lapor sms, lapor telegram: one act each, a sentence for everything that is wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lapor.channels.management.commands import sms
from lapor.channels.transport import Unreachable
from tests.channels.conftest import Double

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def run(*words: str) -> str:
    said = StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


@pytest.fixture
def telegram(settings, double: Double) -> Double:
    settings.LAPOR_TELEGRAM_TOKEN = TOKEN
    settings.LAPOR_TELEGRAM_SECRET = "rahasia"
    settings.LAPOR_TELEGRAM_API = double.url
    settings.LAPOR_PUBLIC_URL = "https://lapor.example.id"
    return double


class TestTelegram:
    """lapor telegram …"""

    def test_connects_the_hook_with_its_secret(self, telegram: Double):
        telegram.on(f"/bot{TOKEN}/setWebhook", 200, {"ok": True, "result": True})
        said = run("telegram", "connect")

        sent = telegram.asked[0].json
        assert sent["url"] == "https://lapor.example.id/hooks/telegram/"
        assert sent["secret_token"] == "rahasia"
        assert sent["url"] in said

    def test_disconnects_and_keeps_what_waits(self, telegram: Double):
        telegram.on(f"/bot{TOKEN}/deleteWebhook", 200, {"ok": True, "result": True})
        run("telegram", "disconnect")

        assert telegram.asked[0].json == {"drop_pending_updates": False}

    def test_says_how_it_stands(self, telegram: Double):
        me = {"ok": True, "result": {"username": "lapor_bot"}}
        hook = {"url": "https://x.id/h", "pending_update_count": 3}
        telegram.on(f"/bot{TOKEN}/getMe", 200, me)
        telegram.on(f"/bot{TOKEN}/getWebhookInfo", 200, {"ok": True, "result": hook})

        said = run("telegram", "check")

        assert "@lapor_bot" in said
        assert "3 pesan menunggu" in said

    def test_says_what_is_wrong_without_the_token(self, telegram: Double):
        with pytest.raises(CommandError) as refused:
            run("telegram", "check")

        assert TOKEN not in str(refused.value)

    def test_names_the_settings_it_needs(self, settings):
        settings.LAPOR_TELEGRAM_TOKEN = ""

        with pytest.raises(CommandError, match="LAPOR_TELEGRAM_TOKEN"):
            run("telegram", "check")


class TestSms:
    """lapor sms …"""

    def test_names_the_settings_it_needs(self, settings):
        settings.LAPOR_SMS_SMPP = ""

        with pytest.raises(CommandError, match="LAPOR_SMS_SMPP"):
            run("sms", "check")

    def test_says_that_nobody_is_there(self, settings):
        settings.LAPOR_SMS_SMPP = "127.0.0.1:9"
        settings.LAPOR_SMS_USER = settings.LAPOR_SMS_PASSWORD = "x"

        with pytest.raises(CommandError, match="tidak menerima sambungan"):
            run("sms", "check")

    def test_connects_again_after_every_break(self, settings, monkeypatch):
        settings.LAPOR_SMS_SMPP = "127.0.0.1:9"
        tries: list[int] = []
        handlers: dict[int, object] = {}
        monkeypatch.setattr(sms.signal, "signal", handlers.__setitem__)
        monkeypatch.setattr(sms, "_wait", lambda seconds, is_over: None)

        class Broken:
            heard = 0

            def __init__(self, now: object) -> None:
                """It hears nothing."""

            def listen(self, is_over: object) -> None:
                tries.append(1)
                if len(tries) == 3:
                    handlers[sms.signal.SIGTERM]()
                raise Unreachable("SMPP: ConnectionError")

        monkeypatch.setattr(sms, "Listener", Broken)
        said = run("sms", "listen")

        assert len(tries) == 3
        assert said.count("dicoba lagi") == 3
        assert "0 SMS diterima" in said
