"""The one folder in which Lapor keeps its state (``LAPOR_HOME``)."""

import os
import secrets
from pathlib import Path


def path() -> Path:
    """Return the home folder, made on first use, readable by its owner only."""
    folder = Path(os.environ.get("LAPOR_HOME", ".lapor")).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret(name: str) -> str:
    """Return a random secret of 256 bits, made once and kept in ``keys/``."""
    folder = path() / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / name
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except FileExistsError:
        return file.read_text()
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_hex(32))
        out.flush()
        os.fsync(out.fileno())
    return file.read_text()
