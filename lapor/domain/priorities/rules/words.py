"""Phrases as people of an office write them, and how they are found in a text.

A phrase is words with a blank between. ``*`` stands for any letters (``*perkosa*``
finds "pemerkosaan"); ``..`` for up to five words between (``minta* .. uang``).
``+pukul`` is the stem with any affix, as in memukul, dipukuli, pemukulan, mukulin (not
"pukul" alone). ``@anak`` is any word of a group, with its spellings and slang.
A word that begins with "di" is found with a blank after it too, as many write it.
The pattern made of them is understood alike by Python and by JavaScript, so that the
form can warn while somebody writes without sending a word to us.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

NOT_A_WORD: Final = re.compile(r"[^a-z0-9]+")
GAP: Final = "(?: [a-z0-9]+){0,5} "
#: Before a sign it says that there is none: "tanpa pungli", "bebas dari kekerasan".
#: The form does not look for it: there a number shown in vain harms nobody.
DENIED: Final = (
    "(?:tanpa|bebas(?: dari)?|anti|mencegah|pencegahan"
    "|tidak (?:ada|terjadi|pernah(?: ada)?)|bukan(?:lah)?) (?:(?:ada|lagi|segala|adanya"
    "|terjadinya|praktik|praktek|tindakan?|bentuk|kasus) ){0,2}"
    "(?:(?:[a-z]+ ){1,3}(?:atau|maupun) )?"
)
#: "Nothing is done without an envelope" denies the denial.
NOT_WITHOUT: Final = (
    " (?:tidak|tak|tdk|gak?|nggak|ndak|bukan)(?: [a-z0-9]+){1,4}(?= tanpa )"
)
#: Phrases by their words: what stands before a word, and the word.
Tree = dict[tuple[str, str], "Tree"]
#: What a phrase may be made of.
ONE: Final = "(?:[+@]?[a-z0-9*]+)"
PHRASE: Final = re.compile(r"{one}(?: (?:\.\.|{one}))*".replace("{one}", ONE))
#: Words that mean the same in a phrase, as people spell them.
GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "anak": "anak(?:nya|ku|2| anak)?|bocah|balita|bayi|sisw[ai](?:nya)?|pelajar"
        "|murid(?:nya)?|santri(?:wan|wati)?|put(?:ra|ri)(?:nya|ku)?|k?e?ponakan"
        "|cucu|adik(?:nya)?|anak yatim|remaja|gadis kecil",
        "tidak": "tidak|tak|tdk|gak?|n?gg?ak?|enggak|ndak|gk|kagak|nda",
        "uang": "uang|duit|duwit|fulus|[0-9]*(?:ribu|rb|juta|jt)|se(?:juta|ratus|ribu)"
        "|rupiah|imbalan|jatah",
        "petugas": "petugas(?:nya)?|pegawai(?:nya)?|oknum|polisi|polantas|aparat"
        "|pejabat|kades|kadus|lurah|camat|kepala (?:desa|dusun|sekolah)|sekdes"
        "|perangkat|staf|bidan|mantri|operator|pendamping|guru|kepsek|dosen|jaksa|hakim|panitera|penyidik|sipir|pns|asn|satpol|dishub"
        "|panitia|bendahara|penghulu|orang dalam|ketua (?:rt|rw)",
        "minta": "(?:di ?|me)?minta(?:i|in|2| minta)?|[mp]intain"
        "|(?:me|di ?)?(?:m|p)ungut|(?:me|di ?)(?:m|p)atok"
        "|(?:me|di ?)(?:ng|k)utip|me?nagih|di ?tagih|tagihan",
        "lompat": "(?:me)?(?:lompat|loncat)|terjun|menjatuhkan diri",
        "akan": "mau|ingin|pengen|pingin|kepengen|hendak|bakal|akan|berniat|nekat|coba"
        "|mencoba|nyoba",
    }
)


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
    any_of = _any_of(phrases)
    return f" {any_of}(?= )" if any_of else ""


def denials_of(phrases: Iterable[str]) -> str:
    """Return one pattern that finds the phrases where they are denied.

    Its first group is there when the denial itself is denied: nothing goes "without".

    >>> bool(re.search(denials_of(["pungli"]), normalised("Layanan bebas dari pungli")))
    True
    """
    any_of = _any_of(phrases)
    return f"({NOT_WITHOUT})? {DENIED}{any_of}(?= )" if any_of else ""


@lru_cache(maxsize=512)
def denied(phrases: tuple[str, ...]) -> "re.Pattern[str] | None":
    """Return the compiled pattern of denials, kept for the next text."""
    pattern = denials_of(phrases)
    return re.compile(pattern) if pattern else None


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
    groups = [word[1:] for word in phrase.split() if word.startswith("@")]
    return (
        PHRASE.fullmatch(phrase) is not None
        and letters > 1
        and all(group in GROUPS for group in groups)
        and not re.search(r"\+[a-z0-9]{0,2}(?:[* ]|$)", phrase)
    )


def _any_of(phrases: Iterable[str]) -> str:
    """Return a pattern of any phrase; what several begin with stands in it once."""
    tree: Tree = {}
    for phrase in phrases:
        words = phrase.casefold().split()
        if words:
            _plant(tree, words)
    return _drawn(tree) if tree else ""


def _plant(tree: Tree, words: list[str]) -> None:
    between = ""
    for number, word in enumerate(words):
        if word == "..":
            between = GAP
            continue
        key = (between, word)
        if tree.get(key) == {}:  # a shorter phrase says it already
            return
        is_last = number == len(words) - 1
        tree = tree.setdefault(key, {})
        if is_last:
            tree.clear()
        between = " "


def _drawn(tree: Tree) -> str:
    parts = [
        between + _word(word) + (_drawn(below) if below else "")
        for (between, word), below in sorted(tree.items())
    ]
    return f"(?:{'|'.join(parts)})"


def _word(word: str) -> str:
    if word.startswith("@"):
        return f"(?:{GROUPS[word[1:]]})"
    if word.startswith("+"):
        return _inflected(word[1:])
    if word.startswith("di") and len(word) > 4:
        return "di ?" + word[2:].lstrip("*").replace("*", "[a-z]*")
    return word.replace("*", "[a-z]*")


def _inflected(stem: str) -> str:
    """Return a pattern of a stem with its affixes, formal and as people speak.

    The first letter of a stem melts into the prefix: pukul, memukul, mukulin.
    """
    first, rest = stem[0], stem[1:].replace("*", "[a-z]*")
    whole = first + rest
    melted = {"p": f"m{rest}", "t": f"n{rest}", "k": f"ng{rest}", "s": f"ny{rest}"}
    if first in melted:
        active = f"(?:(?:[mp]e)?{melted[first]}|[mp]e(?:m|n|ng)?{whole})"
    elif first in "bfv":
        active = f"(?:[mp]e)?m{whole}"
    elif first in "cdjz":
        active = f"(?:(?:[mp]e)?n{whole}|ny{rest})"
    elif first in "lmnrwy":
        active = f"(?:[mp]e|nge){whole}"
    else:  # vowels, g, h
        active = f"(?:[mp]e)?ng{whole}"
    suffix = "[aikny2]{0,6}"  # i, in, kan, an, nya and what is made of them
    return f"(?:(?:{active}|(?:di ?|ku|kau){whole}){suffix}|{whole}in?)"


def _is_accent(letter: str) -> bool:
    return unicodedata.combining(letter) > 0
