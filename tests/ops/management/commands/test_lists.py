"""lapor lists: out to a file and in again, from the command line."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lapor.domain.organisations.models import Organisation
from tests.factories import organisations as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_went_out_comes_in_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    make.agency(name="Instansi Ini")
    file = tmp_path / f"instansi.{suffix}"

    call_command("lists", "export", "organisations", str(file))
    call_command("lists", "import", "organisations", str(file), "--json")

    first, second = capsys.readouterr().out.strip().split("\n")
    assert first.startswith("1 baris ditulis")
    assert json.loads(second)["unchanged"] == 1


def test_a_bad_row_is_named_and_the_exit_code_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "instansi.csv"
    file.write_text("code,name,kind\nbaik,Baik,institution\nx,Salah,kerajaan\n")

    with pytest.raises(SystemExit) as exit_:
        call_command("lists", "import", "organisations", str(file))

    assert exit_.value.code == 1
    out = capsys.readouterr().out
    assert "Baris 3, kolom kind:" in out
    assert "Tidak ada yang disimpan" in out
    assert not Organisation.objects.exists()


def test_a_dry_run_saves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "instansi.csv"
    file.write_text("code,name,kind\nbaik,Baik,institution\n")

    call_command("lists", "import", "organisations", str(file), "--dry-run")

    assert "1 baru" in capsys.readouterr().out
    assert not Organisation.objects.exists()


def test_a_missing_file_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak dapat dibuka"):
        call_command("lists", "import", "regions", str(tmp_path / "tidak-ada.csv"))


def test_all_lists_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("lists", "show", "--json")

    shown = json.loads(capsys.readouterr().out)
    assert shown["regions"] == ["code", "name"]
    assert {"organisations", "oversight", "appointments"} <= set(shown)
