"""Asking with wrk, a load generator in C that leaves the machine to the system."""

import json
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TIMEOUT = "10s"


@dataclass(frozen=True)
class Load:
    """What one run of wrk saw. Latencies in milliseconds, the rest per second."""

    clients: int
    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    bytes: int
    refused: int  # answers of 400 and above
    broken: int  # connections that failed or took over ten seconds
    generator: float  # seconds of processor time of wrk itself
    acknowledged: int = 0
    numbers: tuple[str, ...] = field(default=(), repr=False)

    @property
    def rate(self) -> float:
        """Good answers in a second."""
        good = self.acknowledged or self.requests - self.refused
        return good / self.seconds


def ensure_wrk() -> None:
    """Make sure that wrk is there: apt when root on Debian, else say how."""
    if shutil.which("wrk"):
        return
    if os.geteuid() == 0 and Path("/etc/debian_version").exists():
        for words in (["update", "-qq"], ["install", "-qq", "-y", "wrk"]):
            subprocess.run(["apt-get", *words], stdout=subprocess.DEVNULL, check=True)
        return
    raise SystemExit("wrk is missing. On Debian: sudo apt install wrk")


def ask(
    address: str,
    lines: Sequence[Sequence[str]],
    *,
    clients: int,
    seconds: float,
    script: str = "get.lua",
    words: Sequence[str] = (),
) -> Load:
    """Keep ``clients`` connections busy for some seconds with the given lines."""
    before = _spent()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.writelines("\t".join(line) + "\n" for line in lines)
        file.flush()
        command = ["wrk", "-t", "1", "-c", str(clients), "-d", f"{ceil(seconds)}s"]
        command += ["--timeout", TIMEOUT, "-s", str(HERE / script), address, "--"]
        done = subprocess.run(
            [*command, file.name, *words], capture_output=True, text=True, check=False
        )
    found = [line for line in done.stdout.splitlines() if line.startswith("@")]
    if not found:
        raise SystemExit(f"wrk failed: {done.stdout}{done.stderr}")
    return _load(json.loads(found[0][1:]), clients, _spent() - before)


def _load(said: dict[str, Any], clients: int, generator: float) -> Load:
    return Load(
        clients=clients,
        requests=said["requests"],
        seconds=said["microseconds"] / 1e6,
        p50=said["p50"] / 1e3,
        p95=said["p95"] / 1e3,
        p99=said["p99"] / 1e3,
        bytes=said["bytes"],
        refused=said["refused"],
        broken=said["broken"],
        generator=generator,
        acknowledged=said.get("acknowledged", 0),
        numbers=tuple(said.get("numbers", "").split()),
    )


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
