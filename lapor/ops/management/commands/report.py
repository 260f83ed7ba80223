"""Make a document: a report, a letter, the pack of a tier."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from lapor.domain.analytics.actions import fold
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.monev.queries import scope_named
from lapor.domain.reports.actions.issuing import issue_result
from lapor.domain.reports.contents.finding import document_of
from lapor.domain.reports.rendering import rendered
from lapor.domain.reports.rules.kinds import (
    OF_A_ROUND,
    DocumentKind,
    Format,
    demand_format,
)
from lapor.kernel import clock, durable
from lapor.kernel.errors import Invalid


class Command(BaseCommand):
    """Parse, make one document, say what came out."""

    help = "Membuat dokumen: laporan berkala, surat, berita acara, paket tingkat"
    example = "lapor report semester --period 2026-S1 --scope nasional -o semester.pdf"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The ending of the file says what is made."""
        parser.add_argument(
            "kind",
            type=DocumentKind,
            choices=list(DocumentKind),
            metavar="JENIS",
            help=", ".join(f"{kind.value} ({kind.label})" for kind in DocumentKind),
        )
        parser.add_argument(
            "--period",
            metavar="MASA",
            default="",
            help="2026, 2026-S1, 2026-Q1, 2026-03, atau 2026-01-01..2026-03-31",
        )
        parser.add_argument(
            "--scope",
            default="nasional",
            metavar="CAKUPAN",
            help="nasional, kode instansi atau unit, atau binaan:KODE",
        )
        parser.add_argument(
            "--round",
            default="",
            metavar="PUTARAN",
            help="kode putaran, untuk "
            + ", ".join(kind.value for kind in OF_A_ROUND)
            + "; bawaan: yang terbaru pada masa itu",
        )
        parser.add_argument(
            "-o",
            "--output",
            type=Path,
            metavar="BERKAS",
            help="berakhiran .pdf, .xlsx, atau .docx",
        )
        parser.add_argument(
            "--issue",
            action="store_true",
            help="dengan hasil-putaran --round: buat, tanda tangani, dan simpan lagi "
            "hasil putaran dan surat-suratnya",
        )
        parser.add_argument("--json", action="store_true", help="jawaban sebagai JSON")

    def handle(
        self,
        *,
        kind: DocumentKind,
        period: str,
        scope: str,
        round: str,
        output: Path | None,
        issue: bool,
        json: bool,
        **_: Any,
    ) -> None:
        """Make the file whole, or none at all."""
        if issue:
            self.stdout.write(issued(kind, round, is_json=json))
            return
        if output is None:
            raise Invalid(gettext("Sebut berkasnya, misalnya -o laporan.pdf."))
        wanted = format_of(output)
        demand_format(kind, wanted)
        if not period and not round:
            raise Invalid(gettext("Sebut masanya, misalnya --period 2026-S1."))
        begun, at = time.monotonic(), clock.now()
        days = parse_period(period or f"{at:%Y}")
        with progress(is_quiet=json) as bar:
            line = bar.add_task(gettext("Membaca angka"))
            fold(at=at)
            document = document_of(kind, scope_named(scope), days, round=round, at=at)
            bar.update(line, description=gettext("Memeriksa jumlah dan menyusun"))
            content = rendered(document, wanted)
            bar.update(line, description=gettext("Menyimpan"))
            durable.write(output, [content])
        tables = len(list(document.tables()))
        found = {
            "kind": kind.value,
            "title": document.title,
            "file": str(output),
            "bytes": len(content),
            "tables": tables,
            "seconds": round_to_tenth(time.monotonic() - begun),
        }
        self.stdout.write(as_json(found) if json else as_text(found))


def issued(kind: DocumentKind, round: str, *, is_json: bool) -> str:
    """Issue the documents of a round anew and return the answer."""
    if kind != DocumentKind.ROUND or not round:
        raise Invalid(
            gettext("Tulis: lapor report hasil-putaran --round PUTARAN --issue")
        )
    found = [
        {"kind": row.kind, "number": row.number, "title": row.title, "token": row.token}
        for row in issue_result(round, at=clock.now())
    ]
    if is_json:
        return json.dumps(found, ensure_ascii=False, indent=1)
    return "\n".join(f"{row['number']}  {row['title']}" for row in found)


def format_of(output: Path) -> Format:
    """Return what the ending of a file asks for. Raises Invalid with the endings."""
    ending = output.suffix.lower().removeprefix(".")
    if ending not in set(Format):
        raise Invalid(
            gettext("Nama berkas harus berakhiran .pdf, .xlsx, atau .docx: %(name)s")
            % {"name": output.name}
        )
    return Format(ending)


def progress(*, is_quiet: bool) -> Progress:
    """Return a line that says what is being done; on a terminal only."""
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=is_quiet or not console.is_terminal,
    )


def round_to_tenth(seconds: float) -> float:
    """Return seconds with one decimal."""
    return int(seconds * 10) / 10


def as_json(found: dict[str, Any]) -> str:
    """Return the answer for machines."""
    return json.dumps(found, ensure_ascii=False, indent=1)


def as_text(found: dict[str, Any]) -> str:
    """Return the answer for people."""
    return gettext(
        "%(title)s: %(file)s, %(bytes)s bita, %(tables)s tabel yang jumlahnya cocok, "
        "%(seconds)s detik."
    ) % {**found, "bytes": f"{found['bytes']:,}".replace(",", ".")}
