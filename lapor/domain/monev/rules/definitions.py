"""What the indicators mean, as data: shown beside each number and in the manual."""

from fractions import Fraction
from typing import Final, NamedTuple

from lapor.kernel.enums import Labelled, noop


class Basis(Labelled):
    """Which reports are counted; both readings are shown (domain §12.2)."""

    COHORT = "cohort", noop("Laporan yang masuk pada masa itu")
    FLOW = "flow", noop("Kejadian pada masa itu")


class Direction(Labelled):
    """Which way is better."""

    HIGHER = "higher", noop("makin tinggi makin baik")
    LOWER = "lower", noop("makin rendah makin baik")


class Band(Labelled):
    """The three bands of the follow-up share in the reviews of 2020."""

    HIGH = "high", noop("di atas 90%")
    MIDDLE = "middle", noop("50 sampai 90%")
    LOW = "low", noop("di bawah 50%")


class Definition(NamedTuple):
    """One indicator. ``reference`` is the value aimed at, with its evidence."""

    id: str
    key: str
    name: str
    english: str
    formula: str
    population: str
    unit: str
    direction: Direction
    reference: str
    evidence: str


PER_CENT: Final = noop("persen")
DAYS: Final = noop("hari kerja, dihitung 24 jam")
BOUNDS: Final = (Fraction(50, 100), Fraction(90, 100))

DEFINITIONS: Final[tuple[Definition, ...]] = (
    Definition(
        "P1",
        "connected",
        noop("Keterhubungan"),
        "Connectedness",
        noop("Instansi yang punya akun admin dan SK berlaku ÷ instansi yang wajib"),
        noop("Semua instansi aktif dalam cakupan, pada hari terakhir masa itu"),
        PER_CENT,
        Direction.HIGHER,
        "100%",
        noop("rumus yang dipakai tahun 2020"),
    ),
    Definition(
        "P2",
        "active",
        noop("Keaktifan"),
        "Activity",
        noop("Instansi yang adminnya masuk dalam 30 hari terakhir ÷ semua instansi"),
        noop(
            "Semua instansi aktif dalam cakupan. Untuk satu instansi: bulan yang ada "
            "masuknya ÷ bulan dalam masa itu"
        ),
        PER_CENT,
        Direction.HIGHER,
        "100%",
        noop("rumus yang dipakai tahun 2020"),
    ),
    Definition(
        "P3",
        "followed_up",
        noop("Persentase tindak lanjut (PTL)"),
        "Follow-up share",
        noop("(selesai + sedang diproses) ÷ terdisposisi"),
        noop(
            "Terdisposisi = belum ditindaklanjuti + sedang diproses + selesai. Varian "
            "ketat: dibagi semua laporan kecuali arsip duplikat"
        ),
        PER_CENT,
        Direction.HIGHER,
        noop("lebih dari 90%"),
        noop("tiga kelompok dalam tinjauan 2020: batasnya 50 dan 90 persen"),
    ),
    Definition(
        "P4",
        "completed",
        noop("Persentase penyelesaian (PS)"),
        "Completion share",
        noop("selesai ÷ terdisposisi"),
        noop("Sama dengan PTL, juga varian ketatnya"),
        PER_CENT,
        Direction.HIGHER,
        noop("meningkat"),
        noop("tinjauan tahun 2020"),
    ),
    Definition(
        "P5",
        "first_answer_days",
        noop("Rata-rata tindak lanjut pertama (RTL)"),
        "Mean time of first follow-up",
        noop("Jumlah waktu disposisi sampai tindak lanjut pertama ÷ banyaknya"),
        noop(
            "Laporan yang sudah ditindaklanjuti dan kedua waktunya diketahui; hanya "
            "waktu pada hari kerja yang dihitung"
        ),
        DAYS,
        Direction.LOWER,
        noop("paling lama 5 (2022), 3 (2025)"),
        noop("batas dalam monev nasional 2022 dan 2025 sebagaimana diberitakan"),
    ),
    Definition(
        "P6",
        "verified_on_time",
        noop("Verifikasi tepat waktu"),
        "Verification on time",
        noop("Diverifikasi sampai batasnya ÷ (diverifikasi + lewat batas)"),
        noop("Laporan yang diarsipkan atau ditunda sebelum verifikasi tidak dihitung"),
        PER_CENT,
        Direction.HIGHER,
        "100%",
        noop("batas 3 hari kerja"),
    ),
    Definition(
        "P7",
        "first_answer_on_time",
        noop("Tindak lanjut pertama tepat waktu"),
        "First follow-up on time",
        noop("Ditindaklanjuti sampai batasnya ÷ (ditindaklanjuti + lewat batas)"),
        noop("Laporan terdisposisi yang waktunya diketahui"),
        PER_CENT,
        Direction.HIGHER,
        "100%",
        noop("batas 5 hari kerja"),
    ),
    Definition(
        "P8",
        "kept_term",
        noop("Batas penyelesaian ditepati"),
        "Class limit kept",
        noop("Dijawab dalam batas klasifikasinya ÷ (selesai + terbuka lewat batas)"),
        noop(
            "Tiap klasifikasi, dan semuanya bersama. Waktu pelapor diam sesudah "
            "jawaban akhir bukan waktu instansi"
        ),
        PER_CENT,
        Direction.HIGHER,
        noop("paling sedikit 90%"),
        noop("asumsi; batas 5, 14, dan 60 hari kerja menurut klasifikasi"),
    ),
)


def band_of(share: Fraction | None) -> Band | None:
    """Return the band of a follow-up share; both bounds lie in the middle one.

    >>> band_of(Fraction(9, 10)).value, band_of(Fraction(91, 100)).value
    ('middle', 'high')
    """
    if share is None:
        return None
    low, high = BOUNDS
    if share < low:
        return Band.LOW
    return Band.HIGH if share > high else Band.MIDDLE
