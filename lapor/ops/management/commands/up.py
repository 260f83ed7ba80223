"""Start everything."""

from django.core.management.base import BaseCommand, CommandParser

from lapor.kernel import env
from lapor.ops import up


class Command(BaseCommand):
    """Parse, make one call, stay until Ctrl-C."""

    help = "Menyalakan semuanya: basis data, web dan pekerja; Ctrl-C menghentikan"
    example = "lapor up --port 8080"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The port may also come from the environment, as ``PORT``."""
        parser.add_argument(
            "--port",
            type=int,
            default=env.number("PORT", 8000),
            help="porta di 127.0.0.1 (bawaan: PORT atau 8000)",
        )

    def handle(self, *, port: int, **_: object) -> None:
        """Serve."""
        up.run(port=port)
