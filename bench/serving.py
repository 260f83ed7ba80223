"""The running system under test, and what it costs the machine."""

import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from bench.place import Place
from lapor.ops import postgres_binaries
from lapor.ops.database import Server

PATIENCE = 120.0  # seconds
STRETCH = 10.0  # seconds over which the worker's rest is judged
REST = 0.05  # of one core: what waiting for jobs costs
CATCHING_UP = 3600.0  # seconds at the most


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time since the start, by who spent them."""

    web: float
    worker: float
    database: float
    machine: float
    moment: float

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(
            *(mine - theirs for mine, theirs in zip(self.all, other.all, strict=True))
        )

    @property
    def all(self) -> tuple[float, ...]:
        """The five numbers in order."""
        return (self.web, self.worker, self.database, self.machine, self.moment)


@dataclass
class Serving:
    """``lapor up`` in a process of its own."""

    place: Place
    process: subprocess.Popen[bytes]
    cold_start: float = 0.0

    def cost(self) -> Cost:
        """Return the processor time spent so far."""
        total = psutil.cpu_times()
        return Cost(
            web=_seconds(self._children("granian")),
            worker=_seconds(self._children("lapor worker")),
            database=_seconds(self._database()),
            machine=sum(total) - total.idle - total.iowait,
            moment=time.monotonic(),
        )

    def catch_up(self) -> float:
        """Wait until the worker rests and return the seconds this took.

        Cases that were filled in by SQL have letters, notices and offers of years
        before them; a country that runs has not.
        """
        begun = time.monotonic()
        while time.monotonic() - begun < CATCHING_UP:
            before = self.cost()
            time.sleep(STRETCH)
            spent = self.cost() - before
            if spent.worker + spent.database < REST * spent.moment:
                break
        return time.monotonic() - begun

    def memory(self) -> dict[str, float]:
        """Return resident megabytes without PostgreSQL.

        ``rss`` counts shared pages for each process, ``pss`` divides them.
        """
        parts = {
            "web": self._children("granian"),
            "worker": self._children("lapor worker"),
            "supervisor": [psutil.Process(self.process.pid)],
        }
        found = {
            name: sum(p.memory_info().rss for p in group) / 2**20
            for name, group in parts.items()
        }
        everybody = [process for group in parts.values() for process in group]
        pss = sum(p.memory_full_info().pss for p in everybody) / 2**20
        return {**found, "rss": sum(found.values()), "pss": pss}

    def _children(self, word: str) -> list[psutil.Process]:
        below = psutil.Process(self.process.pid).children(recursive=True)
        return [process for process in below if word in " ".join(process.cmdline())]

    def _database(self) -> list[psutil.Process]:
        found = []
        for pid in postgres_binaries.processes_in(Server(self.place.home / "pg").data):
            try:
                found.append(psutil.Process(pid))
            except psutil.NoSuchProcess:  # a vacuum that just ended
                continue
        return found


def _seconds(processes: list[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        try:
            spent = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system
    return total


@contextmanager
def serving(place: Place) -> Iterator[Serving]:
    """Start everything as people do, wait until it is ready, stop it in the end."""
    begun = time.monotonic()
    with (place.home / "up.out").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "lapor", "up", "--port", str(place.port)],
            env=place.environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    system = Serving(place, process)
    try:
        _wait_for(system)
        system.cold_start = time.monotonic() - begun
        while not system._children("lapor worker"):
            time.sleep(0.2)
        yield system
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _wait_for(system: Serving) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if system.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{system.place.address}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"Not ready. Read {system.place.home / 'up.out'}")
