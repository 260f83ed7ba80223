"""The words of notices: whom, how, how urgent, in which state."""

from typing import Final

from lapor.kernel.enums import Labelled, noop


class Audience(Labelled):
    """Who is told, seen from the case or the organisation (domain §11)."""

    REPORTER = "reporter", noop("Pelapor")
    LIAISON = "liaison", noop("Pejabat penghubung unit")
    AGENCY_ADMIN = "agency_admin", noop("Admin instansi")
    UNIT_HEAD = "unit_head", noop("Pimpinan unit")
    LEADER = "leader", noop("Pimpinan instansi")
    AUDITOR = "auditor", noop("APIP")
    MESO = "meso", noop("Pengawas instansi")
    PROGRAMME_OVERSEER = "programme_overseer", noop("Pengawas program prioritas")
    NATIONAL = "national", noop("Admin nasional")
    OMBUDSMAN = "ombudsman", noop("Ombudsman")
    HOLDER = "holder", noop("Pemegang akun")


class Urgency(Labelled):
    """When a notice leaves."""

    NOW = "now", noop("Segera, kapan pun")
    NORMAL = "normal", noop("Segera, di luar jam tenang")
    DIGEST = "digest", noop("Dalam ringkasan harian")


class Only(Labelled):
    """To which cases a row of the matrix is limited."""

    ALL = "", noop("Semua laporan")
    OVERSIGHT = "oversight", noop("Berkadar pengawasan")
    HARM = "harm", noop("Menyangkut keselamatan")
    PROGRAMME = "programme", noop("Program prioritas")


class Way(Labelled):
    """By which channel a notice goes. In-app needs none: it is always there."""

    EMAIL = "email", noop("Surel")
    SMS = "sms", noop("SMS")
    WHATSAPP = "whatsapp", noop("WhatsApp")
    TELEGRAM = "telegram", noop("Telegram")
    PUSH = "push", noop("Pemberitahuan peramban")


class Language(Labelled):
    """In which language a person reads."""

    ID = "id", "Bahasa Indonesia"
    EN = "en", "English"


class State(Labelled):
    """Where a message stands on its way."""

    QUEUED = "queued", noop("Menunggu")
    SENDING = "sending", noop("Sedang dikirim")
    SENT = "sent", noop("Terkirim")
    FAILED = "failed", noop("Ditolak")
    DEAD = "dead", noop("Tidak terkirim setelah 72 jam")
    HELD = "held", noop("Ditahan: saluran belum dipasang")


class TextState(Labelled):
    """Where a version of a text stands."""

    DRAFT = "draft", noop("Rancangan")
    APPROVED = "approved", noop("Berlaku")
    RETIRED = "retired", noop("Diganti")


class Notice(Labelled):
    """What a notice is about; the key of its texts, and its heading in a digest."""

    RECEIVED = "received", noop("Laporan diterima")
    DATA_ASKED = "data_asked", noop("Data diminta")
    DATA_REMINDER = "data_reminder", noop("Pengingat: data masih ditunggu")
    DISPATCHED = "dispatched", noop("Laporan diteruskan ke instansi")
    MOVED = "moved", noop("Laporan dipindahkan ke instansi lain")
    FOLLOWED_UP = "followed_up", noop("Tindak lanjut baru")
    ANSWERED = "answered", noop("Jawaban akhir")
    CLOSING_SOON = "closing_soon", noop("Segera selesai otomatis")
    CLOSED = "closed", noop("Laporan selesai")
    RATE = "rate", noop("Permintaan penilaian")
    ARCHIVED = "archived", noop("Laporan diarsipkan")
    MERGED = "merged", noop("Laporan ditangani bersama laporan lain")
    LATE = "late", noop("Laporan terlambat")
    EXTENDED = "extended", noop("Batas waktu diperpanjang")
    OMBUDSMAN_OFFER = "ombudsman_offer", noop("Tawaran Ombudsman")
    OMBUDSMAN_STATUS = "ombudsman_status", noop("Kabar dari Ombudsman")
    PROGRESS = "progress", noop("Perkembangan mingguan")
    PROMISE_ASKED = "promise_asked", noop("Janji jatuh tempo")
    CONTACT_CHANGED = "contact_changed", noop("Kontak pelapor diganti")

    NEW_CASE = "new_case", noop("Laporan baru")
    URGENT_CASE = "urgent_case", noop("Laporan mendesak")
    NEW_ASSIGNMENT = "new_assignment", noop("Disposisi baru")
    RETURN_ASKED = "return_asked", noop("Diminta kembali: bukan wewenang")
    RETURN_DECIDED = "return_decided", noop("Kewenangan diputuskan")
    FROM_REPORTER = "from_reporter", noop("Pelapor menulis")
    OFFICER_FOLLOW_UP = "officer_follow_up", noop("Unit menindaklanjuti")
    OFFICER_ANSWERED = "officer_answered", noop("Unit memberi jawaban akhir")
    OFFICER_CLOSED = "officer_closed", noop("Laporan selesai di unit")
    REOPENED = "reopened", noop("Dibuka kembali")
    CLIMBED = "climbed", noop("Batas waktu dan keterlambatan")
    INSTRUCTED = "instructed", noop("Instruksi dan penjelasan atas keterlambatan")
    LETTER = "letter", noop("Surat teguran")
    WITH_OMBUDSMAN = "with_ombudsman", noop("Diteruskan ke Ombudsman")
    COVERAGE = "coverage", noop("Laporan tanpa petugas")
    ROUND_OPENED = "round_opened", noop("Putaran monev dibuka")
    ROUND_TASK = "round_task", noop("Tugas monev menunggu")
    ROUND_RESULT = "round_result", noop("Hasil monev")
    RECOMMENDED = "recommended", noop("Rekomendasi")
    CHANNEL_LIMITED = "channel_limited", noop("Batas harian pesan berbayar tercapai")
    DECREE_ENDS = "decree_ends", noop("SK pengelola segera berakhir")
    MANDATE_ENDS = "mandate_ends", noop("Mandat petugas segera berakhir")
    INACTIVE = "inactive", noop("Admin lama tidak masuk")
    ACCOUNT_RESET = "account_reset", noop("Kata sandi atau faktor kedua diganti")
    DIGEST = "digest", noop("Ringkasan harian")


#: Notices that are about a round, a decree, a mandate or a day, not about one case.
NOT_CASES: Final = frozenset(
    {
        Notice.LETTER,
        Notice.ROUND_OPENED,
        Notice.ROUND_TASK,
        Notice.ROUND_RESULT,
        Notice.RECOMMENDED,
        Notice.DECREE_ENDS,
        Notice.MANDATE_ENDS,
        Notice.INACTIVE,
        Notice.ACCOUNT_RESET,
        Notice.COVERAGE,
        Notice.CHANNEL_LIMITED,
        Notice.DIGEST,
    }
)
