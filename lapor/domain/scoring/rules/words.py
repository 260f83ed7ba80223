"""The words of a score: categories, and what holds one down. Pure."""

from lapor.kernel.enums import Labelled, noop


class Category(Labelled):
    """What a score is called (domain §12.8); the best first, TDN beside them."""

    VERY_GOOD = "very_good", noop("Sangat baik")
    GOOD = "good", noop("Baik")
    FAIR = "fair", noop("Sedang")
    POOR = "poor", noop("Kurang")
    UNASSESSED = "unassessed", noop("Tidak dapat dinilai (TDN)")

    @property
    def height(self) -> int:
        """0 for the lowest of the four; TDN has none and sorts under it."""
        return 3 - list(Category).index(self)


class Veto(Labelled):
    """Why a category is held down, whatever the score."""

    NO_DECREE = "no_decree", noop("tidak ada SK yang berlaku")
    LOW_FOLLOW_UP = "low_follow_up", noop("kurang dari separuh laporan ditindaklanjuti")
    NO_MICRO_ROUND = "no_micro_round", noop("tidak ada monev mikro pada tahun itu")


class Why(Labelled):
    """Why a subject has no score, or what a reader must know beside it."""

    NO_REPORTS = "no_reports", noop("Tidak ada laporan: warga belum tahu kanalnya")
    FEW_REPORTS = "few_reports", noop("Terlalu sedikit laporan untuk dinilai")
    NO_EVIDENCE = "no_evidence", noop("Tidak ada bukti yang dapat dinilai")


class InstrumentState(Labelled):
    """Where a version of the instrument stands."""

    PROPOSED = "proposed", noop("Menunggu persetujuan")
    APPROVED = "approved", noop("Disetujui")
    REFUSED = "refused", noop("Ditolak")
