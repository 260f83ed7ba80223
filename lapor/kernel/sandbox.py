"""Foreign files are opened by a child process with limits, never by the server.

Costs about 60 ms to start for a photo and 100 ms for a PDF; at most two children work
at once in one server process, the next wait.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, BinaryIO, Final, Literal

from django.utils.translation import gettext

from lapor.kernel.errors import Busy, Invalid
from lapor.kernel.refusals import Finding, Reason

Kind = Literal["image", "pdf", "video"]

SECONDS: Final = 20
CHILDREN: Final = 2
PATIENCE: Final = 30  # seconds to wait for a free place
_REPORT_BYTES: Final = 65_536
_SCRIPT: Final = Path(__file__).with_name("sandboxed.py")
_places: Final = BoundedSemaphore(CHILDREN)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the child reports: what it took out, and its peak memory in KiB."""

    findings: tuple[Finding, ...]
    peak_kib: int


def rework(kind: Kind, source: BinaryIO, target: BinaryIO) -> Outcome:
    """Let a child read ``source`` (a real file, from its start) and write ``target``.

    Raises Invalid with the child's reason; a child that dies, hangs or answers
    nonsense means a broken or hostile file. Raises Busy when all places stay taken.
    """
    with _place(), tempfile.TemporaryFile() as report:
        code = _run(kind, source, target, report)
        answer = _answer(report)
    if code != 0 or answer is None:
        raise Invalid((Reason.TOO_COMPLEX if code < 0 else Reason.BROKEN).label)
    if "refused" in answer:
        raise Invalid(Reason(answer["refused"]).label)
    return Outcome(
        tuple(Finding(value) for value in answer["findings"]), answer["peak_kib"]
    )


def _run(kind: Kind, source: BinaryIO, target: BinaryIO, report: BinaryIO) -> int:
    """Return the exit code; negative when a signal ended the child."""
    # -I: no variables, no current folder; -S: no start-up files of the environment
    child = subprocess.Popen(
        [sys.executable, "-I", "-S", str(_SCRIPT), kind, *_folders()],
        stdin=source,
        stdout=target,
        stderr=report,
        cwd="/",
        env={"LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", "")},
        start_new_session=True,
    )
    try:
        return child.wait(SECONDS)
    except subprocess.TimeoutExpired:
        return -1
    finally:
        child.kill()
        child.wait()


@lru_cache(maxsize=1)
def _folders() -> list[str]:
    """Return where our package and the two libraries lie."""
    specs = [find_spec(name) for name in ("lapor", "PIL", "pikepdf")]
    origins = [spec.origin for spec in specs if spec and spec.origin]
    return list(dict.fromkeys(str(Path(origin).parents[1]) for origin in origins))


def _answer(report: BinaryIO) -> dict[str, Any] | None:
    """Return the last line as JSON; libraries may have grumbled before it."""
    report.seek(0, os.SEEK_END)
    report.seek(max(0, report.tell() - _REPORT_BYTES))
    lines = report.read().splitlines()
    try:
        answer = json.loads(lines[-1])
    except (IndexError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=PATIENCE):
        raise Busy(
            gettext(
                "Banyak berkas sedang diperiksa. Tulisan Anda tidak hilang: coba lagi "
                "satu menit lagi."
            )
        )
    try:
        yield
    finally:
        _places.release()
