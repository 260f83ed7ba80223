"""The words of a case: states, acts, results, reasons, channels."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lapor.kernel.enums import Labelled, noop


class State(Labelled):
    """Where a case stands (domain §7.2)."""

    DRAFT = "draft", noop("Draf")
    RECEIVED = "received", noop("Menunggu verifikasi")  # MASUK
    ON_HOLD = "on_hold", noop("Menunggu kelengkapan dari pelapor")  # TUNDA
    DISPATCHED = "dispatched", noop("Terdisposisi")  # DISPO
    RETURN_REQUESTED = "return_requested", noop("Peninjauan kewenangan")  # KEMBALI
    IN_PROGRESS = "in_progress", noop("Ditindaklanjuti oleh instansi")  # PROSES
    ANSWERED = "answered", noop("Dijawab, menunggu tanggapan pelapor")  # JAWAB
    REPLIED = "replied", noop("Ditanggapi oleh pelapor")  # TANGGAP
    CLOSED = "closed", noop("Selesai")  # SELESAI
    ARCHIVED = "archived", noop("Diarsipkan")  # ARSIP
    WITH_OMBUDSMAN = "with_ombudsman", noop("Dalam penanganan Ombudsman")  # ESK_ORI


class Bucket(Labelled):
    """The six official buckets, with exactly their official labels (domain §7.1)."""

    UNVERIFIED = "unverified", noop("Laporan Belum Terverifikasi")
    WAITING = "waiting", noop("Laporan Terdisposisi Belum Ditindaklanjuti")
    IN_PROCESS = "in_process", noop("Laporan Terdisposisi Sedang Diproses")
    DONE = "done", noop("Laporan Terdisposisi Selesai")
    ON_HOLD = "on_hold", noop("Laporan Tertunda")
    ARCHIVED = "archived", noop("Laporan Arsip")


BUCKETS: Final[Mapping[Bucket, frozenset[State]]] = MappingProxyType(
    {
        Bucket.UNVERIFIED: frozenset({State.RECEIVED}),
        Bucket.WAITING: frozenset({State.DISPATCHED, State.RETURN_REQUESTED}),
        Bucket.IN_PROCESS: frozenset(
            {State.IN_PROGRESS, State.ANSWERED, State.REPLIED, State.WITH_OMBUDSMAN}
        ),
        Bucket.DONE: frozenset({State.CLOSED}),
        Bucket.ON_HOLD: frozenset({State.ON_HOLD}),
        Bucket.ARCHIVED: frozenset({State.ARCHIVED}),
    }
)
CLOSED: Final = frozenset({State.CLOSED, State.ARCHIVED})
OPEN: Final = frozenset(State) - CLOSED - {State.DRAFT}


def bucket_of(state: State) -> Bucket | None:
    """Return the bucket that counts this state; a draft is in none."""
    return next((b for b, states in BUCKETS.items() if state in states), None)


class Act(Labelled):
    """What can be done to a case; the label is the button."""

    SUBMIT = "submit", noop("Kirim")
    HOLD = "hold", noop("Tunda dan minta data")
    COMPLETE = "complete", noop("Lengkapi laporan")
    EXPIRE_HOLD = "expire_hold", noop("Arsipkan karena tidak dilengkapi")
    ARCHIVE = "archive", noop("Arsipkan")
    PASS_ON = "pass_on", noop("Bukan wewenang kami")
    CLASSIFY = "classify", noop("Perbaiki judul, klasifikasi, dan kategori")
    DISPATCH = "dispatch", noop("Disposisikan")
    DISPATCH_UNIT = "dispatch_unit", noop("Disposisikan ke unit kerja")
    HAND_BACK = "hand_back", noop("Kembalikan ke admin instansi")
    ASK_RETURN = "ask_return", noop("Minta dikembalikan: bukan wewenang")
    GRANT_RETURN = "grant_return", noop("Setujui dan alihkan")
    REFUSE_RETURN = "refuse_return", noop("Tolak pengembalian")
    FOLLOW_UP = "follow_up", noop("Kirim tindak lanjut")
    ASK_REPORTER = "ask_reporter", noop("Minta data dari pelapor")
    SUPPLY = "supply", noop("Kirim data yang diminta")
    FINAL_ANSWER = "final_answer", noop("Kirim jawaban akhir")
    NOTE = "note", noop("Simpan catatan internal")
    COMMENT = "comment", noop("Kirim pesan")
    REPLY = "reply", noop("Tanggapi jawaban")
    ACCEPT = "accept", noop("Terima jawaban")
    EXPIRE_SILENCE = "expire_silence", noop("Tutup karena tidak ada tanggapan")
    CLOSE = "close", noop("Tutup laporan")
    REOPEN = "reopen", noop("Buka kembali")
    REVIVE = "revive", noop("Keluarkan dari arsip")
    WITHDRAW = "withdraw", noop("Cabut laporan")
    LEAVE = "leave", noop("Cabut laporan; temuan tetap diperiksa")
    MERGE = "merge", noop("Gabungkan")
    UNMERGE = "unmerge", noop("Lepas dari gabungan")
    PROTECT = "protect", noop("Nyalakan perlindungan")
    TAG = "tag", noop("Tandai program prioritas")
    RESTRICT = "restrict", noop("Batasi pembaca karena bahaya")
    ASK_PROMISE = "ask_promise", noop("Tanyakan janji yang jatuh tempo")
    CONFIRM_PROMISE = "confirm_promise", noop("Nilai janji instansi")
    ESCALATE = "escalate", noop("Teruskan ke Ombudsman")
    INVITE = "invite", noop("Ajak instansi lain menangani bersama")
    COPY = "send_copy", noop("Kirim tembusan")
    CONSULT = "consult", noop("Minta pendapat")
    CONTRIBUTE = "contribute", noop("Serahkan bagian")
    ADVISE = "advise", noop("Kirim pendapat")
    DECLINE = "decline", noop("Mundur dari penanganan bersama")
    RELEASE = "release", noop("Lepaskan dari penanganan bersama")
    CONVENE = "convene", noop("Catat rapat koordinasi")
    COME_BACK = "come_back", noop("Kembalikan dari Ombudsman")
    RELAY = "relay", noop("Sampaikan kabar")
    EXTEND = "extend", noop("Perpanjang batas penyelesaian")
    CLIMB = "climb", noop("Naikkan ke jenjang berikutnya")


class AnswerResult(Labelled):
    """What a final answer says was achieved (hasil)."""

    FULFILLED = "fulfilled", noop("Dipenuhi")
    PARTLY = "partly_fulfilled", noop("Dipenuhi sebagian")
    PLANNED = "planned", noop("Masuk rencana")
    EXPLAINED = "explained", noop("Dijelaskan")
    IMPOSSIBLE = "cannot_be_fulfilled", noop("Tidak dapat dipenuhi")
    UNFOUNDED = "unfounded", noop("Tidak terbukti")
    TO_INFORMATION_OFFICER = "to_information_officer", noop("Diteruskan ke PPID")
    TO_LAW_ENFORCEMENT = "to_law_enforcement", noop("Diteruskan ke penegak hukum")


class ArchiveReason(Labelled):
    """Why a case was put away without handling (domain §9.3)."""

    NOT_COMPLETED = "not_completed", noop("Data tidak dilengkapi pelapor")
    UNCLEAR = "unclear", noop("Isi laporan tidak jelas")
    TOO_GENERAL = "too_general", noop("Terlalu umum")
    NOT_PUBLIC_SERVICE = "not_public_service", noop("Bukan pelayanan publik")
    DUPLICATE = "duplicate", noop("Sama dengan laporan lain")
    TRIAL = "trial", noop("Laporan uji coba")
    HATE_OR_SPAM = "hate_or_spam", noop("Ujaran kebencian atau spam")
    IN_COURT = "in_court", noop("Sedang dalam proses peradilan")
    WITHDRAWN = "withdrawn", noop("Dicabut pelapor")
    OUTSIDE_JURISDICTION = "outside_jurisdiction", noop("Di luar yurisdiksi Indonesia")
    UNSTATED = "unstated", noop("Alasan tidak tercatat di sistem asal")


class Closing(Labelled):
    """How a case ended. Silence is an outcome of its own and never "solved"."""

    ACCEPTED = "accepted", noop("Diterima pelapor")
    SILENCE = "silence", noop("Ditutup otomatis, pelapor tidak menanggapi")
    OFFICER = "officer", noop("Ditutup petugas")
    OMBUDSMAN = "ombudsman", noop("Diselesaikan Ombudsman")
    ARCHIVED_BY_OFFICER = "archived_by_officer", noop("Diarsipkan petugas")
    ARCHIVED_BY_SYSTEM = "archived_by_system", noop("Diarsipkan otomatis")
    ARCHIVED_BY_REPORTER = "archived_by_reporter", noop("Dicabut pelapor")


class Channel(Labelled):
    """The way a report came in (domain §10)."""

    WEB = "web", noop("Situs web")
    APP = "app", noop("Aplikasi ponsel")
    SMS = "sms", noop("SMS")
    TWITTER = "twitter", noop("Twitter")
    INSTAGRAM = "instagram", noop("Instagram")
    WHATSAPP = "whatsapp", noop("WhatsApp")
    TELEGRAM = "telegram", noop("Telegram")
    EMAIL = "email", noop("Surel")
    PHONE = "phone", noop("Telepon")
    WALK_IN = "walk_in", noop("Tatap muka")
    LETTER = "letter", noop("Surat")
    BOX = "box", noop("Kotak saran")
    API = "api", noop("Aplikasi instansi")
    PORTAL = "sub_portal", noop("Subportal instansi")
    VICE_PRESIDENT = "vice_president", noop("Lapor Mas Wapres")
    FINDING = "finding", noop("Temuan")
    OTHER = "other", noop("Lainnya")


class PromiseVerdict(Labelled):
    """What the reporter says of a promise whose day has come."""

    KEPT = "kept", noop("ditepati")
    MISSED = "missed", noop("belum ditepati")


class Kind(Labelled):
    """What a line of the conversation is (domain §7.3)."""

    DISPATCH = "dispatch", noop("Disposisi")
    FOLLOW_UP = "follow_up", noop("Tindak lanjut")
    FINAL_ANSWER = "final_answer", noop("Jawaban akhir")
    CONTRIBUTION = "contribution", noop("Bagian dari penanganan bersama")
    DATA_REQUEST = "data_request", noop("Permintaan data")
    REPORTER = "reporter", noop("Pesan pelapor")
    NOTE = "note", noop("Catatan internal")
    DECISION = "decision", noop("Keputusan")
    SYSTEM = "system", noop("Catatan sistem")


class Visibility(Labelled):
    """Who may read a line. Wider never includes an internal note."""

    PUBLIC = "public", noop("Publik")
    REPORTER = "reporter", noop("Pelapor dan petugas")
    OFFICERS = "officers", noop("Petugas saja")


class OmbudsmanWay(Labelled):
    """Why the way to the Ombudsman is open (UU 25/2009; domain §9.7)."""

    SIXTY_DAYS = "sixty_days", noop("Belum selesai sesudah 60 hari")
    PAST_TERM = "past_term", noop("Batas penyelesaian lama terlewat tanpa jawaban")
    REFUSED = "refused", noop("Jawaban akhir dua kali tidak diterima pelapor")


class OmbudsmanOutcome(Labelled):
    """How a case comes back from the Ombudsman."""

    FINISHED = "finished", noop("pemeriksaan selesai")
    REFUSED = "refused", noop("laporan tidak dapat diterima")
    WITHDRAWN = "withdrawn", noop("pelapor menarik persetujuannya")


class Origin(Labelled):
    """Where news comes from that was not written in this case."""

    PARENT = "parent", noop("laporan induk")
    JOINED = "joined", noop("laporan yang tergabung")
    INFORMATION = "information", noop("pejabat pengelola informasi (PPID)")
