"""A real Spark cluster on loopback: one master, one worker, from the PyPI package."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyspark

CLASSES: Final = "org.apache.spark.deploy"
PATIENCE: Final = 60  # seconds until a worker has said hello


def is_possible() -> bool:
    """Say whether this machine has Java."""
    return shutil.which("java") is not None


@contextmanager
def standalone(folder: Path, *, cores: int = 2) -> Iterator[str]:
    """Run master and worker, both bound to loopback; give the master's address.

    Logs and work files go below ``folder``. Raises TimeoutError.
    """
    port, pages = _free_port(), _free_port()
    url = f"spark://127.0.0.1:{port}"
    with _running(
        folder, "master.Master", "--port", str(port), "--webui-port", str(pages)
    ):
        options = ("--webui-port", str(_free_port()), "--cores", str(cores))
        options += ("--memory", "2g", "--work-dir", str(folder / "work"))
        with _running(folder, "worker.Worker", *options, url):
            _wait_for(folder / "Master.log", "Registering worker")
            yield url


@contextmanager
def _running(folder: Path, name: str, *options: str) -> Iterator[None]:
    home = Path(pyspark.__file__).parent
    log = folder / f"{name.rpartition('.')[2]}.log"
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
    }
    command = [home / "bin" / "spark-class", f"{CLASSES}.{name}"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", *options],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(log: Path, words: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if log.exists() and words in log.read_text(errors="replace"):
            return
        time.sleep(0.1)
    raise TimeoutError(log.read_text(errors="replace")[-2000:])


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
