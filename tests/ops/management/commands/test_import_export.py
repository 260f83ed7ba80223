"""The command that takes official exports."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lapor.domain.cases.models import Case
from tests.factories.cases import World
from tests.factories.exports import exported, workbook


def run(file: Path, *options: str) -> tuple[str, int]:
    """Return what the command printed, and its exit code."""
    out = io.StringIO()
    try:
        call_command("import_export", str(file), *options, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


@pytest.fixture
def export(tmp_path: Path):
    def write(*rows: dict[str, object]) -> Path:
        file = tmp_path / "laporan.xlsx"
        file.write_bytes(workbook(rows).read())
        return file

    return write


class TestImportExport:
    """lapor import-export …"""

    def test_accounts_for_every_row(self, world: World, export):
        file = export(exported(1), exported(2), exported(3, tanggal="kemarin"))

        text, code = run(file, "--json")

        told = json.loads(text)
        assert code == 1
        assert told["rows"] == 3 == told["created"] + told["rejected"]
        assert told["errors"] == [
            {
                "row": 4,
                "column": "Tanggal Laporan Masuk",
                "why": "bukan tanggal; tulis seperti 18 Jan 2024",
            }
        ]
        assert Case.objects.count() == 2

    def test_run_again_creates_nothing(self, world: World, export):
        file = export(exported(1), exported(2))
        run(file)

        text, code = run(file, "--json")

        told = json.loads(text)
        assert (code, told["created"], told["unchanged"]) == (0, 0, 2)

    def test_reads_csv_too(self, world: World, tmp_path: Path):
        row = exported(1, isi_laporan_awal="Isi, dengan koma; dan titik koma")
        file = tmp_path / "laporan.csv"
        cells = [f'"{value}"' for value in row.values()]
        file.write_text("\n".join([",".join(row), ",".join(cells)]))

        _text, code = run(file)

        assert code == 0
        assert Case.objects.get().content == "Isi, dengan koma; dan titik koma"

    def test_tells_people_in_lines(self, world: World, export):
        file = export(exported(1, sumber="Telegraf"), exported(2, status="?"))

        text, _code = run(file, "--dry-run")

        assert "2 baris: 1 baru, 0 berubah, 0 tetap, 1 ditolak" in text
        assert "Uji coba: tidak ada yang disimpan." in text
        assert "Baris 3, kolom Status Laporan" in text
        assert "Telegraf (1)" in text
        assert not Case.objects.exists()

    def test_takes_an_agency_for_rows_that_name_none(self, world: World, export):
        file = export(exported(1, instansi_induk=""))

        _text, code = run(file, "--agency", world.other.code)

        assert code == 0
        assert Case.objects.get().agency == world.other

    @pytest.mark.parametrize(
        "content",
        [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old", b"\x00\x01\x02", b"a,b\n"],
    )
    def test_says_what_is_wrong_with_a_broken_file(
        self, world: World, tmp_path: Path, content
    ):
        file = tmp_path / "rusak.xlsx"
        file.write_bytes(content)

        with pytest.raises(CommandError) as refused:
            run(file)

        assert refused.value.returncode == 2
        assert str(refused.value).endswith(".")

    def test_says_that_there_is_no_such_file(self, world: World, tmp_path: Path):
        with pytest.raises(CommandError, match="tidak dapat dibuka"):
            run(tmp_path / "tidak-ada.xlsx")
