"""The supervisor restarts what dies and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lapor.ops import supervisor
from lapor.ops.supervisor import MARK, Child, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    *(sys.executable, "-c"),
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('ready', flush=True); time.sleep(60)",
]


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "child.log"


@pytest.fixture
def keep(monkeypatch):
    """Run a supervisor until a condition holds, then stop it as Ctrl-C would."""

    def run(child: Child, until: Callable[[], bool]) -> list[str]:
        said: list[str] = []
        monkeypatch.setattr(supervisor.signal, "signal", lambda *_: None)
        keeper = Supervisor([child], dict(os.environ), said.append)
        thread = threading.Thread(target=keeper.run)
        thread.start()
        try:
            wait_for(until)
        finally:
            keeper.is_stopping = True
            thread.join(15)
        return said

    return run


@pytest.mark.slow
class TestRun:
    """Supervisor.run() …"""

    def test_starts_a_killed_child_again_and_ends_it_at_the_end(self, keep, log):
        child = Child("web", SLEEP, log)
        first: list[int] = []

        def is_replaced() -> bool:
            if child.process and not first:
                first.append(child.process.pid)
                os.kill(child.process.pid, signal.SIGKILL)
            return bool(child.process and child.process.pid != first[0])

        said = keep(child, is_replaced)

        assert said == [f"web berhenti (-9); dimulai lagi. Baca {log}."]
        assert child.process.poll() == -signal.SIGTERM

    def test_waits_longer_before_each_restart(self, keep, log):
        child = Child("web", [sys.executable, "-c", "raise SystemExit('oh')"], log)

        said = keep(child, lambda: child.pause > 1)

        assert len(said) >= 2
        assert log.read_text().startswith("oh\noh\n")

    def test_ends_by_force_a_child_that_will_not_stop(self, keep, log, monkeypatch):
        monkeypatch.setattr(supervisor, "GRACE", 0.3)
        child = Child("worker", STUBBORN, log)

        said = keep(child, lambda: bool(child.process) and _ignores_term(child))

        assert said == ["worker tidak mau berhenti; dihentikan paksa."]
        assert child.process.poll() == -signal.SIGKILL


def _ignores_term(child: Child) -> bool:
    status = Path(f"/proc/{child.process.pid}/status").read_text()
    ignored = next(line for line in status.splitlines() if line.startswith("SigIgn"))
    return bool(int(ignored.split()[1], 16) & 1 << signal.SIGTERM - 1)


@pytest.mark.slow
class TestEndLeftovers:
    """end_leftovers() …"""

    def test_ends_what_bears_the_mark_and_nothing_else(self, tmp_path):
        ours = subprocess.Popen(SLEEP, env={**os.environ, MARK: str(tmp_path)})
        other = subprocess.Popen(SLEEP, env={**os.environ, MARK: "/lain"})

        ended = supervisor.end_leftovers(str(tmp_path))

        try:
            assert (ended, ours.wait(5)) == (1, -signal.SIGKILL)
            assert other.poll() is None
        finally:
            other.kill()
            other.wait()


class TestIsPortFree:
    """is_port_free() …"""

    def test_tells_a_taken_port_from_a_free_one(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]

            assert not supervisor.is_port_free(port)
        assert supervisor.is_port_free(port)


class TestGetsFree:
    """gets_free() …"""

    def test_waits_for_a_port_that_is_let_go_in_a_moment(self):
        taken = socket.socket()
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        threading.Timer(0.2, taken.close).start()

        assert supervisor.gets_free(taken.getsockname()[1])

    def test_gives_up_on_one_that_stays_taken(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()

            assert not supervisor.gets_free(taken.getsockname()[1], patience=0.1)
