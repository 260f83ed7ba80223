"""The folder of keys: secrets made once, durable, readable by their owner only.

The folder lies outside the database and outside its backups: whoever steals a dump
has locked boxes without a key. Losing the folder loses every sealed identity, so it
needs a backup of its own, kept apart from that of the database.
"""

import hashlib
import os
import re
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from lapor.kernel.durable import sync_folder

KEY_BYTES: Final = 32
_KEK_NAME = re.compile(r"kek-(\d{1,6})")


class KeyMissing(RuntimeError):
    """A key that is needed to open something is not in the folder."""


class Keyring:
    """Secrets of 256 bits in one folder, each a file of 64 hexadecimal digits.

    ``pepper`` keys the digests; ``kek-1``, ``kek-2`` … wrap the keys of sealed
    things. The newest wraps, the older ones still open. A key is named by its
    fingerprint, so that a folder made anew is noticed and never mistaken.
    """

    def __init__(self, folder: Path | str):
        """``folder`` is made on first use, with mode 0700."""
        self.folder = Path(folder)
        self._secrets: dict[str, bytes] = {}
        self._keks: dict[str, bytes] = {}
        self._newest = ""

    def secret(self, name: str) -> bytes:
        """Return the secret of that name; made on first use, the same ever after."""
        if name not in self._secrets:
            file = self.folder / name
            if not file.exists():
                self._make(name)
            self._secrets[name] = _read(file)
        return self._secrets[name]

    def newest(self) -> tuple[str, bytes]:
        """Return id and bytes of the key that wraps today; the first is made here."""
        if not self._newest:
            if not self._numbers():
                self._make("kek-1")
            self._load()
        return self._newest, self._keks[self._newest]

    def by_id(self, key_id: str) -> bytes:
        """Return the key of that id. Raises KeyMissing with what to do."""
        if key_id not in self._keks:
            self._load()
        try:
            return self._keks[key_id]
        except KeyError:
            raise KeyMissing(
                f"Kunci {key_id} tidak ada di {self.folder}. Data yang disegel "
                "dengannya tidak dapat dibuka. Pulihkan folder kunci dari cadangannya."
            ) from None

    def files(self) -> dict[str, str]:
        """Return the wrapping keys there are, oldest first: file name and id."""
        return {
            f"kek-{number}": fingerprint(_read(self.folder / f"kek-{number}"))
            for number in self._numbers()
        }

    def rotate(self) -> str:
        """Make a new wrapping key and return its id; the old ones still open.

        Processes that run already go on with the old one until they start again.
        """
        self._make(f"kek-{max(self._numbers(), default=0) + 1}")
        self._load()
        return self._newest

    def _numbers(self) -> list[int]:
        if not self.folder.is_dir():
            return []
        found = (_KEK_NAME.fullmatch(file.name) for file in self.folder.iterdir())
        return sorted(int(match[1]) for match in found if match)

    def _load(self) -> None:
        for number in self._numbers():
            key = _read(self.folder / f"kek-{number}")
            self._newest = fingerprint(key)
            self._keks[self._newest] = key

    def _make(self, name: str) -> None:
        """Write a fresh secret; when another process was first, keep its one."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.folder / f".{name}.{secrets.token_hex(8)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        try:
            with os.fdopen(handle, "w") as out:
                out.write(secrets.token_hex(KEY_BYTES))
                out.flush()
                os.fsync(out.fileno())
            # A link appears whole or not at all, and never replaces what is there.
            os.link(draft, self.folder / name)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        sync_folder(self.folder)


def fingerprint(key: bytes) -> str:
    """Return the public name of a key: 16 hexadecimal digits that tell nothing."""
    return hashlib.sha256(b"lapor key id\0" + key).hexdigest()[:16]


def keyring() -> Keyring:
    """Return the keyring of this installation (setting ``LAPOR_KEYS``)."""
    return _at(str(settings.LAPOR_KEYS))


@lru_cache(maxsize=8)
def _at(folder: str) -> Keyring:
    return Keyring(folder)


def _read(file: Path) -> bytes:
    try:
        key = bytes.fromhex(file.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise KeyMissing(f"Kunci {file} tidak dapat dibaca: {error}.") from error
    if len(key) != KEY_BYTES:
        raise KeyMissing(f"Kunci {file} rusak: panjangnya {len(key)} bita, bukan 32.")
    return key
