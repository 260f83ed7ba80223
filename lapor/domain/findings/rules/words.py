"""The words of findings: what may look wrong, and what became of it."""

from lapor.kernel.enums import Labelled, noop


class Kind(Labelled):
    """What looks wrong (domain §12.11)."""

    BURST = "burst", noop("Penutupan menumpuk di akhir masa")
    SWIFT = "swift", noop("Dijawab kurang dari satu jam")
    COPIES = "copies", noop("Jawaban disalin")
    UNANSWERED = "unanswered", noop("Ditutup tanpa jawaban akhir")
    SILENT_CLOSING = "silent_closing", noop("Terlalu sering ditutup otomatis")
    PING_PONG = "ping_pong", noop("Terlalu sering dikembalikan")
    SELF_MADE = "self_made", noop("Laporan buatan sendiri")
    BACKDATED = "backdated", noop("Tanggal mundur")
    SHARED_ACCOUNT = "shared_account", noop("Akun dipakai bersama")
    ARCHIVING = "archiving", noop("Arsip beralasan kabur")
    SILENCE = "silence", noop("Terlalu sepi")


class FindingState(Labelled):
    """What became of a finding."""

    OPEN = "open", noop("Belum diperiksa")
    CONFIRMED = "confirmed", noop("Terbukti")
    EXPLAINED = "explained", noop("Ada penjelasan yang wajar")
