"""The doctor says what is wrong in words, and fails only for what is broken."""

import json
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError

from lapor.domain.cases.rules import Channel
from lapor.domain.intake.actions import keep_inbound, note_trouble
from lapor.domain.intake.models import Inbound
from lapor.kernel import clock
from lapor.ops import doctor
from lapor.ops.doctor import Outcome

pytestmark = pytest.mark.django_db


def found(name: str) -> doctor.Finding:
    return next(finding for finding in doctor.examine() if finding.name == name)


class TestExamine:
    """examine() …"""

    def test_names_what_may_lose_data(self):
        # The server of the tests gives up durability for speed.
        finding = found("Ketahanan data")

        assert finding.outcome == Outcome.FAILED
        assert "fsync" in finding.seen

    def test_measures_the_clock_against_the_database(self, monkeypatch):
        late = clock.now() + timedelta(minutes=5)
        monkeypatch.setattr(doctor.clock, "now", lambda: late)

        finding = found("Jam")

        assert finding.outcome == Outcome.FAILED
        assert "NTP" in finding.advice

    def test_goes_on_when_the_database_is_away(self, monkeypatch):
        def away() -> None:
            raise OperationalError("connection refused")

        monkeypatch.setattr(doctor.connection, "ensure_connection", away)
        monkeypatch.setattr(doctor.connection, "cursor", away)

        outcomes = {finding.name: finding.outcome for finding in doctor.examine()}

        assert outcomes["PostgreSQL"] == outcomes["Pekerja"] == Outcome.FAILED
        assert outcomes["Lapor"] == Outcome.OK

    def test_says_how_to_close_a_folder_that_others_can_open(self, settings, tmp_path):
        tmp_path.chmod(0o755)
        settings.LAPOR_HOME = tmp_path

        finding = found("LAPOR_HOME")

        assert finding.outcome == Outcome.ATTENTION
        assert finding.advice.endswith(f"chmod go= {tmp_path}")

    def test_greets_the_virus_scanner(self, settings):
        with socket.create_server(("127.0.0.1", 0)) as server:
            settings.LAPOR_CLAMD = f"127.0.0.1:{server.getsockname()[1]}"

            def answer() -> None:
                link, _ = server.accept()
                with link:
                    link.recv(16)
                    link.sendall(b"PONG\0")

            threading.Thread(target=answer).start()

            assert found("Pemindai virus").seen.endswith(": PONG")

    def test_says_plainly_that_there_is_no_virus_scanner(self, settings):
        settings.LAPOR_CLAMD = ""

        assert found("Pemindai virus").seen.startswith("tidak diatur")


class Talker(socketserver.StreamRequestHandler):
    """A server that knows what to answer to a word; "" greets who comes."""

    answers: Mapping[str, str] = {}

    def handle(self):
        self._say(self.answers[""].format(tag="*"))
        for line in self.rfile:
            words = line.decode().split()
            for word in words:
                if word.upper() in self.answers:
                    self._say(self.answers[word.upper()].format(tag=words[0]))
                    break

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


SMTP = {
    "": "220 surat.example.go.id",
    "EHLO": "250 surat.example.go.id",
    "QUIT": "221 sampai jumpa",
}
IMAP = {
    "": "{tag} OK siap",
    "CAPABILITY": "* CAPABILITY IMAP4rev1\r\n{tag} OK ya",
    "LOGIN": "{tag} OK ya",
    "EXAMINE": "* 3 EXISTS\r\n{tag} OK ya",
    "LOGOUT": "* BYE ya\r\n{tag} OK ya",
}


