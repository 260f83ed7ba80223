"""Run background jobs."""

import asyncio

from django.core.management.base import BaseCommand, CommandParser

from lapor.ops import worker


class Command(BaseCommand):
    """Parse, make one call, stay until told to stop."""

    help = "Menjalankan pekerjaan latar belakang (bagian dari lapor up)"
    example = "lapor worker --until-empty"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Without options it works until it is stopped."""
        parser.add_argument(
            "--until-empty",
            action="store_true",
            help="berhenti bila antrean kosong",
        )

    def handle(self, *, until_empty: bool, **_: object) -> None:
        """Work."""
        asyncio.run(worker.run(until_empty=until_empty))
