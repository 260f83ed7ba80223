"""The words of time limits: timers, units, kinds of days (istilah batas waktu)."""

from datetime import date
from typing import NamedTuple

from lapor.kernel.enums import Labelled, noop


class Timer(Labelled):
    """The clocks T1 to T9 of a complaint, and those of other laws it may pass into.

    The value is what the database stores.
    """

    VERIFICATION = "verification", noop("Verifikasi dan disposisi")
    FIRST_FOLLOW_UP = "first_follow_up", noop("Tindak lanjut pertama")
    COMPLETION = "completion", noop("Penyelesaian")
    REPORTER_DATA = "reporter_data", noop("Pelapor melengkapi data")
    SILENCE = "silence", noop("Selesai otomatis setelah jawaban akhir")
    RETURN_DECISION = "return_decision", noop("Keputusan atas bukan wewenang")
    INTERNAL_DISPATCH = "internal_dispatch", noop("Disposisi di dalam instansi")
    OMBUDSMAN = "ombudsman", noop("Tawaran penerusan ke Ombudsman")
    REPLY = "reply", noop("Jawaban atas tanggapan pelapor")
    INFORMATION = "information", noop("Jawaban permohonan informasi publik")
    INFORMATION_EXTRA = "information_extra", noop("Perpanjangan jawaban informasi")
    INFORMATION_OBJECTION = "objection", noop("Keberatan atas jawaban informasi")
    OMBUDSMAN_REPORT = "ombudsman_report", noop("Laporan hasil pemeriksaan Ombudsman")
    PROMISE = "promise", noop("Janji instansi")


class Unit(Labelled):
    """How the days of a limit are counted."""

    WORKING_DAYS = "working_days", noop("hari kerja")
    CALENDAR_DAYS = "calendar_days", noop("hari kalender")


class StartsAt(Labelled):
    """The moment from which a limit counts."""

    RECEIVED = "received", noop("sejak laporan masuk")
    COMPLETE = "complete", noop("sejak berkas lengkap")
    DISPATCH = "dispatch", noop("sejak disposisi")
    EVENT = "event", noop("sejak kejadian yang memulainya")


class Allowed(Labelled):
    """How often, how long, how many: what people may do besides the clocks.

    The decrees leave these open, so every value is a dated row and never code.
    """

    MOST_PAUSES = "most_pauses", noop("Permintaan data selama tindak lanjut (kali)")
    PAUSE_DAYS = "pause_days", noop("Jeda seluruhnya (hari kerja)")
    MOST_REOPENINGS = "most_reopenings", noop("Buka kembali oleh pelapor (kali)")
    REOPEN_DAYS = "reopen_days", noop("Buka kembali sesudah ditutup (hari kalender)")
    RETURN_DAYS = "return_days", noop("Menyatakan bukan wewenang (hari kerja)")
    BINDING_RETURNS = (
        "binding_returns",
        noop("Pengembalian sampai keputusan mengikat (kali)"),
    )
    MOST_EXTENSIONS = "most_extensions", noop("Perpanjangan penyelesaian (kali)")
    EXTENSION_DAYS = (
        "extension_days",
        noop("Perpanjangan penyelesaian paling lama (hari)"),
    )
    PUBLICATION_MINUTES = (
        "publication_minutes",
        noop("Jeda sebelum tayang sesudah disetujui (menit)"),
    )
    OMBUDSMAN_WAIT_DAYS = (
        "ombudsman_wait_days",
        noop("Tawaran Ombudsman sesudah batas penyelesaian (hari kerja)"),
    )
    OMBUDSMAN_REFUSALS = (
        "ombudsman_refusals",
        noop("Jawaban akhir ditanggapi sampai tawaran Ombudsman (kali)"),
    )
    SIMILAR_DAYS = "similar_days", noop("Laporan serupa ditawarkan (hari kalender)")
    SUPPORT_PRIORITY = (
        "support_priority",
        noop("Dukungan sampai laporan ditandai (orang)"),
    )
    COMMENT_DAYS = (
        "comment_days",
        noop("Komentar terbuka sesudah laporan selesai (hari kalender)"),
    )


class Evidence(Labelled):
    """How sure we are of a limit; shown beside it, never hidden."""

    ARTICLE = "article", noop("tertulis di peraturan")
    REPORTED = "reported", noop("dikutip sumber resmi")
    ASSUMPTION = "assumption", noop("asumsi")


class HolidayKind(Labelled):
    """What makes a day differ from its weekday."""

    PUBLIC = "public", noop("Libur nasional")
    COLLECTIVE = "collective", noop("Cuti bersama")
    REGIONAL = "regional", noop("Libur daerah")
    WORKING_DAY = "working_day", noop("Tetap hari kerja")


class TermLine(NamedTuple):
    """One limit as it stood on a day: what cases keep and pages quote.

    ``amount`` counts in ``unit``; ``id`` is the row it was read from, so that a
    case can name the version of the law that it keeps.
    """

    id: int
    timer: Timer
    classification: str
    organisation_id: int | None
    amount: int
    unit: Unit
    regulation: str
    article: str
    starts_at: StartsAt
    evidence: Evidence
    valid_from: date
    valid_until: date | None
    transition: str

    @property
    def legal_text(self) -> str:
        """The decree and the article, as a reader would quote them."""
        return ", ".join(part for part in (self.regulation, self.article) if part)
