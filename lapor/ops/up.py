"""``lapor up``: everything in one command, in the foreground."""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from django.conf import settings
from django.db import connections
from rich.console import Console
from rich.table import Table

from lapor.domain.accounts import queries
from lapor.kernel.errors import Conflict
from lapor.ops import preparation, supervisor
from lapor.ops.demo.people import PASSWORD

console = Console(highlight=False)


def run(*, port: int) -> None:
    """Prepare, serve until told to stop, then stop everything in good order.

    Serving is handed to ``lapor.ops.serving`` in this same process, which forgets the
    framework by that: whoever only watches over others needs half the memory. Raises
    Conflict when Lapor already runs here or the port is taken, ServerTrouble when the
    database cannot be used.
    """
    home = Path(settings.LAPOR_HOME)
    signal.signal(signal.SIGTERM, _interrupt)
    with _only_one(home):
        supervisor.end_leftovers(str(home))
        if not supervisor.gets_free(port):
            raise Conflict(
                f"Porta {port} sedang dipakai program lain. "
                f"Pilih porta lain: make run PORT={port + 1}"
            )
        try:
            prepare()
            _hand_over(home, port)
        finally:
            connections.close_all()
            if server := preparation.embedded_server():
                server.stop()


def _interrupt(*_: object) -> None:
    """Being told to stop while things are prepared is like Ctrl-C."""
    raise KeyboardInterrupt


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Hold the home folder; the lock vanishes with the process, however it ends."""
    with (home / "up.lock").open("a+") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Conflict(
                f"Lapor sudah berjalan dengan folder {home} (proses {lock.read()}). "
                "Hentikan dulu dengan Ctrl-C, atau pakai LAPOR_HOME=folder-lain."
            ) from None
        os.set_inheritable(lock.fileno(), True)  # serving goes on holding it
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def prepare() -> None:
    """Go through the steps and show each as it happens."""
    for step in preparation.steps():
        begun = time.monotonic()
        with console.status(f"{step.title} …"):
            done = step.run()
        took = time.monotonic() - begun
        console.print(f"[green]✓[/] {step.title}: {done} [dim]({took:.1f} d)[/]")


def _hand_over(home: Path, port: int) -> None:
    """Become the program that serves; returns only when that cannot be started."""
    address = f"http://127.0.0.1:{port}"
    server = preparation.embedded_server()
    order = {
        "home": str(home),
        "port": port,
        "welcome": welcome(address),
        "server": str(server.folder) if server else "",
        "is_fast": bool(server and server.is_fast),
    }
    connections.close_all()
    sys.stdout.flush()
    os.execve(  # noqa: S606 - our own module, no shell
        sys.executable,
        [sys.executable, "-m", "lapor.ops.serving", json.dumps(order)],
        {**os.environ, "LAPOR_HOME": str(home)},
    )


def welcome(address: str) -> str:
    """Return what is said once everything runs: where it is and who can log in."""
    with console.capture() as said:
        _say_welcome(address)
    return said.get()


def _say_welcome(address: str) -> None:
    console.print(f"\n[bold]Lapor siap di {address}[/]  (berhenti: Ctrl-C)\n")
    accounts = queries.demo_accounts()
    connections.close_all()
    if not accounts:
        console.print("Belum ada akun. Buat pengelola: lapor officer NAMA\n")
        return
    table = Table("Akun", "Nama", "Peran", "Instansi", box=None, pad_edge=False)
    for account in accounts:
        table.add_row(*map(str, account))
    console.print(table)
    console.print(
        f"\nMasuk di {address}/masuk/ dengan kata sandi [bold]{PASSWORD}[/]\n"
    )
