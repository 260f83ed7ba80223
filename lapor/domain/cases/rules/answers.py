"""Signs of an empty ("normative") answer, shown to the officer before he sends it.

A help, never a verdict: the officer may send all the same (domain §12.4).
"""

import re
from typing import Final

from lapor.kernel.enums import noop

EMPTY_PHRASES: Final = (
    "sedang ditindaklanjuti",
    "sedang kami proses",
    "akan kami koordinasikan",
    "akan disampaikan kepada pihak terkait",
    "mohon menunggu",
    "sudah diteruskan",
)
FEWEST_WORDS: Final = 25


def answer_hints(answer: str) -> list[str]:
    """Return what would make the answer better; empty when nothing is missing."""
    words = answer.lower().split()
    plain = " ".join(words)
    hints = []
    if any(phrase in plain for phrase in EMPTY_PHRASES):
        hints.append(
            noop("Sebutkan apa yang sudah dilakukan, bukan hanya “sedang diproses”.")
        )
    if len(words) < FEWEST_WORDS:
        hints.append(
            noop("Jawaban sangat pendek: jelaskan apa yang diperiksa dan hasilnya.")
        )
    if not re.search(r"[0-9]", answer):
        hints.append(noop("Tambahkan tanggal, nomor surat, atau angka yang pasti."))
    return hints
