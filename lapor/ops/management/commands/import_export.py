"""Take an official export of LAPOR! into the system."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from lapor.domain.analytics.actions import fold
from lapor.domain.intake.actions import ImportSummary, import_export
from lapor.domain.organisations.queries import organisation_by_code
from lapor.kernel import clock, tables
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid, TooLarge

Tell = Callable[[int, int], None]
SHOWN = 20  # errors and names in the answer for people; --json has them all


class Command(BaseCommand):
    """Parse, make one call into the room, say what became of the rows."""

    help = "Memuat ekspor resmi LAPOR! (Laporan Ringkas, .xlsx atau .csv)"
    example = "lapor import-export laporan.xlsx --agency pemda-32.04 --dry-run"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file; what cannot be read ends with exit code 2."""
        parser.add_argument("file", type=Path, help="berkas .xlsx atau .csv")
        parser.add_argument(
            "--agency", help="kode instansi bila kolom Instansi Induk tidak dikenal"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="hanya periksa, tidak menyimpan"
        )
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(
        self, *, file: Path, agency: str | None, dry_run: bool, json: bool, **_: Any
    ) -> None:
        """Import; exit code 1 when rows were rejected, 2 when there was no table."""
        given = organisation_by_code(agency) if agency else None
        try:
            with file.open("rb") as source, _bar() as tell:
                summary = import_export(
                    tables.read_rows(source, file.name),
                    agency=given.agency if given else None,
                    by=SYSTEM,
                    at=clock.now(),
                    dry_run=dry_run,
                    tell=tell,
                )
        except OSError as trouble:
            raise CommandError(
                gettext("Berkas {file} tidak dapat dibuka: {why}").format(
                    file=file, why=trouble.strerror
                ),
                returncode=2,
            ) from None
        except (Invalid, TooLarge) as refusal:
            raise CommandError(refusal.message, returncode=2) from None
        if not dry_run:
            fold(at=clock.now())
        self.stdout.write(
            as_json(summary) if json else as_text(summary, dry_run=dry_run)
        )
        if summary.rejected:
            sys.exit(1)


def as_json(summary: ImportSummary) -> str:
    """Return the summary for machines."""
    return json.dumps(summary.as_json(), ensure_ascii=False, indent=2)


def as_text(summary: ImportSummary, *, dry_run: bool) -> str:
    """Return the summary in lines, every fault with its row and column."""
    lines = [
        gettext(
            "{rows} baris: {created} baru, {changed} berubah, {unchanged} tetap, "
            "{rejected} ditolak"
        ).format(**vars(summary))
    ]
    if dry_run:
        lines.append(gettext("Uji coba: tidak ada yang disimpan."))
    lines += [
        gettext("Baris {row}, kolom {column}: {why}").format(**fault._asdict())
        for fault in summary.errors[:SHOWN]
    ]
    if len(summary.errors) > SHOWN:
        more = len(summary.errors) - SHOWN
        lines.append(gettext("… dan {more} kesalahan lain (--json)").format(more=more))
    titles = {
        "agencies": gettext("Instansi induk yang belum dikenal"),
        "units": gettext("Unit yang belum dikenal"),
        "categories": gettext("Kategori yang belum dikenal"),
        "regions": gettext("Wilayah yang belum dikenal"),
        "channels": gettext("Kanal yang belum dikenal"),
    }
    for kind, title in titles.items():
        if names := summary.unmapped.get(kind):
            lines.append(f"{title} ({len(names)}):")
            lines += [f"  {name} ({n})" for name, n in names.most_common(SHOWN)]
    return "\n".join(lines)


@contextmanager
def _bar() -> Iterator[Tell]:
    """Show one bar on a terminal's error stream, nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(gettext("Membaca berkas"), total=None)

        def tell(done: int, total: int) -> None:
            bar.update(
                task,
                description=gettext("Menyimpan laporan"),
                completed=done,
                total=total,
            )

        yield tell
