"""Sealed boxes: a key for each box, and a key that locks those keys.

Envelope encryption with AES-256-GCM. Each box has its own random data key; that key is
wrapped by the key-encryption key (KEK) of the installation, which lies in a folder
outside the database. Dropping the wrapped key makes a box unreadable for ever, in all
backups too that hold no older copy of the row (crypto-shredding).

The associated data (AAD) says where a box belongs, for example table and row: a box
moved to another row does not open there.
"""

import secrets
from dataclasses import dataclass
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lapor.kernel.keyring import Keyring, keyring

_NONCE: Final = 12
_WRAP: Final = b"lapor wrap\0"
_SEAL: Final = b"lapor seal\0"


class CannotOpen(RuntimeError):
    """The box was changed, belongs elsewhere, or is locked by another key."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A locked box: which key wrapped its key, the wrapped key, and the content."""

    key_id: str
    wrapped_key: bytes
    sealed: bytes


class KeyProvider(Protocol):
    """Whoever wraps data keys: files here, a hardware module or a vault elsewhere."""

    def wrap(self, key: bytes, aad: bytes) -> tuple[str, bytes]:
        """Return the id of the wrapping key and the wrapped key."""

    def unwrap(self, key_id: str, wrapped: bytes, aad: bytes) -> bytes:
        """Return the key. Raises KeyMissing or CannotOpen."""


class FileKeys:
    """The provider that reads its keys from a folder.

    Nonces are random: up to 2^32 boxes for one KEK are safe (SP 800-38D section 8.3);
    rotate long before.
    """

    def __init__(self, ring: Keyring):
        """``ring`` holds the newest and all older keys."""
        self._ring = ring

    def wrap(self, key: bytes, aad: bytes) -> tuple[str, bytes]:
        """Wrap under the newest key."""
        key_id, kek = self._ring.newest()
        return key_id, _encrypt(kek, key, _WRAP + key_id.encode() + b"\0" + aad)

    def unwrap(self, key_id: str, wrapped: bytes, aad: bytes) -> bytes:
        """Unwrap with the key of that id."""
        kek = self._ring.by_id(key_id)
        return _decrypt(kek, wrapped, _WRAP + key_id.encode() + b"\0" + aad)


class Vault:
    """Seals and opens boxes. Stateless; one for the process is enough."""

    def __init__(self, keys: KeyProvider):
        """``keys`` wraps and unwraps; the vault itself never sees a KEK."""
        self._keys = keys

    def seal(self, plain: bytes, aad: bytes) -> Sealed:
        """Lock ``plain`` under a fresh key of its own."""
        key = secrets.token_bytes(32)
        key_id, wrapped = self._keys.wrap(key, aad)
        return Sealed(key_id, wrapped, _encrypt(key, plain, _SEAL + aad))

    def open(self, box: Sealed, aad: bytes) -> bytes:
        """Return what was sealed. Raises CannotOpen, or KeyMissing with what to do."""
        if not box.wrapped_key:
            raise CannotOpen("Kunci kotak ini sudah dihancurkan: isinya tidak ada.")
        key = self._keys.unwrap(box.key_id, box.wrapped_key, aad)
        return _decrypt(key, box.sealed, _SEAL + aad)

    def rewrap(self, box: Sealed, aad: bytes) -> Sealed:
        """Return the same box with its key wrapped by the newest KEK.

        The content is not touched, so rotating costs some 100 bytes a row.
        """
        key = self._keys.unwrap(box.key_id, box.wrapped_key, aad)
        key_id, wrapped = self._keys.wrap(key, aad)
        return Sealed(key_id, wrapped, box.sealed)


def vault() -> Vault:
    """Return the vault of this installation (setting ``LAPOR_KEYS``)."""
    return Vault(FileKeys(keyring()))


def _encrypt(key: bytes, plain: bytes, aad: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, aad)


def _decrypt(key: bytes, box: bytes, aad: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(box[:_NONCE], box[_NONCE:], aad)
    except (InvalidTag, ValueError):
        raise CannotOpen(
            "Kotak tersegel tidak cocok: isinya berubah, atau bukan milik baris ini."
        ) from None
