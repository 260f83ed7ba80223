"""Take mails: from the mailbox, or one from a pipe."""

import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from lapor.channels.email.listening import TROUBLE, Listener, opened
from lapor.channels.email.reading import MOST_BYTES
from lapor.channels.email.taking import take
from lapor.channels.transport import Unreachable
from lapor.kernel import clock
from lapor.kernel.errors import Busy

TEMPORARY = 75  # EX_TEMPFAIL of sysexits.h: the mail server brings the mail again


class Command(BaseCommand):
    """Parse, make one call, say what came out."""

    help = "Menerima laporan lewat surel: dari kotak surat atau dari pipa"
    example = "lapor mail listen"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Three acts: listen, take, check."""
        acts = parser.add_subparsers(
            dest="act", required=True, parser_class=ArgumentParser
        )
        listen = acts.add_parser(
            "listen", help="menunggu surel di kotak surat sampai dihentikan"
        )
        listen.add_argument(
            "--once", action="store_true", help="ambil yang ada, lalu selesai"
        )
        acts.add_parser("take", help="mengambil satu surel dari masukan baku (pipa)")
        acts.add_parser("check", help="memeriksa apakah kotak surat dapat dibuka")

    def handle(self, *, act: str, **given: Any) -> None:
        """Run the act."""
        if act == "take":
            self._take()
            return
        if not settings.LAPOR_MAIL_HOST:
            raise CommandError(
                "Kotak surat belum diatur. Isi LAPOR_MAIL_HOST, LAPOR_MAIL_USER, dan "
                "LAPOR_MAIL_PASSWORD."
            )
        if act == "check":
            self._check()
        else:
            self._listen(**given)

    def _take(self) -> None:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        try:
            outcome = take(raw, at=clock.now(), is_whole=len(raw) <= MOST_BYTES)
        except (Unreachable, Busy, OperationalError) as trouble:
            self.stderr.write(f"Belum dapat diambil: {type(trouble).__name__}")
            sys.exit(TEMPORARY)
        self.stdout.write(str(outcome.label))

    def _check(self) -> None:
        try:
            with opened() as box:
                count = len(box.uids("UNDELETED", charset=None))
        except TROUBLE as trouble:
            raise CommandError(
                f"Kotak surat tidak dapat dibuka: {type(trouble).__name__}. Periksa "
                "alamat server, nama, dan kata sandinya."
            ) from None
        self.stdout.write(f"Kotak surat terbuka: {count} surel menunggu.")

    def _listen(self, *, once: bool, **_: Any) -> None:
        stopped = False

        def stop(*_: object) -> None:
            nonlocal stopped
            stopped = True

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        listener = Listener(self.stdout.write, is_over=lambda: stopped)
        if not once:
            listener.run()
            return
        with opened() as box:
            done = listener.take_all(box)
        self.stdout.write(
            f"{done.taken} surel diambil, {done.later} menunggu, "
            f"{done.failed} disisihkan."
        )
