"""Take lists out as tables and bring them back, with a dry run."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lapor.kernel import clock, lists, tables
from lapor.kernel.actor import SYSTEM


class Command(BaseCommand):
    """Parse, make one call into a list, say what came out."""

    help = "Mengekspor dan mengimpor daftar sebagai CSV atau XLSX, dengan uji coba"
    example = "lapor lists import organisations instansi.xlsx --dry-run"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Three acts: show, export, import."""
        acts = parser.add_subparsers(
            dest="act", required=True, parser_class=ArgumentParser
        )
        show = acts.add_parser("show", help="sebut semua daftar dan kolomnya")
        show.add_argument("--json", action="store_true", help="hasil sebagai JSON")
        out = acts.add_parser("export", help="tulis daftar ke berkas")
        out.add_argument("name", help="nama daftar, misalnya organisations")
        out.add_argument("file", help="berkas .csv atau .xlsx; - untuk CSV ke layar")
        into = acts.add_parser("import", help="baca daftar dari berkas")
        into.add_argument("name", help="nama daftar")
        into.add_argument("file", type=Path, help="berkas .csv atau .xlsx")
        into.add_argument(
            "--dry-run", action="store_true", help="hanya periksa, tidak menyimpan"
        )
        into.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *, act: str, **given: Any) -> None:
        """Run the act."""
        if act == "show":
            self._show(**given)
        elif act == "export":
            self._export(**given)
        else:
            self._import(**given)

    def _show(self, *, json: bool, **_: Any) -> None:
        found = {name: lists.REGISTRY[name].header for name in sorted(lists.REGISTRY)}
        if json:
            self.stdout.write(_json(found))
            return
        for name, header in found.items():
            title = lists.REGISTRY[name].title
            self.stdout.write(f"{name} ({title}): {', '.join(header)}")

    def _export(self, *, name: str, file: str, **_: Any) -> None:
        spec = lists.find(name)
        if file == "-":
            write(spec, sys.stdout.buffer, is_workbook=False)
            return
        with Path(file).open("wb") as target:
            count = write(spec, target, is_workbook=file.lower().endswith(".xlsx"))
        self.stdout.write(f"{count} baris ditulis ke {file}")

    def _import(
        self, *, name: str, file: Path, dry_run: bool, json: bool, **_: Any
    ) -> None:
        spec = lists.find(name)
        try:
            source = file.open("rb")
        except OSError as trouble:
            raise CommandError(
                f"Berkas {file} tidak dapat dibuka: {trouble.strerror}"
            ) from None
        with source:
            rows = tables.read_rows(source, file.name)
            result = lists.import_rows(
                spec, rows, dry_run=dry_run, by=SYSTEM, at=clock.now()
            )
        self.stdout.write(_json(result.as_json()) if json else as_text(result))
        if result.errors:
            sys.exit(1)


def write(spec: lists.ListSpec, target: BinaryIO, *, is_workbook: bool) -> int:
    """Write a list to an open file and return how many rows it has."""
    if is_workbook:
        return tables.write_xlsx(target, spec.header, lists.exported(spec))
    count = 0

    def counted() -> Any:
        nonlocal count
        for row in lists.exported(spec):
            count += 1
            yield row

    for piece in tables.write_csv(spec.header, counted()):
        target.write(piece)
    return count


def as_text(result: lists.ImportResult) -> str:
    """Return the outcome in lines, every bad row with column and reason."""
    lines = [
        f"{result.rows} baris: {result.created} baru, {result.changed} berubah, "
        f"{result.unchanged} tetap, {len(result.errors)} kesalahan"
    ]
    for error in result.errors:
        column = f", kolom {error.column}" if error.column else ""
        lines.append(f"Baris {error.row}{column}: {error.why}")
    if result.errors:
        lines.append("Tidak ada yang disimpan. Perbaiki baris di atas, lalu ulangi.")
    elif result.dry_run:
        lines.append("Uji coba: tidak ada yang disimpan.")
    return "\n".join(lines)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
