"""Short digests of parts of the source, to see whether work must be done again."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent.parent


def of_migrations() -> str:
    """Return a digest of every migration: it changes when the schema may change."""
    return of_files(PACKAGE.glob("**/migrations/*.py"))


def of_files(files: Iterable[Path]) -> str:
    """Return twelve hexadecimal digits for the names and contents of files."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(PACKAGE)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
