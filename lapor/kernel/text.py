"""What people type: cleaned once at the edge, personal data found and masked.

Every pattern has bounded repetitions, so the time grows with the length of the text
only. Callers store what ``clean`` returns and nothing else.
"""

import re
import unicodedata
from functools import partial
from itertools import chain
from typing import Final

from django.utils.translation import gettext

from lapor.kernel.enums import Labelled, noop
from lapor.kernel.errors import Invalid

# No language needs more marks on one letter; heaps of them ("zalgo") cover the lines
# around and make normalising slow.
_MOST_MARKS: Final = 16

_NEWLINES: Final = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_BLANKS: Final = re.compile(r"[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_DROPPED: Final = dict.fromkeys(
    chain(
        range(0x00, 0x09),  # controls, NUL among them: PostgreSQL refuses it
        range(0x0E, 0x20),
        range(0x7F, 0x85),
        range(0x86, 0xA0),
        [0xAD, 0x180E, 0x200B, 0x2060, 0xFEFF],  # invisible: they split words unseen
        range(0x202A, 0x202F),  # bidi embeddings and overrides: they reorder lines
        range(0x2061, 0x2070),  # invisible operators, bidi isolates, deprecated ones
        range(0xD800, 0xE000),  # lone surrogates: not encodable as UTF-8
        range(0xFDD0, 0xFDF0),  # noncharacters: not allowed in XML and workbooks
        range(0xFFF9, 0xFFFC),
        *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)),
        range(0xE0000, 0xE0080),  # tags: hidden text
    )
)


def clean(raw: object, *, max_length: int, multiline: bool = False) -> str:
    """Return text that is safe to store: NFC, trimmed, without invisible characters.

    On one line all white space becomes single blanks; with ``multiline`` newlines
    (as ``\\n``) and tabs stay. ``max_length`` counts characters (code points) after
    cleaning. Raises Invalid when it is longer: nothing is cut silently.
    Cleaning twice changes nothing.
    """
    if not isinstance(raw, str):
        raise Invalid(gettext("Isi kolom ini harus berupa tulisan."))
    if len(raw) > 4 * max_length + 1000:
        raise _too_long(len(raw), max_length)
    text = _NEWLINES.sub("\n", raw).translate(_DROPPED)
    if multiline:
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    else:
        text = " ".join(_BLANKS.sub(" ", text.replace("\n", " ")).split())
    text = text.strip()
    if not text.isascii():
        text = _few_marks(unicodedata.normalize("NFC", _few_marks(text)))
    if len(text) > max_length:
        raise _too_long(len(text), max_length)
    return text


def _too_long(length: int, max_length: int) -> Invalid:
    return Invalid(
        gettext(
            "Tulisan ini terlalu panjang: %(length)d karakter, paling banyak "
            "%(most)d. Ringkaslah lalu kirim lagi."
        )
        % {"length": length, "most": max_length}
    )


def _few_marks(text: str) -> str:
    """Drop what goes beyond 16 combining marks in a row."""
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        if run <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


class Personal(Labelled):
    """A kind of personal data that can be recognised by its shape."""

    EMAIL = "email", noop("alamat surel")
    NIK = "nik", noop("nomor induk kependudukan (NIK)")
    TAX = "tax", noop("nomor pokok wajib pajak (NPWP)")
    PHONE = "phone", noop("nomor telepon")
    ACCOUNT = "account", noop("nomor rekening")
    PLATE = "plate", noop("nomor polisi kendaraan")


# What stands in place of it; part of the text of the report, which is Indonesian.
_SHOWN: Final = {
    Personal.EMAIL: "[surel disembunyikan]",
    Personal.NIK: "[NIK disembunyikan]",
    Personal.TAX: "[NPWP disembunyikan]",
    Personal.PHONE: "[nomor telepon disembunyikan]",
    Personal.ACCOUNT: "[nomor rekening disembunyikan]",
    Personal.PLATE: "[nomor polisi disembunyikan]",
}

