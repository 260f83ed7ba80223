"""The way out, against a real server of this test."""

import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from lapor.channels.email import smtp
from lapor.channels.email.smtp import Smtp
from lapor.channels.transport import Message, Refused, Unreachable, reply_token
from lapor.kernel import ids


def message(**changes: object) -> Message:
    number = ids.new_number()
    made = Message(
        key="4711:reporter:email",
        channel="email",
        to="ani@contoh.id",
        subject="Kabar laporan",
        text="Ada kabar. Buka https://lapor.example.id/lacak/",
        case=number,
        reply_token=reply_token(number),
    )
    return made._replace(**changes)


class TestSmtp:
    """Smtp …"""

    @pytest.fixture(
        autouse=True, params=[False, True], ids=["asks in turn", "asks at once"]
    )
    def manner(self, sink, request) -> None:
        sink.takes_several = request.param

    def test_sends_what_can_be_answered_and_come_back(self, sink):
        sent = message()

        receipt = Smtp().send(sent)

        mail, envelope = sink.mails[0], sink.taken[0]
        token = f"{sent.case.replace('-', '')}-{sent.reply_token}".lower()
        assert mail["To"] == "ani@contoh.id"
        assert mail["Reply-To"] == f"lapor+{token}@lapor.example.id"
        assert f"[{token}]" in mail["Subject"]
        assert token in mail["Message-ID"]
        assert mail["Auto-Submitted"] == "auto-generated"
        assert envelope.mail_from == f"lapor+b-{receipt.provider_id}@lapor.example.id"
        assert "Ada kabar." in mail.get_content()

    def test_gives_the_same_message_the_same_id(self, sink):
        sent = message()

        for _ in range(2):
            Smtp().send(sent)

        assert len({mail["Message-ID"] for mail in sink.mails}) == 1

    def test_sends_a_page_beside_the_text(self, sink):
        Smtp().send(message(html="<p>Ada kabar.</p>"))

        kinds = [part.get_content_type() for part in sink.mails[0].walk()]
        assert kinds == ["multipart/alternative", "text/plain", "text/html"]

    def test_keeps_one_connection_for_many(self, sink):
        for each in range(20):
            Smtp().send(message(key=str(each)))

        assert len(sink.taken) == 20

    @pytest.mark.parametrize(
        ("says", "error"),
        [("550 5.1.1 no such user", Refused), ("451 4.3.0 later", Unreachable)],
    )
    def test_tells_never_from_later(self, sink, says, error):
        sink.says_to_recipient = says
        with pytest.raises(error):
            Smtp().send(message())
        sink.says_to_recipient, sink.says = "250 OK", says
        with pytest.raises(error):
            Smtp().send(message())

    def test_goes_on_after_the_server_was_away(self, sink):
        sink.says = "421 4.3.0 closing"
        with pytest.raises(Unreachable):
            Smtp().send(message())
        sink.says = "250 OK"

        Smtp().send(message())

        assert len(sink.taken) == 1

    def test_begins_anew_once_where_the_server_has_ended_a_connection(self, sink):
        sink.ends = 1
        Smtp().send(message())
        assert len(sink.taken) == 1

        sink.ends = 2
        with pytest.raises(Unreachable):
            Smtp().send(message())
        assert len(sink.taken) == 1

    def test_keeps_lines_that_begin_with_a_dot(self, sink):
        Smtp().send(message(text="Satu\n.dua\n.\nTiga"))

        assert sink.texts[0].splitlines() == ["Satu", ".dua", ".", "Tiga"]

    def test_is_unreachable_without_a_server(self, settings):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        settings.DEFAULT_FROM_EMAIL = "lapor@lapor.example.id"

        with pytest.raises(Unreachable) as trouble:
            Smtp().send(message())

        assert "ani" not in str(trouble.value)

    def test_does_not_wait_for_a_server_that_hangs(self, settings, monkeypatch):
        monkeypatch.setattr(smtp, "SECONDS", 0.3)
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            settings.EMAIL_HOST = "127.0.0.1"
            settings.EMAIL_PORT = silent.getsockname()[1]

            with pytest.raises(Unreachable):
                Smtp().send(message())

    @pytest.mark.parametrize(
        "to",
        ["", "ani", "ani@contoh.id\r\nBcc: x@y.id", "ani@@contoh.id", "é@contoh.id"],
    )
    def test_refuses_what_is_no_address(self, sink, to):
        with pytest.raises(Refused):
            Smtp().send(message(to=to))

        assert not sink.taken

    def test_puts_no_second_header_into_a_subject(self, sink):
        Smtp().send(message(subject="Kabar\r\nBcc: x@y.id"))

        assert sink.mails[0]["Bcc"] is None

    def test_serves_several_threads(self, sink):
        with ThreadPoolExecutor(4) as hands:
            list(hands.map(lambda n: Smtp().send(message(key=str(n))), range(20)))

        assert len(sink.taken) == 20


class TestDkim:
    """signed() …"""

    def test_signs_so_that_the_receiver_can_check(self, sink, settings, tmp_path):
        import dkim  # noqa: PLC0415 - only here

        key, public = tmp_path / "dkim.pem", tmp_path / "dkim.pub"
        subprocess.run(
            ["openssl", "genrsa", "-out", str(key), "2048"],
            check=True,
            capture_output=True,
        )
        subprocess.run(
            ["openssl", "rsa", "-in", str(key), "-pubout", "-out", str(public)],
            check=True,
            capture_output=True,
        )
        settings.LAPOR_EMAIL_DKIM_KEY = str(key)
        settings.LAPOR_EMAIL_DKIM_SELECTOR = "lapor"
        named = []

        def record(name: bytes, timeout: int = 5) -> bytes:
            named.append(name)
            lines = public.read_text().splitlines()[1:-1]
            return b"v=DKIM1; k=rsa; p=" + "".join(lines).encode()

        Smtp().send(message())

        raw = bytes(sink.taken[0].content)
        assert dkim.verify(raw, dnsfunc=record)
        assert named == [b"lapor._domainkey.lapor.example.id."]
        assert not dkim.verify(raw.replace(b"Ada kabar", b"Ada apa?"), dnsfunc=record)
