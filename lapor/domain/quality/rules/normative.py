"""The helper that recognises empty ("normative") answers, and says why it thinks so.

It helps an officer before he sends, and assessors to look; it never scores. Each sign
it sees adds weight; the sum becomes a likelihood that is shown with its reasons. What
counts as empty is written in ``wording``; how often it is right, in its tests.
"""

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from lapor.kernel.enums import noop, translate

from .wording import DONE, FACTS, is_polite_only, overlap, says_nothing

SHORT: Final = 25  # words
LITTLE_OVERLAP: Final = 0.15
BIAS: Final = -3.0
LIKELY: Final = 60  # hundredths from which a warning is shown


class Facts(NamedTuple):
    """What the helper looks at. ``copies``: other answers with (nearly) this text."""

    answer: str
    question: str
    copies: int = 0
    has_files: bool = False


class Sign(NamedTuple):
    """One sign of an empty answer: how much it weighs, and how to do better."""

    key: str
    weight: float
    reason: str
    sees: Callable[[Facts], bool]


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


SIGNS: Final[tuple[Sign, ...]] = (
    Sign(
        "phrase",
        2.2,
        noop(
            "Ada kalimat umum seperti “sedang ditindaklanjuti”. Tulis apa yang sudah "
            "dilakukan dan apa hasilnya."
        ),
        lambda facts: says_nothing(facts.answer),
    ),
    Sign(
        "thanks",
        2.2,
        noop("Isinya hanya ucapan. Jawab apa yang ditanyakan pelapor."),
        lambda facts: is_polite_only(facts.answer),
    ),
    Sign(
        "short",
        1.2,
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
        lambda facts: not any(pattern.search(facts.answer) for pattern in FACTS),
    ),
    Sign(
        "copy",
        2.0,
        noop(
            "Teks ini sama atau hampir sama dengan jawaban lain dari instansi Anda. "
            "Sesuaikan dengan laporan ini."
        ),
        lambda facts: facts.copies > 0,
    ),
    Sign(
        "off_topic",
        1.0,
        noop("Jawaban hampir tidak menyebut apa yang dilaporkan."),
        lambda facts: overlap(facts.answer, facts.question) < LITTLE_OVERLAP,
    ),
    Sign(
        "no_result",
        1.0,
        noop("Tidak disebut apa yang sudah dilakukan atau bukti yang dilampirkan."),
        lambda facts: not facts.has_files and not DONE.search(facts.answer),
    ),
)


def doubt_of(facts: Facts) -> Doubt:
    """Weigh the signs of an empty answer. Pure, the same for everybody.

    >>> doubt_of(Facts("Sedang kami proses.", "Lampu jalan padam")).is_likely
    True
    """
    seen = [sign for sign in SIGNS if sign.sees(facts)]
    total = BIAS + sum(sign.weight for sign in seen)
    likelihood = round(100 / (1 + math.exp(-total)))
    return Doubt(likelihood, tuple(sign.key for sign in seen))
