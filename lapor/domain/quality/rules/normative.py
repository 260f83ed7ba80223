"""The helper that recognises empty ("normative") answers, and says why it thinks so.

It helps an officer before he sends, and assessors to look; it never scores. Each sign
it sees adds weight; the sum becomes a likelihood that is shown with its reasons.
"""

import math
import re
from collections.abc import Callable
from typing import Final, NamedTuple

from lapor.kernel.enums import noop, translate

SHORT: Final = 25  # words
#: Common words that say nothing about what a report is about.
EMPTY_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        yang dan di ke dari untuk dengan ini itu pada adalah akan telah sudah kami saya
        anda bapak ibu mohon terima kasih tidak ada atau juga agar bisa dapat oleh
        sebagai dalam karena saat lagi belum masih sangat atas laporan pengaduan
        tersebut bahwa para kepada
        """,
    )
)
PHRASES: Final = (
    "sedang ditindaklanjuti",
    "sedang kami proses",
    "sedang dalam proses",
    "akan kami koordinasikan",
    "akan segera ditindaklanjuti",
    "akan kami tindaklanjuti",
    "akan disampaikan kepada pihak terkait",
    "disampaikan ke bidang terkait",
    "mohon menunggu",
    "sudah diteruskan",
    "telah diteruskan",
    "terima kasih atas laporan",
    "sesuai ketentuan yang berlaku",
    "menjadi perhatian kami",
)
_NUMBER: Final = re.compile(r"\d")
_DAY: Final = re.compile(
    r"\b(januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november"
    r"|desember|senin|selasa|rabu|kamis|jumat|sabtu|minggu|pukul|tanggal)\b",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r"\b(dinas|bidang|seksi|kantor|kelurahan|kecamatan|puskesmas|rsud|upt|bagian|balai"
    r"|satpol|pdam|pln)\s+[A-Z]",
)
_PLACE: Final = re.compile(
    r"\b(jalan|jl|desa|dusun|rt|rw|gang|gg|pasar|terminal|jembatan)\b", re.IGNORECASE
)
_DONE: Final = re.compile(
    r"\b(telah|sudah) (di|mem|men|me)\w+|\b(selesai|hasilnya|ditemukan|terlampir)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
BIAS: Final = -3.0
LIKELY: Final = 50  # hundredths from which a warning is shown


class Sign(NamedTuple):
    """One sign of an empty answer: how much it weighs, and how to do better."""

    key: str
    weight: float
    reason: str
    sees: Callable[["Facts"], bool]


class Facts(NamedTuple):
    """What the helper looks at. ``copies``: the same text in other answers."""

    answer: str
    question: str
    copies: int
    has_files: bool


class Doubt(NamedTuple):
    """``likelihood`` in hundredths that the answer is empty, and why."""

    likelihood: int
    reasons: tuple[str, ...]

    @property
    def is_likely(self) -> bool:
        """Say whether the officer should read the reasons before sending."""
        return self.likelihood >= LIKELY

    @property
    def sentences(self) -> list[str]:
        """The reasons in the language of the reader."""
        by_key = {sign.key: sign.reason for sign in SIGNS}
        return [translate(by_key[key]) for key in self.reasons if key in by_key]


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return _WORD.findall(text.lower())


def overlap(answer: str, question: str) -> float:
    """Return which share of the question's telling words the answer takes up, 0 to 1.

    A question without telling words asks for nothing: 1.
    """
    asked = set(words_of(question)) - EMPTY_WORDS
    if not asked:
        return 1.0
    told = set(words_of(answer))
    return sum(any(_alike(a, t) for t in told) for a in asked) / len(asked)


def _alike(first: str, second: str) -> bool:
    """Say whether two words share their beginning: Indonesian hangs syllables on."""
    return first == second or (len(first) > 4 and first[:5] == second[:5])


def _says_nothing(facts: Facts) -> bool:
    text = " ".join(facts.answer.lower().split())
    return any(phrase in text for phrase in PHRASES)


SIGNS: Final[tuple[Sign, ...]] = (
    Sign(
        "phrase",
        2.2,
        noop(
            "Ada kalimat umum seperti “sedang ditindaklanjuti”. Tulis apa yang sudah "
            "dilakukan dan apa hasilnya."
        ),
        _says_nothing,
    ),
    Sign(
        "short",
        1.6,
        noop("Jawaban kurang dari 25 kata. Jelaskan apa yang diperiksa dan ditemukan."),
        lambda facts: len(facts.answer.split()) < SHORT,
    ),
    Sign(
        "vague",
        1.5,
        noop(
            "Tidak ada angka, tanggal, tempat, atau nama unit. Tambahkan supaya "
            "pelapor dapat memeriksanya."
        ),
        lambda facts: (
            not any(
                pattern.search(facts.answer)
                for pattern in (_NUMBER, _DAY, _OFFICE, _PLACE)
            )
        ),
    ),
    Sign(
        "copy",
        2.5,
        noop("Teks ini sama dengan jawaban lain dari instansi Anda."),
        lambda facts: facts.copies > 0,
    ),
    Sign(
        "off_topic",
        1.4,
        noop("Jawaban hampir tidak menyebut apa yang dilaporkan."),
        lambda facts: overlap(facts.answer, facts.question) < 0.15,
    ),
    Sign(
        "no_result",
        0.9,
        noop("Tidak disebut apa yang sudah dilakukan atau bukti yang dilampirkan."),
        lambda facts: not facts.has_files and not _DONE.search(facts.answer),
    ),
)


def doubt_of(facts: Facts) -> Doubt:
    """Weigh the signs of an empty answer. Pure, the same for everybody."""
    seen = [sign for sign in SIGNS if sign.sees(facts)]
    total = BIAS + sum(sign.weight for sign in seen)
    likelihood = round(100 / (1 + math.exp(-total)))
    return Doubt(likelihood, tuple(sign.key for sign in seen))
