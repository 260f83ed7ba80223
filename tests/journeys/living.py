"""A whole Lapor under test: ``lapor up`` in a home of its own, through its doors."""

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from lapor.ops.database import Server

PATIENCE = 180.0  # seconds for the first start, reference data included
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CARD = re.compile(r"Path=/laporan-saya/([0-9A-Z-]+)/")


@dataclass
class Living:
    """A running system: its home, its port, its first process."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]

    def is_ready(self) -> bool:
        """Say whether it takes reports at this moment."""
        try:
            return request(self.port, "GET", "/readyz").status == 200
        except OSError:
            return False

    def wait(self, patience: float = PATIENCE) -> None:
        """Wait until it is ready; fail loudly when it never is."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"lapor up ended: {self.log()}")
            if self.is_ready():
                return
            time.sleep(0.2)
        raise AssertionError(f"not ready after {patience} s: {self.log()}")

    def log(self) -> str:
        """Return the end of what it said."""
        return (self.home / "up.out").read_text()[-3_000:]

    def pids(self, *words: str) -> list[int]:
        """Return the processes of this system whose command line has all words."""
        found = []
        for process in psutil.process_iter(["pid", "cmdline"]):
            try:
                line = " ".join(process.info["cmdline"] or [])
                if all(word in line for word in words) and (
                    process.environ().get("LAPOR_SUPERVISED", "") == str(self.home)
                    or str(self.home) in line
                ):
                    found.append(process.info["pid"])
            except (psutil.Error, OSError):
                continue
        return found

    def kill_web(self) -> None:
        """Kill the web server and its workers without a word."""
        _kill(self.pids("granian"))

    def kill_worker(self) -> None:
        """Kill the worker of the queue."""
        _kill(self.pids("lapor", "worker"))

    def kill_database(self) -> None:
        """Kill the database server, the mother process first."""
        pidfile = Server(self.home / "pg").data / "postmaster.pid"
        if pidfile.exists():
            _kill([int(pidfile.read_text().split()[0])])


def _kill(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


@contextmanager
def living(home: Path) -> Iterator[Living]:
    """Start ``lapor up`` without the demo country and stop it in the end."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    drop = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "LAPOR_MODE"}
    environment = {k: v for k, v in os.environ.items() if k not in drop} | {
        "LAPOR_HOME": str(home),
        "PORT": str(port),
        "LAPOR_DEMO": "0",
    }
    with (home / "up.out").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "lapor", "up"],
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        system = Living(home, port, process)
        try:
            system.wait()
            yield system
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Answer:
    """Status, headers and text of one answer."""

    def __init__(self, response: http.client.HTTPResponse):
        """Read it whole."""
        self.status = response.status
        self.headers = response.msg
        self.text = response.read().decode("utf-8", "replace")


def request(
    port: int, method: str, path: str, body: bytes = b"", **headers: str
) -> Answer:
    """Send one request over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, named)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def title_for(key: str) -> str:
    """Return a title that no other report has."""
    return f"Usul tambahan lampu taman {key[:12]}"


@dataclass
class Citizen:
    """Somebody who fills in the form and presses the button until it is taken."""

    port: int
    photo: bytes
    cookie: str = ""
    token: str = ""

    def open_form(self) -> None:
        """Fetch the form and its token."""
        page = request(self.port, "GET", "/lapor/")
        found = TOKEN.search(page.text)
        cookie = page.headers.get("Set-Cookie", "")
        if page.status != 200 or not found:
            raise OSError(f"no form: {page.status}")
        self.token = found.group(1)
        self.cookie = cookie.split(";")[0]

    def report(self, key: str, *, until: float) -> str | None:
        """Send one report with a photo until it is acknowledged; return its number.

        None when time ran out first: then nothing was promised.
        """
        while time.monotonic() < until:
            try:
                if not self.token:
                    self.open_form()
                answer = self._post(key)
            except OSError:
                time.sleep(0.1)
                continue
            if answer.status in {302, 303}:
                cookies = " ".join(answer.headers.get_all("Set-Cookie", []))
                return CARD.search(cookies).group(1)  # type: ignore[union-attr]
            if answer.status < 500:
                self.token = ""
                raise AssertionError(f"refused {answer.status}: {answer.text[:2000]}")
            time.sleep(0.1)
        return None

    def _post(self, key: str) -> Answer:
        boundary = secrets.token_hex(12)
        fields = {
            "csrfmiddlewaretoken": self.token,
            "key": key,
            "classification": "aspiration",
            "title": title_for(key),
            "content": "Mohon ditambah lampu di taman kota agar aman pada malam hari.",
            "location": "Taman Kota",
            "is_anonymous": "on",
            "consent": "on",
        }
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            f"{value}\r\n"
            for name, value in fields.items()
        ]
        head = (
            f"--{boundary}\r\nContent-Disposition: form-data; "
            'name="attachments"; filename="foto.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        )
        body = "".join(parts).encode() + head.encode() + self.photo
        return request(
            self.port,
            "POST",
            "/lapor/",
            body + f"\r\n--{boundary}--\r\n".encode(),
            Content_Type=f"multipart/form-data; boundary={boundary}",
            Cookie=self.cookie,
            Referer=f"http://127.0.0.1:{self.port}/lapor/",
        )
