"""Bytes that outlive a power cut: write aside, fsync, rename, fsync the folder.

The order matters. A rename before the fsync may leave a whole name with half a
content; without the fsync of the folder the name itself may be gone.
"""

import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.utils.translation import gettext

from lapor.kernel.errors import Busy

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


def write(target: Path, chunks: Iterable[bytes]) -> None:
    """Write a file whole and durable, or leave nothing. Raises Busy on a full disk.

    Folders on the way are made and synced too. An existing file is replaced.
    """
    draft = target.with_name(f".{target.name[:64]}.{secrets.token_hex(8)}")
    with full_disk_is_busy():
        make_folder(target.parent)
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                for chunk in chunks:
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            os.replace(draft, target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)


def adopt(draft: Path, target: Path) -> None:
    """Move a finished file of the same file system to its place, durably."""
    with full_disk_is_busy():
        make_folder(target.parent)
        with draft.open("rb") as done:
            os.fsync(done.fileno())
        os.replace(draft, target)
        sync_folder(target.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; each new name is synced in its parent."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def full_disk_is_busy() -> Iterator[None]:
    """Turn "no space left" into Busy: a sentence for people and 503 at the door."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Busy(
                gettext(
                    "Berkas belum dapat disimpan karena ruang penyimpanan penuh. "
                    "Tulisan Anda tidak hilang: coba lagi beberapa menit lagi, "
                    "atau kirim tanpa lampiran."
                )
            ) from error
        raise
