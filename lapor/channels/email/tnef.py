"""The box of Outlook (TNEF, ``winmail.dat``): its files and its text taken out.

Read after [MS-OXTNEF]: a signature, then attributes with level, id, length, content and
checksum. Names and contents of files and the plain body are read; the rest, mostly
properties of Outlook itself, is passed over. A broken box gives what stands before the
break; nothing here raises.
"""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

SIGNATURE: Final = 0x223E9F78
MOST_FILES: Final = 50

_BODY: Final = 0x0002800C
_BEGINS: Final = 0x00069002  # attAttachRendData: a new attachment begins
_TITLE: Final = 0x00018010
_DATA: Final = 0x0006800F


class Box(NamedTuple):
    """What was inside: pairs of name and content, and the plain text if any."""

    files: tuple[tuple[str, bytes], ...]
    text: bytes


def opened(raw: bytes) -> Box:
    """Return what the box holds; empty for what is no such box."""
    files: list[tuple[str, bytes]] = []
    name, text = "", b""
    for attribute, content in _attributes(raw):
        if attribute == _BODY:
            text = content.rstrip(b"\0")
        elif attribute == _BEGINS:
            name = ""
        elif attribute == _TITLE:
            name = content.rstrip(b"\0").decode("cp1252", "replace")
        elif attribute == _DATA and len(files) < MOST_FILES:
            files.append((name, content))
    return Box(tuple(_named(files)), text)


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    if len(raw) < 6 or struct.unpack_from("<I", raw)[0] != SIGNATURE:
        return
    place = 6  # signature and key
    while place + 9 <= len(raw):
        _level, attribute, length = struct.unpack_from("<BII", raw, place)
        place += 9
        if place + length > len(raw):
            return
        yield attribute, raw[place : place + length]
        place += length + 2  # the checksum


def _named(files: list[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for number, (name, content) in enumerate(files, start=1):
        yield name or f"lampiran-{number}", content
