"""SMS over SMPP: hear what the operator delivers, or see whether he lets us in."""

import signal
import time
from argparse import ArgumentParser
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lapor.channels.sms.smpp import TROUBLE, Listener, connected
from lapor.channels.transport import Unreachable
from lapor.kernel import clock

#: Seconds before another try: the first, and the longest.
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0


class Command(BaseCommand):
    """Parse, make one call, say what came out."""

    help = "Menerima SMS dari operator lewat SMPP"
    example = "lapor sms listen"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Two acts: listen, check."""
        acts = parser.add_subparsers(
            dest="act", required=True, parser_class=ArgumentParser
        )
        acts.add_parser("listen", help="menerima SMS sampai dihentikan")
        acts.add_parser("check", help="memeriksa apakah operator menerima sambungan")

    def handle(self, *, act: str, **given: Any) -> None:
        """Run the act."""
        if not settings.LAPOR_SMS_SMPP:
            raise CommandError(
                "SMPP belum diatur. Isi LAPOR_SMS_SMPP (alamat:port), LAPOR_SMS_USER, "
                "dan LAPOR_SMS_PASSWORD."
            )
        if act == "check":
            self._check()
        else:
            self._listen()

    def _check(self) -> None:
        try:
            with connected("transmitter"):
                pass
        except TROUBLE as trouble:
            raise CommandError(
                f"Operator tidak menerima sambungan: {type(trouble).__name__}. Periksa "
                "alamat, nama, dan kata sandinya."
            ) from None
        self.stdout.write("Operator menerima sambungan.")

    def _listen(self) -> None:
        stopped = False

        def stop(*_: object) -> None:
            nonlocal stopped
            stopped = True

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        listener, pause = Listener(clock.now), FIRST_PAUSE
        while not stopped:
            before = listener.heard
            try:
                listener.listen(lambda: stopped)
            except Unreachable as trouble:
                pause = FIRST_PAUSE if listener.heard > before else pause
                self.stdout.write(f"Sambungan putus ({trouble}); dicoba lagi.")
                _wait(pause, lambda: stopped)
                pause = min(pause * 2, LONGEST_PAUSE)
        self.stdout.write(f"{listener.heard} SMS diterima.")


def _wait(seconds: float, is_over: Any) -> None:
    until = time.monotonic() + seconds
    while not is_over() and time.monotonic() < until:
        time.sleep(0.2)
