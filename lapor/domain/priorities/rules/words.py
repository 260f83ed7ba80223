"""Phrases as people of an office write them, and how they are found in a text.

A phrase is words with a blank between. ``*`` stands for any letters (``*perkosa*``
finds "pemerkosaan"); ``..`` for up to five words between (``minta* .. uang``).
A word that begins with "di" is found with a blank after it too, as many write it.
The pattern made of them is understood alike by Python and by JavaScript, so that the
form can warn while somebody writes without sending a word to us.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

NOT_A_WORD: Final = re.compile(r"[^a-z0-9]+")
GAP: Final = "(?: [a-z0-9]+){0,5} "
#: What a phrase may be made of.
PHRASE: Final = re.compile(r"[a-z0-9*]+(?: (?:\.\.|[a-z0-9*]+))*")


def normalised(text: str) -> str:
    """Return the words of a text in small letters with single blanks, none outside.

    Letters drawn out are shortened ("toloooong"), accents fall away.

    >>> normalised("Toloooong!! Ada KEBAKARAN di-pasar")
    ' tolong ada kebakaran di pasar '
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    words = NOT_A_WORD.sub(" ", "".join(c for c in plain if not _is_accent(c)))
    return f" {re.sub(r'([a-z])' + chr(92) + r'1{2,}', chr(92) + '1', words).strip()} "


def pattern_of(phrases: Iterable[str]) -> str:
    """Return one pattern that finds any of the phrases; empty for none.

    It is meant for a text as ``normalised`` returns it.

    >>> bool(re.search(pattern_of(["di*pukul*"]), normalised("Saya di pukuli preman")))
    True
    """
    parts = sorted({_one(phrase) for phrase in phrases if phrase.strip()})
    return f" (?:{'|'.join(parts)})(?= )" if parts else ""


@lru_cache(maxsize=512)
def compiled(phrases: tuple[str, ...]) -> "re.Pattern[str] | None":
    """Return the compiled pattern of some phrases, kept for the next text."""
    pattern = pattern_of(phrases)
    return re.compile(pattern) if pattern else None


def is_phrase(phrase: str) -> bool:
    """Say whether a phrase is written as this module reads it.

    >>> is_phrase("petugas .. minta* uang"), is_phrase("(a+)+"), is_phrase("*")
    (True, False, False)
    """
    letters = sum(letter.isalnum() for letter in phrase)
    return PHRASE.fullmatch(phrase) is not None and letters > 1


def _one(phrase: str) -> str:
    parts = " ".join(_word(word) for word in phrase.casefold().split())
    return parts.replace(" .. ", GAP)


def _word(word: str) -> str:
    if word == "..":
        return word
    if word.startswith("di") and len(word) > 4:
        return "di ?" + word[2:].lstrip("*").replace("*", "[a-z]*")
    return word.replace("*", "[a-z]*")


def _is_accent(letter: str) -> bool:
    return unicodedata.combining(letter) > 0
