"""Boxes of this room: what lies in them, bound to the row they belong to."""

import json
from typing import Any, Protocol

from lapor.kernel.crypto import Sealed, vault
from lapor.kernel.ids import digest


class Box(Protocol):
    """A row with the three columns of a sealed box."""

    key_id: str
    wrapped_key: bytes | memoryview
    sealed: bytes | memoryview


def address_digest(channel: str, address: str) -> bytes:
    """Return the name under which an address is kept; no table leads back to it."""
    return digest(f"{channel}\0{address}", "talk address")


def case_handle(number: str) -> str:
    """Return the name under which a conversation is found by one of its reports."""
    return digest(number, "talk case").hex()[:32]


def opened(row: Box, place: bytes) -> dict[str, Any]:
    """Open the box of a row; ``place`` is what binds it there. Empty: destroyed."""
    if not row.wrapped_key:
        return {}
    box = Sealed(row.key_id, bytes(row.wrapped_key), bytes(row.sealed))
    content: dict[str, Any] = json.loads(vault().open(box, place))
    return content


def closed(row: Box, content: dict[str, Any], place: bytes) -> None:
    """Seal ``content`` into a row, under a fresh key. The row is not saved."""
    box = vault().seal(json.dumps(content, ensure_ascii=False).encode(), place)
    row.key_id, row.wrapped_key, row.sealed = box.key_id, box.wrapped_key, box.sealed
