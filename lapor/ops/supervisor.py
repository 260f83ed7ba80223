"""Keeps a few programs running, and ends all of them together.

Nothing survives its supervisor: children get SIGTERM when it dies, and whatever is left
even so carries a mark in its environment by which the next start finds it.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

MARK: Final = "LAPOR_SUPERVISED"
#: Seconds: how often we look, how long a child may take to stop, the longest pause
#: before a restart, and after how long a child counts as healthy again.
TICK: Final = 0.2
GRACE: Final = 10.0
LONGEST_PAUSE: Final = 4.0
HEALTHY_AFTER: Final = 10.0

_PR_SET_PDEATHSIG: Final = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    """One program: restarted when it dies, each time after a longer pause.

    What it prints is appended to ``log``.
    """

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.5
    not_before: float = 0.0

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it in a session of its own: Ctrl-C reaches only the supervisor."""
        parent = os.getpid()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=lambda: _die_with(parent),  # noqa: PLW1509 - no threads
            )
        self.started = time.monotonic()

    def signal(self, number: signal.Signals) -> None:
        """Signal the child and everything it has started."""
        if self.process:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


@dataclass
class Supervisor:
    """Runs ``children`` until told to stop; ``look`` is called between the rounds."""

    children: Sequence[Child]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    look: Callable[[], None] = lambda: None
    is_stopping: bool = field(default=False, init=False)

    def run(self) -> None:
        """Keep everything going; returns after SIGINT, SIGTERM or SIGHUP."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            while not self.is_stopping:
                for child in self.children:
                    self._keep(child)
                self.look()
                time.sleep(TICK)
        finally:
            self._end_all()

    def _stop(self, *_: object) -> None:
        self.is_stopping = True

    def _keep(self, child: Child) -> None:
        """Start a child that does not run, unless it died a moment ago."""
        now = time.monotonic()
        if child.process is None:
            if now >= child.not_before:
                child.start(self.environment)
            return
        code = child.process.poll()
        if code is None:
            return
        child.signal(signal.SIGKILL)  # helpers of a killed child would hold the port
        child.process = None
        if now - child.started > HEALTHY_AFTER:
            child.pause = 0.5
        child.not_before = now + child.pause
        child.pause = min(child.pause * 2, LONGEST_PAUSE)
        self.say(f"{child.name} berhenti ({code}); dimulai lagi. Baca {child.log}.")

    def _end_all(self) -> None:
        """Ask all to stop, wait, and end those that do not."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + GRACE
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} tidak mau berhenti; dihentikan paksa.")
            child.signal(signal.SIGKILL)
            child.process.wait()


def end_leftovers(mark: str) -> int:
    """End what a killed supervisor left running, and wait until its port is free.

    Returns how many processes there were.
    """
    left = _marked(mark)
    for pid in left:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    until = time.monotonic() + GRACE
    while any(map(_lives, left)) and time.monotonic() < until:
        time.sleep(0.05)
    return len(left)


def _lives(pid: int) -> bool:
    """Say whether a process may still hold its port; a zombie has let go of it."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def _marked(mark: str) -> list[int]:
    """Return the living processes that bear the mark; a zombie has no environment."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return [pid for pid in found if pid != os.getpid()]


def gets_free(port: int, *, patience: float = 2.0) -> bool:
    """Wait a little for a port: the threads of a killed server end one by one."""
    until = time.monotonic() + patience
    while not is_port_free(port):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def is_port_free(port: int) -> bool:
    """Say whether nobody listens on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _die_with(parent: int) -> None:
    """Ask the kernel for SIGTERM on the parent's death; it may have died already."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)
