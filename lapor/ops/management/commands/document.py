"""Write the reference pages of the documentation from the code."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from lapor.ops.documentation import PAGES, rendered


class Command(BaseCommand):
    """Parse, render each page, write or compare."""

    help = "Menulis halaman rujukan dokumentasi dari kode (untuk pengembang)"
    example = "lapor document --check"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the pages are, and whether to write at all."""
        parser.add_argument(
            "--folder",
            type=Path,
            default=Path("docs/reference"),
            help="folder halaman (bawaan: docs/reference)",
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="hanya bandingkan; kode keluar 1 bila ada yang usang",
        )

    def handle(self, *, folder: Path, check: bool, **_: object) -> None:
        """Write what changed; twice is once."""
        stale = 0
        for name in PAGES:
            file, text = folder / f"{name}.md", rendered(name)
            if file.is_file() and file.read_text(encoding="utf-8") == text:
                continue
            stale += 1
            if not check:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            self.stdout.write(f"{'usang' if check else 'ditulis'}: {file}")
        if check and stale:
            sys.exit(1)
