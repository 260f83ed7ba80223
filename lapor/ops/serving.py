"""Serving, once all is prepared: web and worker under one watch, without the framework.

``lapor up`` becomes this program (``python -m lapor.ops.serving ORDER``). It imports
neither Django nor any room, and so costs half the memory while it watches.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

from rich.console import Console

from lapor.ops import supervisor
from lapor.ops.database import LARGEST_LOG, Server, ServerTrouble

#: Seconds between two looks at the embedded server.
LOOK_EVERY: Final = 3.0
#: Commands that listen, and the setting that makes them run.
LISTENERS: Final = (("mail", "LAPOR_MAIL_HOST"), ("sms", "LAPOR_SMS_SMPP"))

console = Console(highlight=False)


def main() -> None:
    """Do what the order says until told to stop, then stop everything."""
    order = json.loads(sys.argv[1])
    home, port = Path(order["home"]), int(order["port"])
    server = None
    if order["server"]:
        server = Server(Path(order["server"]), is_fast=order["is_fast"])
    try:
        _serve(home, port, _Look(f"http://127.0.0.1:{port}", order["welcome"], server))
    finally:
        if server:
            server.stop()
    console.print("Lapor berhenti. Tidak ada yang hilang.")


def _serve(home: Path, port: int, look: "_Look") -> None:
    environment = {
        **os.environ,
        supervisor.MARK: str(home),
        "PYTHONUNBUFFERED": "1",
    }
    # Threads that share two heaps instead of one each give back what they used.
    environment.setdefault("MALLOC_ARENA_MAX", "2")
    environment.setdefault("LAPOR_PUBLIC_URL", look.address)
    work = [sys.executable, "-m", "lapor", "worker"]
    supervisor.Supervisor(
        children=[
            supervisor.Child("web", web_command(port), _log(home, "web")),
            # People first: two cores load one thing at a time faster.
            supervisor.Child(
                "worker", work, _log(home, "worker"), not_before=time.monotonic() + 4
            ),
            *_listeners(home),
        ],
        environment=environment,
        say=lambda sentence: console.print(f"[yellow]![/] {sentence}"),
        look=look,
    ).run()


def _listeners(home: Path) -> list[supervisor.Child]:
    """Return the programs that wait for mails or SMS, where these are set up."""
    begins = time.monotonic() + 6
    return [
        supervisor.Child(
            name,
            [sys.executable, "-m", "lapor", name, "listen"],
            _log(home, name),
            not_before=begins,
        )
        for name, setting in LISTENERS
        if os.environ.get(setting) or os.environ.get(f"{setting}_FILE")
    ]


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
    """Between the rounds: welcome people once, keep the database awake."""

    def __init__(self, address: str, welcome: str, server: Server | None) -> None:
        self.address, self.welcome, self.server = address, welcome, server
        self.next_at = 0.0

    def __call__(self) -> None:
        if self.welcome and _responds(f"{self.address}/healthz"):
            sys.stdout.write(self.welcome)
            sys.stdout.flush()
            self.welcome = ""
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


if __name__ == "__main__":
    main()
