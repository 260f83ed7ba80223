"""Short digests of parts of the source, to see whether work must be done again."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent.parent


def of_migrations() -> str:
    """Return a digest of every migration: it changes when the schema may change."""
    return of_words(_contents(PACKAGE.glob("**/migrations/*.py")))


def of_reference() -> str:
    """Return a digest of the reference data that comes with the program."""
    files = (file for file in PACKAGE.glob("**/data/**/*") if file.is_file())
    return of_words(
        f"{file.relative_to(PACKAGE)} {file.stat().st_size}" for file in sorted(files)
    )


def of_words(words: Iterable[str]) -> str:
    """Return twelve hexadecimal digits for texts in their order."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()[:12]


def _contents(files: Iterable[Path]) -> Iterator[str]:
    for file in sorted(files):
        yield str(file.relative_to(PACKAGE))
        yield file.read_text()