@pytest.fixture
def serve() -> Iterator[Callable[[Mapping[str, str]], int]]:
    """Start a server with these answers; returns its port."""
    servers = []

    def start(answers: Mapping[str, str]) -> int:
        handler = type("Handler", (Talker,), {"answers": answers})
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        servers.append(server)
        return server.server_address[1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class TestMail:
    """Mail …"""

    @pytest.fixture
    def out(self, settings) -> None:
        settings.LAPOR_TRANSPORTS = {"email": "lapor.channels.email.smtp.Smtp"}
        settings.EMAIL_HOST = "127.0.0.1"
        settings.DEFAULT_FROM_EMAIL = "lapor@example.go.id"

    def test_that_nobody_set_up_is_said_to_be_held(self, settings):
        settings.LAPOR_TRANSPORTS = {}

        finding = found("Surel")

        assert finding.outcome == Outcome.ATTENTION
        assert "pemberitahuan ditahan" in finding.seen
        assert "LAPOR_EMAIL_HOST" in finding.advice

    @pytest.mark.usefixtures("out")
    def test_is_well_when_the_server_greets(self, settings, serve):
        settings.EMAIL_PORT = serve(SMTP)

        assert found("Surel").outcome == Outcome.OK

    @pytest.mark.usefixtures("out")
    def test_wants_a_sender_that_can_be_answered(self, settings, serve):
        settings.EMAIL_PORT = serve(SMTP)
        settings.DEFAULT_FROM_EMAIL = "lapor@localhost"

        finding = found("Surel")

        assert finding.outcome == Outcome.ATTENTION
        assert "LAPOR_EMAIL_FROM" in finding.advice

    @pytest.mark.usefixtures("out")
    def test_says_which_settings_open_the_way_to_the_server(self, settings):
        settings.EMAIL_PORT = 1

        finding = found("Surel")

        assert finding.outcome == Outcome.FAILED
        assert "LAPOR_EMAIL_PORT" in finding.advice

    @pytest.mark.usefixtures("out")
    def test_says_that_the_password_is_wrong(self, settings, serve):
        settings.EMAIL_PORT = serve(
            SMTP | {"EHLO": "250-surat\r\n250 AUTH PLAIN", "AUTH": "535 salah"}
        )
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "lapor", "x"

        finding = found("Surel")

        assert "nama atau sandi salah" in finding.seen
        assert "LAPOR_EMAIL_PASSWORD" in finding.advice


class TestMailbox:
    """The mailbox …"""

    @pytest.fixture(autouse=True)
    def plain(self, settings) -> None:
        settings.LAPOR_MAIL_HOST, settings.LAPOR_MAIL_TLS = "127.0.0.1", "none"
        settings.LAPOR_MAIL_USER, settings.LAPOR_MAIL_PASSWORD = "lapor", "x"

    def test_may_be_left_out(self, settings):
        settings.LAPOR_MAIL_HOST = ""

        assert found("Kotak surat").outcome == Outcome.OK

    def test_is_well_when_it_opens(self, settings, serve):
        settings.LAPOR_MAIL_PORT = serve(IMAP)

        assert found("Kotak surat").outcome == Outcome.OK

    @pytest.mark.parametrize(
        ("answer", "advice"),
        [("LOGIN", "LAPOR_MAIL_PASSWORD"), ("EXAMINE", "LAPOR_MAIL_FOLDER")],
    )
    def test_says_what_to_look_at(self, settings, serve, answer: str, advice: str):
        settings.LAPOR_MAIL_PORT = serve(IMAP | {answer: "{tag} NO tidak"})

        finding = found("Kotak surat")

        assert finding.outcome == Outcome.FAILED
        assert advice in finding.advice

    def test_that_is_away_is_said_so(self, settings):
        settings.LAPOR_MAIL_PORT = 1

        assert "LAPOR_MAIL_HOST" in found("Kotak surat").advice


class TestCommand:
    """lapor doctor …"""

    def test_fails_when_something_failed_and_speaks_json(self, capsys):
        with pytest.raises(SystemExit) as exit_:
            call_command("doctor", "--json")

        findings = json.loads(capsys.readouterr().out)
        assert exit_.value.code == 1
        assert {finding["name"] for finding in findings} == set(doctor.CHECKS)

    def test_puts_the_advice_under_each_finding(self, capsys):
        with pytest.raises(SystemExit):
            call_command("doctor")

        assert "gagal      Ketahanan data" in capsys.readouterr().out


class TestConversations:
    """The doctor …"""

    def test_finds_nothing_wrong_with_what_just_came(self):
        keep_inbound(
            channel=Channel.SMS,
            address="+6281234567890",
            external_id="a",
            payload={"id": "a", "text": "halo"},
            at=clock.now(),
        )

        assert found("Percakapan").outcome == Outcome.OK

    def test_counts_what_was_not_heard_and_what_cannot_be_answered(self):
        old = clock.now() - timedelta(hours=1)
        for name in ("a", "b"):
            keep_inbound(
                channel=Channel.SMS,
                address="+6281234567890",
                external_id=name,
                payload={"id": name, "text": "halo"},
                at=old,
            )
        note_trouble(Inbound.objects.latest("pk"), "NotSetUp: sms")

        finding = found("Percakapan")

        assert finding.outcome == Outcome.ATTENTION
        assert "2 pesan menunggu, 1 tidak dapat dibalas" in finding.seen
