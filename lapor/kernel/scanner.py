"""The virus scanner (clamd), when there is one: what is not known to be clean is not.

Speaks clamd's INSTREAM over TCP or a local socket. Files stay in quarantine until the
verdict is CLEAN; every fault on the way (down, slow, oversize, nonsense) is UNKNOWN.
"""

import logging
import socket
import struct
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from lapor.kernel.enums import Labelled, noop
from lapor.kernel.errors import NotFound
from lapor.kernel.files import open_file

log = logging.getLogger(__name__)

SECONDS: Final = 30  # for the whole answer
_CHUNK: Final = 64 * 1024
_LONGEST_ANSWER: Final = 4096


class Verdict(Labelled):
    """What the scanner says of a file."""

    CLEAN = "clean", noop("Bersih")
    INFECTED = "infected", noop("Mengandung virus")
    UNKNOWN = "unknown", noop("Belum diperiksa")


def is_configured() -> bool:
    """Say whether files must be scanned before anybody gets them (LAPOR_CLAMD)."""
    return bool(settings.LAPOR_CLAMD)


def scan(key: str) -> Verdict:
    """Return the verdict on a stored file. Raises NotFound when there is no such file.

    UNKNOWN also without a scanner: callers ask ``is_configured`` first.
    """
    with open_file(key) as content:
        if not is_configured():
            return Verdict.UNKNOWN
        try:
            with _connect() as line:
                line.sendall(b"zINSTREAM\0")
                while chunk := content.read(_CHUNK):
                    line.sendall(struct.pack(">I", len(chunk)) + chunk)
                line.sendall(struct.pack(">I", 0))
                answer = _answer(line)
        except OSError:  # refused, reset, broken pipe, timed out
            return Verdict.UNKNOWN
    if answer == b"stream: OK":
        return Verdict.CLEAN
    return Verdict.INFECTED if answer.endswith(b" FOUND") else Verdict.UNKNOWN


def scan_waiting(rows: QuerySet[Any], note: Callable[[Any, Verdict], object]) -> int:
    """Scan files whose ``scan`` is "waiting", oldest first; returns how many it judged.

    ``note`` writes each verdict into the ledger. Level-triggered: what cannot be judged
    waits for the next run and holds up nothing behind it. A run ends when the scanner
    is gone.
    """
    if not is_configured():
        return 0
    judged = 0
    for row in rows.filter(scan="waiting").order_by("pk").iterator(chunk_size=200):
        verdict = _verdict_or_unknown(row.key)
        if verdict != Verdict.UNKNOWN:
            with transaction.atomic():
                row.scan = verdict
                row.save(update_fields=["scan"])
                note(row, verdict)
            judged += 1
        elif not is_up():
            break
    return judged


def _verdict_or_unknown(key: str) -> Verdict:
    try:
        return scan(key)
    except NotFound:
        log.error("A file that waits for the scanner is not there: %s", key)
        return Verdict.UNKNOWN


def is_up() -> bool:
    """Say whether the scanner answers a ping."""
    try:
        with _connect() as line:
            line.sendall(b"zPING\0")
            return _answer(line) == b"PONG"
    except OSError:
        return False


def _connect() -> socket.socket:
    where: str = settings.LAPOR_CLAMD
    host, colon, port = where.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host.strip("[]"), int(port)), SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(SECONDS)
    try:
        line.connect(where)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> bytes:
    answer = b""
    while len(answer) < _LONGEST_ANSWER and (piece := line.recv(_LONGEST_ANSWER)):
        answer += piece
        if answer.endswith((b"\0", b"\n")):
            break
    return answer.rstrip(b"\0\n")
