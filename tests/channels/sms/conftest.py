"""Debian's Kannel, started for a test: the gateway, and an operator with SMPP."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

TOOLS = Path("/usr/lib/kannel/test")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(what: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something is so; a machine may be busy."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.05)


def listens(port: int) -> bool:
    """Say whether somebody listens, without connecting: an SMSC takes that ill."""
    waiting = f":{port:04X} 00000000:0000 0A"
    return waiting in Path("/proc/net/tcp").read_text()


@dataclass
class Program:
    """A program that runs; what it says is in its log."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)


def start(log: Path, *command: str) -> Program:
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=log.parent,
        )
    return Program(process, log)


@pytest.fixture
def operator(tmp_path: Path) -> Iterator[Callable[..., tuple[int, Program]]]:
    """Start an SMSC: ``operator(3)`` delivers three messages to who listens."""
    running: list[Program] = []

    def begin(messages: int = 1, port: int = 0) -> tuple[int, Program]:
        port = port or free_port()
        program = start(
            tmp_path / f"smsc-{len(running)}.log",
            str(TOOLS / "drive_smpp"),
            *("-v", "0", "-p", str(port), "-m", str(messages)),
        )
        running.append(program)
        wait_for(lambda: listens(port))
        return port, program

    yield begin
    for program in running:
        program.stop()


@dataclass
class Kannel:
    """A whole gateway with a fake mobile network; ``send`` is a telephone."""

    home: Path
    network: int
    sendsms: str
    telephones: list[Program]

    def send(self, sender: str, kind: str, words: str) -> Program:
        """Send one SMS from a telephone and keep listening for answers."""
        program = start(
            self.home / f"telephone-{len(self.telephones)}.log",
            str(TOOLS / "fakesmsc"),
            *("-H", "127.0.0.1", "-r", str(self.network), "-m", "1", "-i", "0.1"),
            f"{sender} 1708 {kind} {words}",
        )
        self.telephones.append(program)
        return program


CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = bar
smsbox-port = {box}
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"
log-level = 1
sms-combine-concatenated-mo = {combine}

group = smsc
smsc = fake
smsc-id = net
port = {network}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
log-level = 1
http-request-retry = 3
http-queue-delay = 1

group = sendsms-user
username = lapor
password = sandi
max-messages = 10
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
omit-empty = true
concatenation = true
get-url = "{hook}?token=t0k3n&id=%I&from=%p&text=%b&charset=%C&time=%T&udh=%u"
"""


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Callable[..., Kannel]]:
    """Start Kannel; its messages come to ``hook``."""
    running: list[Program] = []
    telephones: list[Program] = []

    def begin(hook: str, *, combine: bool = True) -> Kannel:
        ports = {name: free_port() for name in ("admin", "box", "network", "sendsms")}
        file = tmp_path / "kannel.conf"
        file.write_text(
            CONFIGURATION.format(hook=hook, combine=str(combine).lower(), **ports)
        )
        running.append(
            start(tmp_path / "bearerbox.log", "/usr/sbin/bearerbox", str(file))
        )
        wait_for(lambda: listens(ports["admin"]))
        running.append(start(tmp_path / "smsbox.log", "/usr/sbin/smsbox", str(file)))
        wait_for(lambda: listens(ports["sendsms"]))
        sendsms = f"http://127.0.0.1:{ports['sendsms']}/cgi-bin/sendsms"
        return Kannel(tmp_path, ports["network"], sendsms, telephones)

    yield begin
    for program in [*telephones, *reversed(running)]:
        program.stop()
