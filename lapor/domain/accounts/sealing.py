"""Secrets of second factors as one line of text: key id, wrapped key, sealed secret."""

from base64 import b64decode, b64encode
from typing import Final

from lapor.kernel.crypto import Sealed, vault

_AAD: Final = b"mfa_authenticator"


def sealed(text: str) -> str:
    """Seal a secret with the keys of the installation."""
    return _line(vault().seal(text.encode(), _AAD))


def opened(line: str) -> str:
    """Open what ``sealed`` has sealed."""
    return vault().open(_box(line), _AAD).decode()


def rewrapped(line: str) -> str:
    """Return the same secret with its key wrapped by the newest key."""
    return _line(vault().rewrap(_box(line), _AAD))


def key_of(line: str) -> str:
    """Return the id of the key that wraps the key of a secret."""
    return line.partition(".")[0]


def _line(box: Sealed) -> str:
    parts = (b64encode(part).decode() for part in (box.wrapped_key, box.sealed))
    return ".".join([box.key_id, *parts])


def _box(line: str) -> Sealed:
    key_id, wrapped, content = line.rsplit(".", 2)
    return Sealed(key_id, b64decode(wrapped), b64decode(content))
