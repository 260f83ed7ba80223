"""The doctor says what is wrong in words, and fails only for what is broken."""

import json
import socket
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError

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
