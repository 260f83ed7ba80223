"""The console script says what it can do and what went wrong."""

import pytest
from django.core.management.base import BaseCommand
from django.db import OperationalError

from lapor.kernel.errors import Invalid
from lapor.ops import cli
from lapor.ops.database import ServerTrouble


def leave(*words: str) -> int:
    """Run the script and return its exit code."""
    with pytest.raises(SystemExit) as exit_:
        cli.main(words)
    return exit_.value.code or 0


@pytest.fixture
def failing(monkeypatch):
    """Let ``lapor up`` raise what the test wants."""

    def let_raise(error: BaseException) -> None:
        class Command(BaseCommand):
            requires_system_checks = []

            def handle(self, **_: object) -> None:
                raise error

        monkeypatch.setattr(cli, "load_command_class", lambda *_: Command())

    return let_raise


class TestMain:
    """main() …"""

    def test_lists_every_command_with_a_line_and_an_example(self, capsys):
        assert leave() == 0

        listed = capsys.readouterr().out
        for name in cli.own_commands():
            assert f"  {name} " in listed
        assert "contoh: lapor doctor --json" in listed

    def test_explains_one_command(self, capsys):
        assert leave("up", "--help") == 0

        assert "--port" in capsys.readouterr().out

    def test_calls_a_wrong_word_wrong_usage_and_guesses(self, capsys):
        assert leave("docter") == 2

        assert "lapor doctor?" in capsys.readouterr().err

    def test_calls_a_wrong_option_wrong_usage(self, capsys):
        assert leave("up", "--porta", "1") == 2

    def test_says_its_version(self, capsys):
        assert leave("--version") == 0

        assert capsys.readouterr().out.startswith("lapor ")

    @pytest.mark.parametrize(
        ("error", "sentence"),
        [
            (Invalid("Kolom salah.", fields={"kode": "Kosong."}), "kode: Kosong."),
            (ServerTrouble("Data dari versi lain."), "Data dari versi lain."),
            (OperationalError("connection refused"), "lapor doctor"),
        ],
    )
    def test_turns_trouble_into_a_sentence(self, failing, capsys, error, sentence):
        failing(error)

        assert leave("up") == 1
        assert sentence in capsys.readouterr().err

    def test_is_quiet_about_ctrl_c(self, failing, capsys):
        failing(KeyboardInterrupt())

        assert leave("up") == 130
        assert capsys.readouterr().err == ""


class TestOwnCommands:
    """own_commands() …"""

    def test_spells_underscores_as_dashes(self):
        names = cli.own_commands()

        assert all("_" not in typed for typed in names)
        assert names["doctor"] == "doctor"
