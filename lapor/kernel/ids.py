"""Numbers to talk about, codes to open with, digests to look up by.

A number names a thing aloud and opens nothing: ten random characters (50 bits) and a
check character. A code opens: 26 random characters (130 bits). Both use Crockford's
32 characters (no I, L, O, U), so that they can be read out over a bad line.

The check character makes the sum of ``a^i * value(i)`` zero in the field GF(32), where
``a`` is a generator and ``i`` counts from the right. The weights ``a^0 ... a^10`` all
differ, so any one wrong character and any two exchanged characters are detected.
"""

import hmac
import secrets
import unicodedata
from functools import lru_cache
from typing import Final

from lapor.kernel.keyring import keyring

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH: Final = 10
CODE_LENGTH: Final = 26
_LONGEST_INPUT: Final = 100
_VALUES: Final = {char: value for value, char in enumerate(ALPHABET)}
_READ_AS: Final = str.maketrans(
    {"O": "0", "I": "1", "L": "1"}
    | dict.fromkeys(" \t\r\n-.\u2010\u2011\u2012\u2013\u2014\u2212\u200b\ufeff", "")
)


def new_number() -> str:
    """Return a fresh public number, for example ``7K2M-P042-QRX``. Not unique by law:
    2^50 values; the column that stores it must be unique and its writer try again.
    """
    data = _random(NUMBER_LENGTH)
    return number_shown(data + check_character(data))


def normalise_number(text: str) -> str | None:
    """Return the number as we write it, or None when it cannot be one.

    Forgives small letters, O for 0, I and L for 1, blanks and dashes.

    >>> normalise_number("0000 0000 ool")
    >>> normalise_number("0000 0000 ooo")
    '0000-0000-000'
    """
    plain = _plain(text, NUMBER_LENGTH + 1)
    if plain is None or check_character(plain[:-1]) != plain[-1]:
        return None
    return number_shown(plain)


def number_shown(plain: str) -> str:
    """Return the eleven characters in groups: ``XXXX-XXXX-XXX``."""
    return f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"


def derived_code(origin: str) -> str:
    """Return the access code that belongs to an origin, always the same one.

    130 bits of a keyed digest: nobody who lacks the pepper can work it out, and a
    repeated request gets the code it was given before, though no table holds it.
    """
    bits = int.from_bytes(digest(origin, "code"), "big")
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(CODE_LENGTH))


def normalise_code(text: str) -> str | None:
    """Return the 26 characters of a code, or None when it cannot be one."""
    return _plain(text, CODE_LENGTH)


def code_shown(code: str) -> str:
    """Return a code in groups of four for print and for reading out.

    >>> code_shown("0123456789ABCDEFGHJKMNPQRS")
    '0123-4567-89AB-CDEF-GHJK-MNPQ-RS'
    """
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def new_media_key() -> str:
    """Return a random key for a file: 128 bits, in 256 times 256 folders.

    No extension and no name: the file system cannot be made to run or to show it.
    """
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name[2:4]}/{name}"


def digest(secret: str | bytes, purpose: str) -> bytes:
    """Return 32 bytes by which a secret can be found again but not read.

    HMAC-SHA-256 under a key of its own for each purpose, derived from the pepper:
    the same value has unrelated digests for two purposes, and a stolen table cannot
    be tried out without the key folder.
    """
    raw = secret.encode("utf-8", "surrogatepass") if isinstance(secret, str) else secret
    return hmac.digest(_key(keyring().secret("pepper"), purpose), raw, "sha256")


def check_character(data: str) -> str:
    """Return the character that makes the weighted sum over GF(32) zero."""
    total = 0
    for char in data:
        total = _times_a(total ^ _VALUES[char])
    return ALPHABET[total]


@lru_cache(maxsize=64)
def _key(pepper: bytes, purpose: str) -> bytes:
    return hmac.digest(pepper, b"lapor digest\0" + purpose.encode(), "sha256")


def _times_a(value: int) -> int:
    """Multiply by the generator x in GF(2)[x] / (x^5 + x^2 + 1), of order 31."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


def _random(length: int) -> str:
    bits = secrets.randbits(5 * length)
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(length))


def _plain(text: str, length: int) -> str | None:
    """Return ``length`` characters of the alphabet, forgiving how it was typed."""
    if len(text) > _LONGEST_INPUT:
        return None
    # Wide letters and digits come from East Asian keyboards; NFKC makes them plain.
    plain = unicodedata.normalize("NFKC", text).strip().upper().translate(_READ_AS)
    return plain if len(plain) == length and _VALUES.keys() >= set(plain) else None
