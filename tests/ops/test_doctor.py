"""The doctor says what is wrong in words, and fails only for what is broken."""

import json
import socket
import threading
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
