"""The virus scanner (clamd), when there is one: what is not known to be clean is not.

Speaks clamd's INSTREAM over TCP or a local socket. Files stay in quarantine until the
verdict is CLEAN; every fault on the way (down, slow, oversize, nonsense) is UNKNOWN.
"""

import socket
import struct
from typing import Final

from django.conf import settings

from lapor.kernel.enums import Labelled, noop
from lapor.kernel.files import open_file

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
