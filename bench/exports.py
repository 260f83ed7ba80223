"""Taking lists out: one reader, whole files, timed to the last byte."""

import http.client
import io
import time
from dataclasses import dataclass

from bench.place import Place

ENOUGH = 100_000  # rows, then the reader hangs up
PIECE = 64 * 1024


@dataclass(frozen=True)
class Taken:
    """One file: seconds to the first byte, to the end, and how much came."""

    first: float
    seconds: float
    rows: int
    bytes: int


def csv_rows(place: Place, path: str, cookie: str) -> Taken:
    """Read a CSV as it streams, up to 100,000 rows."""
    begun = time.monotonic()
    connection, answer = _open(place, path, cookie)
    first, lines, size = 0.0, 0, 0
    while piece := answer.read1(PIECE):
        first = first or time.monotonic() - begun
        size += len(piece)
        lines += piece.count(b"\n")
        if lines > ENOUGH:
            break
    connection.close()
    return Taken(first, time.monotonic() - begun, lines - 1, size)


def workbook(place: Place, path: str, cookie: str) -> Taken:
    """Fetch a workbook and count its rows afterwards."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load

    begun = time.monotonic()
    connection, answer = _open(place, path, cookie)
    first = time.monotonic() - begun
    content = answer.read()
    seconds = time.monotonic() - begun
    connection.close()
    sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    rows = sum(1 for _ in sheet.iter_rows(max_col=1)) - 1
    return Taken(first, seconds, rows, len(content))


def _open(
    place: Place, path: str, cookie: str
) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=600)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return connection, answer
