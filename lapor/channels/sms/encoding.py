"""How words travel by SMS: 7-bit or UCS-2, cut into parts and put together again.

3GPP TS 23.038 (alphabet) and TS 23.040 section 9.2.3.24 (user data header). One part
holds 160 septets or 70 UCS-2 units, 153 or 67 when there are several.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION: Final = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
_ESCAPE: Final = 0x1B
_SEPTETS: Final = {char: code for code, char in enumerate(_BASIC) if char != "\x1b"}
_EXTENDED: Final = {code: char for char, code in _EXTENSION.items()}
#: Signs of print that would make a whole message cost more than double.
_PLAINER: Final = str.maketrans(
    {
        "\u201c": '"',  # quotation marks
        "\u201d": '"',
        "\u201e": '"',
        "\u2018": "'",
        "\u2019": "'",
        "\u2026": "...",
        "\u2010": "-",  # hyphens and dashes
        "\u2011": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2022": "-",
        "|": "/",
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
    }
)
SEVEN_BIT: Final = 0
ASCII: Final = 1
LATIN_1: Final = 3
UCS_2: Final = 8
MOST_PARTS: Final = 255


class Encoded(NamedTuple):
    """A message ready to leave; each of several parts begins with its header."""

    data_coding: int
    parts: tuple[bytes, ...]

    @property
    def has_headers(self) -> bool:
        """Several parts carry a user data header (UDHI)."""
        return len(self.parts) > 1


class Decoded(NamedTuple):
    """A message that came: its words, and (reference, number, total) of a part."""

    text: str
    piece: tuple[str, int, int] | None = None


def plainer(text: str) -> str:
    """Return a text with typographic signs replaced by those of the 7-bit alphabet.

    >>> plainer("Pilih “Buka kembali” …")
    'Pilih "Buka kembali" ...'
    """
    return text.translate(_PLAINER)


def encoded(text: str, reference: int) -> Encoded:
    """Return a text in as few parts as it needs; ``reference`` (0-255) joins them.

    Text beyond 255 parts does not exist here: no answer of ours is that long.
    """
    septets = _septets(text)
    if septets is not None:
        single, part, units = 160, 153, septets
        coding = SEVEN_BIT
    else:
        single, part = 70, 67
        units = [char.encode("utf-16-be", "replace") for char in text]
        coding = UCS_2
    width = 1 if coding == SEVEN_BIT else 2
    chunks = list(_chunks(units, single * width)) or [b""]
    if len(chunks) > 1:
        bodies = list(_chunks(units, part * width))[:MOST_PARTS]
        total = len(bodies)
        chunks = [
            bytes((5, 0, 3, reference & 0xFF, total, number)) + body
            for number, body in enumerate(bodies, 1)
        ]
    return Encoded(coding, tuple(chunks))


def count_of(text: str) -> int:
    """Return how many parts a text costs.

    >>> count_of("a" * 160), count_of("a" * 161), count_of("ā" * 71)
    (1, 2, 2)
    """
    return len(encoded(plainer(text), 0).parts)


def decoded(data: bytes, data_coding: int, *, has_header: bool) -> Decoded:
    """Read what came in one short message; odd bytes become a replacement sign."""
    piece = None
    if has_header and data:
        length = data[0]
        piece = piece_in(data[: length + 1])
        data = data[length + 1 :]
    return Decoded(_text(data, data_coding), piece)


def piece_in(header: bytes) -> tuple[str, int, int] | None:
    """Return (reference, number, total) of a user data header, None without one."""
    place = 1
    while place + 1 < len(header):
        kind, size = header[place], header[place + 1]
        value = header[place + 2 : place + 2 + size]
        place += 2 + size
        if kind == 0x00 and len(value) == 3:
            reference, total, number = str(value[0]), value[1], value[2]
        elif kind == 0x08 and len(value) == 4:
            reference = str(int.from_bytes(value[:2], "big"))
            total, number = value[2], value[3]
        else:
            continue
        return (reference, number, total) if 1 <= number <= total > 1 else None
    return None


def _text(data: bytes, data_coding: int) -> str:
    if data_coding == UCS_2:
        return data.decode("utf-16-be", "replace")
    if data_coding == LATIN_1:
        return data.decode("latin-1")
    if data_coding == ASCII:
        return data.decode("ascii", "replace")
    return _from_septets(data)


def _septets(text: str) -> list[bytes] | None:
    """Return the 7-bit units of a text, an escape with its sign; None: impossible."""
    units = []
    for char in text:
        if char in _SEPTETS:
            units.append(bytes((_SEPTETS[char],)))
        elif char in _EXTENSION:
            units.append(bytes((_ESCAPE, _EXTENSION[char])))
        else:
            return None
    return units


def _from_septets(data: bytes) -> str:
    text, is_escaped = [], False
    for code in data:
        if is_escaped:
            text.append(_EXTENDED.get(code, _BASIC[code & 0x7F]))
            is_escaped = False
        elif code == _ESCAPE:
            is_escaped = True
        else:
            text.append(_BASIC[code] if code < 0x80 else "\N{REPLACEMENT CHARACTER}")
    return "".join(text)


def _chunks(units: list[bytes], most: int) -> Iterator[bytes]:
    """Join units up to ``most`` bytes; none is ever broken in two."""
    chunk = b""
    for unit in units:
        if len(chunk) + len(unit) > most:
            yield chunk
            chunk = b""
        chunk += unit
    if chunk:
        yield chunk
