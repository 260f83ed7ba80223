"""The satisfaction index: questions, arithmetic, grades. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from lapor.kernel.enums import Labelled, noop
from lapor.kernel.statistics import margin_of_mean, sample_size

LEAST: Final = 1
MOST: Final = 4
#: Fewer answers than this are not shown by group: somebody could be recognised.
FEWEST_SHOWN: Final = 5
MARGIN: Final = Fraction(5, 100)


class Question(NamedTuple):
    """One element: its name, and what the person is asked."""

    key: str
    name: str
    asked: str


class Kind(Labelled):
    """Which questions a survey asks."""

    NINE = "nine", noop("Survei kepuasan masyarakat (sembilan unsur)")
    USERS = "users", noop("Survei pengguna pengaduan (enam dimensi)")


class Grade(Labelled):
    """Grade of the service by its index (PermenPANRB 14/2017)."""

    A = "A", noop("Sangat baik")
    B = "B", noop("Baik")
    C = "C", noop("Kurang baik")
    D = "D", noop("Tidak baik")


QUESTIONS: Final[Mapping[Kind, tuple[Question, ...]]] = {
    Kind.NINE: (
        Question(
            "requirements",
            noop("Persyaratan"),
            noop("Apakah syarat untuk melapor mudah dipenuhi?"),
        ),
        Question(
            "procedure",
            noop("Prosedur"),
            noop("Apakah langkah-langkah melapor mudah diikuti?"),
        ),
        Question(
            "time",
            noop("Waktu pelayanan"),
            noop("Apakah laporan Anda ditangani dengan cepat?"),
        ),
        Question(
            "cost",
            noop("Biaya"),
            noop("Apakah layanan ini benar-benar tanpa biaya?"),
        ),
        Question(
            "product",
            noop("Hasil layanan"),
            noop("Apakah jawaban yang diberikan sesuai dengan laporan Anda?"),
        ),
        Question(
            "competence",
            noop("Kemampuan petugas"),
            noop("Apakah petugas memahami masalah Anda?"),
        ),
        Question(
            "behaviour",
            noop("Perilaku petugas"),
            noop("Apakah petugas sopan dan ramah?"),
        ),
        Question(
            "complaints",
            noop("Penanganan pengaduan, saran, dan masukan"),
            noop("Apakah keberatan atau masukan Anda ditanggapi?"),
        ),
        Question(
            "facilities",
            noop("Sarana dan prasarana"),
            noop("Apakah loket, telepon, atau situs mudah dipakai?"),
        ),
    ),
    Kind.USERS: (
        Question(
            "access",
            noop("Kemudahan akses"),
            noop("Apakah Anda mudah menemukan dan memakai layanan ini?"),
        ),
        Question(
            "secrecy",
            noop("Kerahasiaan"),
            noop("Apakah Anda percaya bahwa identitas Anda dijaga?"),
        ),
        Question(
            "openness",
            noop("Transparansi proses"),
            noop("Apakah Anda tahu sampai di mana laporan Anda?"),
        ),
        Question(
            "speed", noop("Kecepatan"), noop("Apakah laporan Anda cepat dijawab?")
        ),
        Question(
            "quality",
            noop("Kualitas jawaban"),
            noop("Apakah jawabannya menyelesaikan masalah Anda?"),
        ),
        Question("manner", noop("Sikap"), noop("Apakah petugas bersikap baik?")),
    ),
}
ANSWERS: Final = {
    1: noop("Tidak"),
    2: noop("Kurang"),
    3: noop("Ya, cukup"),
    4: noop("Ya, sangat"),
}
#: Lowest index of each grade, in points (PermenPANRB 14/2017, annex).
GRADES: Final = (
    (Fraction(8831, 100), Grade.A),
    (Fraction(7661, 100), Grade.B),
    (Fraction(65), Grade.C),
)


@dataclass(frozen=True)
class Tally:
    """Answers to one question: how many, their sum, the sum of their squares."""

    n: int
    total: int
    squares: int

    @property
    def mean(self) -> Fraction | None:
        """Mean of 1 to 4; None when nobody answered."""
        return Fraction(self.total, self.n) if self.n else None

    @property
    def variance(self) -> float:
        """Variance of the sample."""
        if self.n < 2:
            return 0.0
        return float((self.squares - Fraction(self.total**2, self.n)) / (self.n - 1))


def index_of(tallies: Sequence[Tally]) -> Fraction | None:
    """Return the index, 25 to 100: the mean of the elements' means, times 25.

    None when an element has no answer. PermenPANRB 14/2017: each element weighs the
    same.

    >>> index_of([Tally(n=2, total=6, squares=18)] * 9)
    Fraction(75, 1)
    """
    means = [tally.mean for tally in tallies]
    if not means or any(mean is None for mean in means):
        return None
    return sum((mean or Fraction(0) for mean in means), Fraction(0)) * 25 / len(means)


def grade_of(index: Fraction) -> Grade:
    """Return the grade of an index, which is rounded to two decimals first.

    >>> grade_of(Fraction(883, 10)).value, grade_of(Fraction(8831, 100)).value
    ('B', 'A')
    """
    rounded = Fraction(int(index * 100 + Fraction(1, 2)), 100)
    return next((grade for least, grade in GRADES if rounded >= least), Grade.D)


def margin_of_index(tallies: Sequence[Tally], population: int | None) -> float:
    """Return the half width of the 95 % interval of the index, in points.

    Elements are answered by the same persons, so their errors may all go one way:
    the widths are added, not their squares. This is on the safe side.
    """
    widths = [margin_of_mean(t.variance, t.n, population) for t in tallies]
    return sum(widths) * 25 / len(widths) if widths else 0.0


def needed(population: int) -> int:
    """Return how many answers the index needs for a margin of 5 %."""
    return sample_size(population, MARGIN)
