"""The rubric in versions: dimensions from 0 to 4 with their anchors; scores to 100."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from lapor.kernel.enums import Labelled, noop
from lapor.kernel.validity import last_begun

WORST: Final = 0
BEST: Final = 4
#: Two scores of one dimension that lie so far apart are decided by a third assessor.
FAR_APART: Final = 2
#: A begun score that nobody touched for so long may be taken by another assessor.
ABANDONED: Final = timedelta(days=3)


class Veto(Labelled):
    """What makes an answer worth nothing, and an incident."""

    NONE = "", noop("Tidak ada")
    DATA_LEAKED = "data_leaked", noop("Membuka data pribadi")
    THREATENED = "threatened", noop("Mengancam pelapor")


class Label(Labelled):
    """What a scored answer is called."""

    SUBSTANTIVE = "substantive", noop("Substantif")
    FAIR = "fair", noop("Cukup")
    NORMATIVE = "normative", noop("Normatif atau kurang")


class Dimension(NamedTuple):
    """One dimension, its weight in points of 100, and what 0, 2 and 4 mean."""

    key: str
    weight: int
    name: str
    asked: str
    worst: str
    middle: str
    best: str


class Rubric(NamedTuple):
    """One version: its dimensions, and from which scores an answer is called what.

    A sample is scored by the version in force on the day it was drawn, to its end.
    """

    version: int
    valid_from: date
    legal_basis: str
    dimensions: tuple[Dimension, ...]
    substantive_from: Fraction = Fraction(85)
    fair_from: Fraction = Fraction(60)

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the dimensions, in their order."""
        return tuple(dimension.key for dimension in self.dimensions)


_FIRST: Final = (
    Dimension(
        "relevance",
        30,
        noop("Relevansi dan substansi"),
        noop("Apakah yang ditanyakan benar-benar dijawab?"),
        noop("Tidak menjawab, atau hanya “sedang diproses”"),
        noop("Menjawab sebagian"),
        noop("Menjawab setiap pokok dengan fakta"),
    ),
    Dimension(
        "completeness",
        20,
        noop("Kelengkapan"),
        noop("Apakah disebut apa yang diperiksa, ditemukan, dan dilakukan?"),
        noop("Tidak ada satu pun"),
        noop("Satu atau dua dari tiga"),
        noop("Ketiganya"),
    ),
    Dimension(
        "certainty",
        20,
        noop("Kepastian"),
        noop("Apakah ada hasil nyata, atau tanggal, unit, dan kontak?"),
        noop("Tidak ada"),
        noop("Waktu yang kabur, seperti “segera”"),
        noop("Tanggal, nama, atau langkah berikut yang pasti"),
    ),
    Dimension(
        "proof",
        15,
        noop("Bukti"),
        noop("Apakah ada foto, surat, nomor, atau tautan?"),
        noop("Tidak ada, padahal bisa"),
        noop("Disebut, tetapi tidak dilampirkan"),
        noop("Dilampirkan dan dapat diperiksa"),
    ),
    Dimension(
        "language",
        10,
        noop("Bahasa dan kesantunan"),
        noop("Apakah bahasanya jelas dan sopan, tanpa menyalahkan?"),
        noop("Kasar, atau tidak dapat dipahami"),
        noop("Dapat dipakai"),
        noop("Jelas dan berempati"),
    ),
    Dimension(
        "rights",
        5,
        noop("Dasar dan hak"),
        noop("Apakah dasar hukum dan hak menanggapi dijelaskan?"),
        noop("Tidak ada"),
        noop("Sebagian"),
        noop("Lengkap, termasuk hak ke Ombudsman"),
    ),
)
#: Every version, oldest first; a new one is added below and changes none before it.
RUBRICS: Final = (
    Rubric(
        1,
        date(2021, 1, 1),
        noop("Asumsi, sampai lembar resmi terbit: monev berjenjang Kementerian PANRB"),
        _FIRST,
    ),
)
NEWEST: Final = RUBRICS[-1]
KEYS: Final = NEWEST.keys


def rubric_on(day: date) -> Rubric:
    """Return the version in force on a day; the first one before them all."""
    return last_begun(RUBRICS, day) or RUBRICS[0]


def rubric_numbered(version: int) -> Rubric:
    """Return a version by its number; raises KeyError."""
    return {rubric.version: rubric for rubric in RUBRICS}[version]


def score_of(
    marks: Mapping[str, int], veto: Veto = Veto.NONE, rubric: Rubric = NEWEST
) -> Fraction:
    """Return the score of an answer, 0 to 100: the weighted sum of marks out of 4.

    A veto makes it 0. Raises KeyError when a dimension has no mark, ValueError for a
    mark outside 0 to 4.

    >>> score_of(dict.fromkeys(KEYS, 2))
    Fraction(50, 1)
    """
    total = Fraction(0)
    for dimension in rubric.dimensions:
        mark = marks[dimension.key]
        if not WORST <= mark <= BEST:
            raise ValueError(dimension.key)
        total += dimension.weight * Fraction(mark, BEST)
    return Fraction(0) if veto else total


def label_of(score: Fraction, rubric: Rubric = NEWEST) -> Label:
    """Return what an answer of this score is called."""
    if score >= rubric.substantive_from:
        return Label.SUBSTANTIVE
    return Label.FAIR if score >= rubric.fair_from else Label.NORMATIVE


def disputed(first: Mapping[str, int], second: Mapping[str, int]) -> list[str]:
    """Return the dimensions that two assessors see so differently that a third decides.

    >>> disputed({"proof": 0, "rights": 1}, {"proof": 2, "rights": 2})
    ['proof']
    """
    return [key for key in first if abs(first[key] - second[key]) >= FAR_APART]


def settled(
    first: Mapping[str, int], second: Mapping[str, int], third: Mapping[str, int]
) -> dict[str, Fraction]:
    """Return the marks that count: the third's where disputed, else the mean of two."""
    return {
        key: Fraction(third[key])
        if key in third
        else Fraction(first[key] + second[key], 2)
        for key in first
    }


def score_of_settled(
    marks: Mapping[str, Fraction], veto: Veto, rubric: Rubric = NEWEST
) -> Fraction:
    """Return the score of settled marks, which may lie between whole ones."""
    parts = (d.weight * marks[d.key] / BEST for d in rubric.dimensions)
    total = sum(parts, Fraction(0))
    return Fraction(0) if veto else total
