"""``lapor up``: everything in one command, in the foreground."""

import os
import signal
import sys
import time
import urllib.error
import urllib.request
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
from lapor.ops.database import LARGEST_LOG, ServerTrouble
from lapor.ops.demo.people import PASSWORD

#: Seconds between two looks at the embedded server.
LOOK_EVERY = 3.0

console = Console(highlight=False)


def run(*, port: int) -> None:
    """Prepare, serve until told to stop, then stop everything in good order.

    Raises Conflict when Lapor already runs here or the port is taken, ServerTrouble
    when the database cannot be used.
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
            _serve(home, port)
        finally:
            connections.close_all()
            if server := preparation.embedded_server():
                server.stop()
    console.print("Lapor berhenti. Tidak ada yang hilang.")


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


def _serve(home: Path, port: int) -> None:
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        supervisor.MARK: str(home),
        "LAPOR_HOME": str(home),
        "PYTHONUNBUFFERED": "1",
    }
    environment.setdefault("LAPOR_PUBLIC_URL", address)
    connections.close_all()
    look = _Look(address)
    work = [sys.executable, "-m", "lapor", "worker"]
    supervisor.Supervisor(
        children=[
            supervisor.Child("web", web_command(port), _log(home, "web")),
            # People first: two cores load one thing at a time faster.
            supervisor.Child(
                "worker", work, _log(home, "worker"), not_before=time.monotonic() + 4
            ),
        ],
        environment=environment,
        say=lambda sentence: console.print(f"[yellow]![/] {sentence}"),
        look=look,
    ).run()


def _log(home: Path, name: str) -> Path:
    """Return the log of a child; a long one is put aside, the one before dropped."""
    file = home / "log" / f"{name}.log"
    file.parent.mkdir(mode=0o700, exist_ok=True)
    if file.exists() and file.stat().st_size > LARGEST_LOG:
        file.replace(file.with_suffix(".log.1"))
    return file


def web_command(port: int) -> list[str]:
    """Return the command line of the web server: two processes of two threads."""
    return [
        *(sys.executable, "-m", "granian", "lapor.config.wsgi:application"),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--http", "1", "--no-ws", "--workers", "2", "--blocking-threads", "2"),
        *("--respawn-failed-workers", "--respawn-interval", "1"),
        *("--workers-kill-timeout", "5", "--log-level", "warning"),
    ]


class _Look:
    """Between the rounds: announce the address once, keep the database awake."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.is_announced = False
        self.next_at = 0.0
        self.server = preparation.embedded_server()

    def __call__(self) -> None:
        if not self.is_announced and _responds(f"{self.address}/healthz"):
            self.is_announced = True
            announce(self.address)
        if self.server and time.monotonic() >= self.next_at:
            self.next_at = time.monotonic() + LOOK_EVERY
            try:
                if self.server.start():
                    console.print("[yellow]![/] Basis data berhenti; dinyalakan lagi.")
            except ServerTrouble as trouble:
                console.print(f"[red]✗[/] {trouble}")


def _responds(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def announce(address: str) -> None:
    """Print where it is and who can log in."""
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
