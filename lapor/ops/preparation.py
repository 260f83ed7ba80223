"""What must be in place before the first request; each step skips what is current."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection

from lapor.kernel import env
from lapor.ops import fingerprint, readiness
from lapor.ops.database import Server, ServerTrouble


class Step(NamedTuple):
    """One piece of preparation: ``run`` returns what it did, in a few words."""

    title: str
    run: Callable[[], str]


CURRENT = "sudah siap"


def steps() -> list[Step]:
    """Return all steps in their order."""
    return [
        Step("Basis data", start_database),
        Step("Keamanan penyimpanan", refuse_unsafe_storage),
        Step("Susunan tabel", migrate),
        Step("Berkas tampilan", collect_static_files),
        Step("Data rujukan", load_reference),
        Step("Negara contoh", load_demo),
    ]


def embedded_server() -> Server | None:
    """Return the embedded server, or None when DATABASE_URL names another."""
    entry = settings.DATABASES["default"].get("EMBEDDED")
    return Server(Path(entry["folder"]), is_fast=entry["is_fast"]) if entry else None


def start_database() -> str:
    """Start the embedded server, or see that the other one answers."""
    server = embedded_server()
    was_started = server.start() if server else False
    connection.ensure_connection()
    return "dinyalakan" if was_started else CURRENT


def refuse_unsafe_storage() -> str:
    """Stop when the server may lose what it has confirmed (LAPOR_MODE=coba allows)."""
    off = unsafe_settings()
    if off and env.text("LAPOR_MODE") != "coba":
        names = ", ".join(off)
        raise ServerTrouble(
            f"PostgreSQL dapat kehilangan laporan yang sudah diterima: {names} mati. "
            "Nyalakan di postgresql.conf. Hanya untuk mencoba: LAPOR_MODE=coba."
        )
    return f"mati: {', '.join(off)}" if off else "aman"


def unsafe_settings() -> list[str]:
    """Return those settings of durability that are off."""
    found = []
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute("SELECT current_setting(%s)", [name])
            if cursor.fetchone()[0] == "off":
                found.append(name)
    return found


def migrate() -> str:
    """Bring the tables up to date."""
    pending = readiness.pending_migrations()
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)  # says nothing when it is there
    return f"{len(pending)} perubahan" if pending else CURRENT


def collect_static_files() -> str:
    """Gather, name by content and compress the files of the pages."""
    digest = fingerprint.of_words(_static_files())
    if _noted("static") == digest and settings.STATIC_ROOT.exists():
        return CURRENT
    call_command("collectstatic", interactive=False, verbosity=0)
    _note("static", digest)
    return "dikumpulkan"


def _static_files() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            yield f"{path} {file.stat().st_size} {file.stat().st_mtime_ns}"


def load_reference() -> str:
    """Load regions, organisations, terms, holidays when absent or changed."""
    if "reference" not in get_commands():
        return "tidak ada"
    digest = fingerprint.of_reference()
    has_some = apps.get_model("organisations", "Organisation").objects.exists()
    if has_some and _noted("reference") == digest:
        return CURRENT
    call_command("reference")
    _note("reference", digest)
    return "dimuat"


def load_demo() -> str:
    """Make the demo country once, when LAPOR_DEMO asks for it."""
    if not env.flag("LAPOR_DEMO") or "demo" not in get_commands():
        return "tidak diminta"
    has_some = apps.get_model("cases", "Case").objects.exists()
    if has_some and _noted("demo") != "begun":
        return CURRENT
    _note("demo", "begun")
    call_command("demo")
    _note("demo", "done")
    return "dibuat"


def _notes() -> Path:
    return Path(settings.LAPOR_HOME) / "version"


def _noted(name: str) -> str:
    """Return what an earlier start noted; empty when it noted nothing."""
    try:
        return str(json.loads(_notes().read_text()).get(name, ""))
    except (FileNotFoundError, ValueError):
        return ""


def _note(name: str, value: str) -> None:
    """Remember what is done, in one move: a kill leaves the old notes or the new."""
    file = _notes()
    try:
        known = json.loads(file.read_text())
    except (FileNotFoundError, ValueError):
        known = {}
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(known | {name: value}))
    os.replace(fresh, file)
