"""Mails that no person wrote."""

import pytest

from lapor.channels.email.reading import read
from lapor.channels.email.robots import Robot, robot
from tests.factories.mails import OWN, bounce, mail

OURS = frozenset({OWN})


def judged(raw: bytes) -> Robot | None:
    return robot(read(raw).mime, own=OURS)


class TestRobot:
    """robot() …"""

    @pytest.mark.parametrize(
        ("headers", "why"),
        [
            ({"Auto-Submitted": "auto-replied"}, Robot.AUTOMATIC),
            ({"Auto-Submitted": "auto-generated; x=y"}, Robot.AUTOMATIC),
            ({"X-Autoreply": "yes"}, Robot.AUTOMATIC),
            ({"Precedence": "bulk"}, Robot.BULK),
            ({"List-Id": "<warga.contoh.id>"}, Robot.BULK),
            ({"Return-Path": "<>"}, Robot.NULL_SENDER),
            ({"From": "MAILER-DAEMON@mx.id"}, Robot.ADDRESS),
            ({"From": "no-reply@bank.id"}, Robot.ADDRESS),
            ({"From": OWN}, Robot.OURS),
            ({"From": "Lapor <LAPOR+7k2m@lapor.example.id>"}, Robot.OURS),
            ({"X-Lapor": "1"}, Robot.OURS),
            ({"Subject": "Balasan otomatis: Laporan Anda"}, Robot.SUBJECT),
            ({"Subject": "Automatic reply: Laporan"}, Robot.SUBJECT),
            ({"Subject": "Out of office"}, Robot.SUBJECT),
        ],
    )
    def test_knows_machines(self, headers, why):
        assert judged(mail(headers=headers)) == why

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Auto-Submitted": "no"},
            {"Subject": "Petugas sedang tidak di kantor, jawaban lambat"},
            {"From": "Noreen <noreen@contoh.id>"},
            {"Return-Path": "<ani@contoh.id>"},
        ],
    )
    def test_lets_persons_through(self, headers):
        assert judged(mail(headers=headers)) is None

    def test_knows_a_bounce(self):
        assert judged(bounce(OWN)) is not None
