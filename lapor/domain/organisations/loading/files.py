"""Reading the files in ``data/`` and knowing whether they changed."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

ROOM: Final = Path(__file__).resolve().parent.parent
DATA: Final = ROOM / "data"


def table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file, packed or not, without outer blanks."""
    for row in csv.DictReader(io.StringIO(_text(name), newline="")):
        yield {key: value.strip() for key, value in row.items()}


def document(name: str) -> Any:
    """Return what a JSON file holds, packed or not."""
    return json.loads(_text(name))


def fingerprint(names: Iterable[str]) -> str:
    """Return the SHA-256 over these files and the code that reads them."""
    digest = hashlib.sha256()
    code = [ROOM / "rules.py", *sorted((ROOM / "loading").glob("*.py"))]
    for path in [*code, *(DATA / name for name in sorted(names))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _text(name: str) -> str:
    raw = (DATA / name).read_bytes()
    return (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8-sig")
