"""How much two reports are alike: words, place, topic, time; each with its reason.

Nothing is learnt and nothing is hidden: the score is a weighted sum, and whoever sees
a suggestion sees why it was made.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from lapor.kernel.enums import noop, translate

WORDS, PLACE, TOPIC, TIME = 0.55, 0.25, 0.1, 0.1
LIKE_ENOUGH: Final = 0.6
FEW_WORDS: Final = 0.45  # below it, place and time alone make nothing alike
MOST_COMMON_WORDS: Final = 4  # named in the reason

SAME_VILLAGE: Final = noop("desa atau kelurahan yang sama")
SAME_DISTRICT: Final = noop("kecamatan yang sama")
SAME_CITY: Final = noop("kabupaten atau kota yang sama")
SAME_SPOT: Final = noop("lokasi yang mirip: {words}")
SAME_TOPIC: Final = noop("topik yang sama")
SAME_WORDS: Final = noop("kata yang sama: {words}")
SAME_WEEK: Final = noop("dilaporkan dalam minggu yang sama")
SAME_TEXT: Final = noop("tulisan yang hampir sama persis")

_WORD: Final = re.compile(r"[^\W\d_]{3,40}")
#: Words that stand everywhere and tell nothing.
_EVERYWHERE: Final = """
    ada adalah agar akan aku anda apa atas atau bagi bagaimana bahwa banyak baru
    beberapa belum berada bila bisa boleh bukan dalam dan dapat dari dengan depan
    dia dll dulu hal hanya hari harus hingga ini itu jadi jangan jika juga kalau kami
    kamu kan karena kata kepada kita lagi lain lalu lebih maka masih mereka mohon nya
    oleh orang pada padahal pak para per pernah perlu pula saat saja salah sama sampai
    sangat satu saya sebagai sebelum sehingga sejak sekali selalu selama semua
    seperti sering serta setelah setiap sudah supaya tahun tanpa telah tetapi tidak
    tolong untuk warga yaitu yang yth bapak ibu dimana sebab tapi lapor laporan
"""
_FULL: Final = frozenset(_EVERYWHERE.split())
_ENDS: Final = ("kannya", "annya", "nya", "kan", "lah", "kah", "an", "i")
_BEGINS: Final = ("memper", "meng", "meny", "mem", "men", "me", "peng", "pem", "pen",
                  "per", "ber", "ter", "di", "ke", "se", "pe")  # fmt: skip
_SHORTEST_STEM: Final = 4


class About(NamedTuple):
    """What is known of a report: its words, where, on what, since when.

    ``region`` is a code of the Ministry of Home Affairs, ``35.78.02.1003``.
    """

    title: str
    content: str
    region: str = ""
    location: str = ""
    category: int | None = None
    on: date | None = None


class Likeness(NamedTuple):
    """How alike, from 0 to 1, and the reasons in words, the strongest first."""

    score: float
    why: tuple[str, ...]


def likeness(one: About, other: About, *, within: int) -> Likeness:
    """Compare two reports. ``within``: the days after which time says nothing."""
    words, common = _words(one, other)
    place, where = _place(one, other)
    has_topics = one.category is not None and other.category is not None
    topic = has_topics and one.category == other.category
    apart = abs((one.on - other.on).days) if one.on and other.on else within
    near = max(0.0, 1 - apart / within)
    weight = WORDS + PLACE * (where != _UNKNOWN) + TOPIC * has_topics + TIME
    score = (WORDS * words + PLACE * place + TOPIC * topic + TIME * near) / weight
    score *= min(1.0, words / FEW_WORDS)
    why = []
    if words > 0.85:
        why.append(translate(SAME_TEXT))
    elif common:
        shown = ", ".join(common[:MOST_COMMON_WORDS])
        why.append(translate(SAME_WORDS).format(words=shown))
    if place and where:
        why.append(where)
    if topic:
        why.append(translate(SAME_TOPIC))
    if one.on and other.on and apart <= 7:
        why.append(translate(SAME_WEEK))
    return Likeness(min(score, 1.0), tuple(why))


def stems(text: str) -> frozenset[str]:
    """Return the stems of the telling words of a text.

    >>> sorted(stems("Jalanan berlubang di depan pasar"))
    ['jalan', 'lubang', 'pasar']
    """
    return frozenset(map(_stem, telling_words(text)))


def telling_words(text: str) -> list[str]:
    """Return the words that tell something, small letters, in order, each once."""
    found = (word for word in _WORD.findall(text.lower()) if word not in _FULL)
    return list(dict.fromkeys(found))


_UNKNOWN: Final = "?"


def _words(one: About, other: About) -> tuple[float, list[str]]:
    """Titles count as much as whole texts: they say what it is about."""
    titles = _dice(stems(one.title), stems(other.title))
    mine = stems(f"{one.title} {one.content}")
    theirs = stems(f"{other.title} {other.content}")
    common = mine & theirs
    told = [
        w for w in telling_words(f"{one.title} {one.content}") if _stem(w) in common
    ]
    whole = max(_dice(mine, theirs), 0.8 * _share(mine, theirs))
    spelled = _dice(_threes(one.title), _threes(other.title))
    return max(0.5 * titles + 0.5 * whole, 0.5 * spelled + 0.5 * whole), told


def _place(one: About, other: About) -> tuple[float, str]:
    spots = stems(one.location) & stems(other.location)
    if one.region and one.region == other.region and one.region.count(".") == 3:
        return 1.0, translate(SAME_VILLAGE)
    shared = _dice(stems(one.location), stems(other.location))
    if spots and shared >= 0.5:
        shown = ", ".join(sorted(spots)[:3])
        return 0.9, translate(SAME_SPOT).format(words=shown)
    if not (one.region and other.region):
        return 0.0, _UNKNOWN if not (one.location and other.location) else ""
    mine, theirs = one.region.split("."), other.region.split(".")
    if len(mine) > 2 and mine[:3] == theirs[:3]:
        return 0.7, translate(SAME_DISTRICT)
    if len(mine) > 1 and mine[:2] == theirs[:2]:
        return 0.35, translate(SAME_CITY)
    return 0.0, ""


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """A short report may be contained in a long one."""
    least = min(len(one), len(other))
    return len(one & other) / least if least >= 3 else 0.0


@lru_cache(maxsize=4_096)
def _stem(word: str) -> str:
    """Take the commonest endings and beginnings off; exact enough to compare."""
    for end in _ENDS:
        if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM:
            word = word.removesuffix(end)
            break
    for begin in _BEGINS:
        if word.startswith(begin) and len(word) - len(begin) >= _SHORTEST_STEM:
            return word.removeprefix(begin)
    return word


def _threes(text: str) -> frozenset[str]:
    return frozenset(_pieces(telling_words(text)))


def _pieces(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        padded = f"  {word} "
        yield from (padded[at : at + 3] for at in range(len(padded) - 2))
