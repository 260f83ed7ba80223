"""The console script ``lapor``: finds a command, runs it, says what went wrong.

Exit codes: 0 done, 1 refused or problems found, 2 wrong usage, 130 interrupted.
"""

import difflib
import importlib.metadata
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import django
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.db import OperationalError, ProgrammingError

from lapor.kernel.errors import DomainError
from lapor.ops.database import ServerTrouble
from lapor.ops.postgresql.base import woken

HEADING = """\
Lapor: pengaduan layanan publik, dari laporan warga sampai penilaiannya.

Cara pakai: lapor PERINTAH [PILIHAN]
            lapor PERINTAH --help   menjelaskan satu perintah

Perintah:"""
ENDING = """
Perintah Django seperti migrate juga dapat dipakai.
Semua data ada di folder LAPOR_HOME (bawaan: .lapor); DATABASE_URL memilih
server PostgreSQL lain."""
#: Options of Django that no operator needs; they only lengthen the help.
HIDDEN = {"--version", "--settings", "--pythonpath", "--no-color", "--force-color"}
HIDDEN |= {"--skip-checks", "-v", "--traceback"}
_ROOT = Path(__file__).parents[1]
#: The doors that have commands, and where these lie.
HOMES = {
    f"lapor.{door}": _ROOT / door / "management" / "commands"
    for door in ("ops", "channels")
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.exit(_guarded(lambda: _run(words)))
    finally:
        for server in woken:
            server.stop_if_idle()


def _run(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    if words[:1] in (["--version"], ["-V"]):
        print(f"lapor {importlib.metadata.version('lapor')}")
        return 0
    if not words or words[0] in {"help", "--help", "-h"}:
        if len(words) < 2:
            print(_overview())
            return 0
        words = [words[1], "--help"]
    return _dispatch(words[0], words[1:])


def own_commands() -> dict[str, str]:
    """Return the commands of Lapor: as typed, and as their module is called."""
    folders = [str(folder) for folder in HOMES.values()]
    modules = (module.name for module in pkgutil.iter_modules(folders))
    return {name.replace("_", "-"): name for name in sorted(modules)}


def load(name: str) -> BaseCommand:
    """Return one of our own commands, from whichever door it belongs to."""
    home = next(app for app in HOMES if (HOMES[app] / f"{name}.py").exists())
    return load_command_class(home, name)


def _dispatch(typed: str, rest: list[str]) -> int:
    django.setup()
    known = own_commands()
    name = known.get(typed.replace("_", "-"), typed)
    places = get_commands()
    if name not in places:
        near = difflib.get_close_matches(typed, known, n=1)
        hint = f" Maksud Anda: lapor {near[0]}?" if near else ""
        _say(f"Perintah “{typed}” tidak ada.{hint} Daftarnya: lapor --help")
        return 2
    command = (
        load(name)
        if name in known.values()
        else load_command_class(str(places[name]), name)
    )
    if name in known.values():
        command.suppressed_base_arguments = HIDDEN
    command.run_from_argv(["lapor", typed, *rest])
    return 0


def _overview() -> str:
    django.setup()
    lines = [HEADING]
    for typed, name in own_commands().items():
        command = load(name)
        lines.append(f"  {typed:<15} {_first_sentence(command)}")
        if example := getattr(command, "example", ""):
            lines.append(f"  {'':<15} contoh: {example}")
    return "\n".join([*lines, ENDING])


def _first_sentence(command: BaseCommand) -> str:
    return str(command.help).strip().partition("\n")[0].partition(". ")[0].rstrip(".")


def _guarded(run: Callable[[], int]) -> int:
    """Turn whatever goes wrong into a sentence and an exit code."""
    try:
        return run()
    except DomainError as refusal:
        _say(refusal.message)
        for field, sentence in refusal.fields.items():
            _say(f"  {field}: {sentence}")
    except ServerTrouble as trouble:
        _say(str(trouble))
    except OperationalError as error:
        _say(f"Basis data tidak menjawab: {error}".strip())
        _say("Periksa dengan: lapor doctor")
    except ProgrammingError as error:
        _say(f"Susunan tabel tidak cocok: {error}".strip())
        _say("Perbarui dengan: lapor migrate, lalu lapor reference")
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (head, less) has had enough; nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return 1


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