_AREAS: Final = (
    "A[ABDEG]?|B[ABDEGHKLMNP]?|C[CD]|D[ABCDEGHKLMNRST]?|E[ABD]?|F|G|H|K[BHTU]?|L|M|N"
    "|P[ABGST]?|R|S|T|W|Z"
)

# In this order: what a pattern has hidden, a later one cannot find.
_PATTERNS: Final[tuple[tuple[Personal, re.Pattern[str]], ...]] = (
    (
        Personal.EMAIL,
        re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"),
    ),
    (  # 16 digits in one piece, or in the groups in which people write them
        Personal.NIK,
        re.compile(
            r"(?<!\d)(?:\d{16}|\d{4}([ .-])\d{4}\1\d{4}\1\d{4}"
            r"|\d{6}[ .-]\d{6}[ .-]\d{4}"
            r"|\d{2}([ .-])\d{2}\2\d{2}\2\d{6}\2\d{4})(?!\d)"
        ),
    ),
    (
        Personal.TAX,
        re.compile(r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d[-.]\d{3}\.\d{3}(?!\d)"),
    ),
    (  # mobile 08…, +62 8…; fixed lines with an area code; any number with +
        Personal.PHONE,
        re.compile(
            r"(?<![\d+])(?:"
            r"(?:\+?62|0)[ .()-]{0,2}8[1-9]\d(?:[ .-]?\d){6,10}"
            r"|\(?(?:\+?62[ .-]?|0)[2-9]\d{1,2}\)?[ .-]{0,2}\d{3,4}[ .-]?\d{3,4}"
            r"|\+\d(?:[ .-]?\d){8,14}"
            r")(?!\d)"
        ),
    ),
    (  # an account number looks like any number: a word before it gives it away
        Personal.ACCOUNT,
        re.compile(
            r"(?P<lead>\b(?i:rek(?:ening)?|norek|b(?:ca|ri|ni|si|tn)|mandiri)\b"
            r"[^\d\n]{1,40}?)(?<!\d)\d(?:[ .-]?\d){7,17}(?!\d)"
        ),
    ),
    (
        Personal.PLATE,
        re.compile(
            rf"\b(?:{_AREAS})(?P<gap>[ -]?)\d{{2,4}}(?P=gap)"
            r"(?!M\b|R[TW]\b)[A-Z]{1,3}\b"
            r"|(?P<lead>\b(?i:plat|nopol|polisi)\b[^\d\n]{1,20}?)"
            rf"\b(?i:{_AREAS})[ -]?\d{{1,4}}[ -]?[A-Za-z]{{1,3}}\b"
        ),
    ),
)

_LONG_NUMBER: Final = re.compile(r"\d(?:[ ().-]{0,3}\d){7}")
_LETTER_AND_DIGIT: Final = re.compile(r"[A-Za-z][ -]?\d")


def mask(text: str) -> str:
    """Return the text with personal data replaced, for example by "[NIK …]".

    Recognises by shape only: names and addresses stay, and some harmless numbers
    that look alike are hidden too. For what the public sees (domain: UU 27/2022).

    >>> mask("Hubungi 0812-3456-7890 atau ani@example.id")
    'Hubungi [nomor telepon disembunyikan] atau [surel disembunyikan]'
    """
    for kind, pattern in _worth_trying(text):
        text = pattern.sub(partial(_hidden, kind=kind), text)
    return text


def _worth_trying(text: str) -> list[tuple[Personal, re.Pattern[str]]]:
    """Leave out patterns that cannot match: most texts have no long number at all."""
    is_likely = {
        Personal.EMAIL: "@" in text,
        Personal.PLATE: _LETTER_AND_DIGIT.search(text) is not None,
    }
    has_long_number = _LONG_NUMBER.search(text) is not None
    return [row for row in _PATTERNS if is_likely.get(row[0], has_long_number)]


def _hidden(found: re.Match[str], kind: Personal) -> str:
    """Return the replacement; words that only led us there stay readable."""
    return (found.groupdict().get("lead") or "") + _SHOWN[kind]
