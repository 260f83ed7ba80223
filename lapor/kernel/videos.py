"""Videos (MP4, 3GP, MOV, M4A): hidden data blanked in place. Sandbox child only.

The film is not decoded: its boxes are walked, and boxes that carry place, device,
names or foreign data become empty "free" boxes of the same size, so that nothing
moves and no offset needs mending. Times of recording are set to zero.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from lapor.kernel.refusals import Finding, Reason, Refused

MAX_BOXES: Final = 20_000
_DEEPEST: Final = 12
_TOP: Final = frozenset(
    b"ftyp moov mdat free skip wide moof mfra sidx styp ssix pdin".split()
)
_PARENTS: Final = frozenset(b"moov trak mdia minf stbl edts mvex moof traf".split())
_HIDDEN: Final = frozenset(b"udta meta uuid emsg prft name titl auth loci".split())
_TIMED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_PLACE_MARKS: Final = (b"\xa9xyz", b"loci", b"location.ISO6709")
_TRACKERS: Final = (b"gpmd", b"camm")  # places of action cameras and telephones


class Box(NamedTuple):
    """A box in the file; all places are offsets from its start, in bytes."""

    kind: bytes
    start: int
    body: int
    end: int
    is_top: bool


def scrub(source: BinaryIO, target: BinaryIO) -> list[Finding]:
    """Copy the film without its hidden data; return what was taken out.

    Raises Refused when it is broken or holds a track of places that we cannot blank.
    """
    film = bytearray(source.read())
    findings: set[Finding] = set()
    kinds = set()
    try:
        for box in _boxes(film, 0, len(film), _DEEPEST, [MAX_BOXES]):
            kinds.add(box.kind)
            findings |= _scrub_box(film, box)
    except struct.error as error:
        raise Refused(Reason.BROKEN) from error
    if not {b"ftyp", b"moov"} <= kinds:
        raise Refused(Reason.BROKEN)
    target.write(film)
    return sorted(findings)


def _boxes(
    film: bytearray, start: int, end: int, depth: int, budget: list[int]
) -> Iterator[Box]:
    """Yield the boxes between two places and those inside them, in order."""
    while start < end:
        budget[0] -= 1
        if budget[0] < 0 or depth == 0:
            raise Refused(Reason.TOO_COMPLEX)
        size, kind = struct.unpack_from(">I4s", film, start)
        body = start + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", film, body)
            body += 8
        elif size == 0:
            size = end - start
        if size < body - start or start + size > end:
            # QuickTime ends some lists with four zero bytes; anything else is damage.
            if any(film[start:end]) or end - start > 8:
                raise Refused(Reason.BROKEN)
            return
        box = Box(kind, start, body, start + size, depth == _DEEPEST)
        yield box
        if kind in _PARENTS:
            yield from _boxes(film, body, box.end, depth - 1, budget)
        start = box.end


def _scrub_box(film: bytearray, box: Box) -> set[Finding]:
    if box.kind in _TIMED:
        return _forget_times(film, box)
    if box.kind == b"stsd" and any(
        bytes(film[at + 4 : at + 8]) in _TRACKERS for at in _entries(film, box)
    ):
        raise Refused(Reason.TRACKED)
    is_foreign = box.is_top and box.kind not in _TOP
    if box.kind not in _HIDDEN and not is_foreign:
        return set()
    body = film[box.body : box.end]
    findings = {Finding.METADATA} if any(body) else set()
    if any(mark in body for mark in _PLACE_MARKS):
        findings.add(Finding.LOCATION)
    film[box.start + 4 : box.start + 8] = b"free"
    film[box.body : box.end] = bytes(box.end - box.body)
    return findings


def _entries(film: bytearray, box: Box) -> Iterator[int]:
    """Yield where the sample descriptions of a track begin."""
    place = box.body + 8
    while place + 8 <= box.end:
        yield place
        (size,) = struct.unpack_from(">I", film, place)
        place += max(size, 8)


def _forget_times(film: bytearray, box: Box) -> set[Finding]:
    """Zero the times of creation and change (seconds since 1904)."""
    width = 16 if film[box.body] == 1 else 8
    first = box.body + 4
    if first + width > box.end:
        raise Refused(Reason.BROKEN)
    had_times = any(film[first : first + width])
    film[first : first + width] = bytes(width)
    return {Finding.METADATA} if had_times else set()
