"""The questions and answers of the conversation: short, plain, one SMS where possible.

Every door asks with these words; ``QUESTIONS`` is keyed by the field of the report.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from lapor.kernel.enums import noop

from .state import Node


class Option(NamedTuple):
    """One answer to choose: its value, what people see, and words that mean it."""

    value: str
    label: str
    words: tuple[str, ...]


CLASSES: Final = (
    Option(
        "complaint",
        noop("Pengaduan"),
        ("pengaduan", "aduan", "keluhan", "lapor", "laporan", "complaint"),
    ),
    Option(
        "aspiration",
        noop("Aspirasi"),
        ("aspirasi", "usul", "usulan", "saran", "aspiration", "suggestion"),
    ),
    Option(
        "information",
        noop("Permintaan informasi"),
        ("permintaan informasi", "informasi", "info", "tanya", "information"),
    ),
)
PROTECTIONS: Final = (
    Option("open", noop("Biasa"), ("biasa", "tidak", "terbuka", "ordinary", "no")),
    Option(
        "anonymous", noop("Anonim: nama saya disembunyikan"), ("anonim", "anonymous")
    ),
    Option("secret", noop("Rahasia: isi laporan disembunyikan"), ("rahasia", "secret")),
    Option("both", noop("Anonim dan rahasia"), ("anonim dan rahasia", "both")),
)
SOLVED: Final = (
    Option(
        "yes", noop("Ya, selesai"), ("ya", "iya", "sudah", "selesai", "yes", "done")
    ),
    Option("partly", noop("Sebagian"), ("sebagian", "separuh", "partly")),
    Option("no", noop("Belum"), ("belum", "tidak", "no", "not yet")),
)
WHICH: Final = (
    Option("new", noop("Laporan baru"), ("baru", "laporan baru", "lapor", "new")),
    Option("reply", noop("Tanggapan"), ("tanggapan", "balasan", "balas", "reply")),
)
PARTS: Final[Mapping[str, Node]] = MappingProxyType(
    {
        "isi": Node.CONTENT,
        "content": Node.CONTENT,
        "jenis": Node.CLASSIFICATION,
        "kind": Node.CLASSIFICATION,
        "waktu": Node.DAY,
        "tanggal": Node.DAY,
        "date": Node.DAY,
        "tempat": Node.LOCATION,
        "lokasi": Node.LOCATION,
        "place": Node.LOCATION,
        "perlindungan": Node.PROTECTION,
        "protection": Node.PROTECTION,
        "nama": Node.NAME,
        "name": Node.NAME,
    }
)
YES: Final = frozenset(
    {"ya", "y", "iya", "yes", "ok", "oke", "kirim", "benar", "setuju", "send"}
)
GO_ON: Final = frozenset(
    {"lanjut", "lanjutkan", "cukup", "lewati", "lewat", "tidak", "tidak ada", "sudah"}
    | {"selesai", "skip", "next", "no", "enough", "continue", "done", "-", "0"}
)
UNKNOWN: Final = frozenset(
    {"tidak tahu", "tak tahu", "gak tahu", "tdk tahu", "lupa", "?", "-", "unknown"}
)
GREETINGS: Final = frozenset(
    {"halo", "hai", "hallo", "pagi", "siang", "sore", "malam", "tes", "test", "p"}
    | {"ping", "hi", "hello", "min", "admin", "assalamualaikum", "/start"}
    | {"selamat pagi", "selamat siang", "selamat sore", "selamat malam"}
)

QUESTIONS: Final[Mapping[Node, str]] = MappingProxyType(
    {
        Node.WHICH: noop(
            "Pesan ini untuk apa? Balas 1 laporan baru, 2 tanggapan untuk laporan "
            "{number}."
        ),
        Node.CONTENT: noop(
            "Tulis laporan Anda: apa yang terjadi, di mana, kapan, siapa yang terlibat."
        ),
        Node.MORE: noop(
            "Pesan Anda tampak terpotong. Kirim sambungannya, atau balas CUKUP."
        ),
        Node.REST: noop(
            "SMS Anda belum lengkap, bagian {missing} belum sampai. Kirim ulang bagian "
            "itu, atau balas CUKUP."
        ),
        Node.CLASSIFICATION: noop(
            "Apa yang Anda sampaikan? Balas 1 pengaduan, 2 aspirasi, 3 permintaan "
            "informasi."
        ),
        Node.DAY: noop(
            "Kapan terjadi? Contoh: hari ini, kemarin, 12-11-2026. Bila lama, hari "
            "pertamanya. Balas LUPA bila tidak tahu."
        ),
        Node.LOCATION: noop(
            "Di mana? Tulis jalan atau patokan, lalu desa, kecamatan, dan kota."
        ),
        Node.REGION: noop("Wilayah mana? Balas nomornya, atau 0 bila bukan semuanya."),
        Node.FILES: noop(
            "Kirim foto, video pendek, atau PDF (paling banyak 5). Bila cukup, balas "
            "LANJUT."
        ),
        Node.PROTECTION: noop(
            "Perlu perlindungan? Balas 1 biasa, 2 anonim (nama disembunyikan), 3 "
            "rahasia (isi disembunyikan), 4 keduanya."
        ),
        Node.NAME: noop(
            "Siapa nama lengkap Anda? Balas LEWATI bila ingin melapor sebagai anonim."
        ),
        Node.CANCEL: noop(
            "Hapus laporan yang belum dikirim ini? Balas YA untuk menghapus, LANJUT "
            "untuk meneruskan."
        ),
        Node.SOLVED: noop(
            "Apakah masalah dalam laporan {number} sudah selesai? Balas 1 ya, 2 "
            "sebagian, 3 belum."
        ),
    }
)

#: The fields of the report that an answer fills; forms have them under these names.
FIELDS: Final[Mapping[Node, tuple[str, ...]]] = MappingProxyType(
    {
        Node.CONTENT: ("title", "content"),
        Node.CLASSIFICATION: ("classification",),
        Node.DAY: ("happened_on",),
        Node.LOCATION: ("location", "region"),
        Node.FILES: ("files",),
        Node.PROTECTION: ("is_anonymous", "is_secret"),
        Node.NAME: ("name",),
        Node.CHECK: ("consent",),
    }
)

WELCOME: Final = noop(
    "Selamat datang di SP4N-LAPOR! Laporan dicatat, diteruskan, dan dijawab instansi. "
    "Ketik BANTUAN untuk petunjuk, BATAL untuk membatalkan."
)
HELP: Final = noop(
    "Kirim laporan Anda sebagai pesan biasa. STATUS nomor: perkembangan. BALAS nomor "
    "teks: menanggapi. SELESAI nomor 1-5: menerima jawaban dan menilai. KODE nomor: "
    "kode akses. BATAL. ENGLISH."
)
BEGUN: Final = noop("Terima kasih, kami catat. Beberapa pertanyaan singkat lagi.")
AGAIN: Final = noop("Maaf, belum kami pahami; tulisan Anda tetap kami simpan.")
SKIPPED: Final = noop("Kami lanjutkan; tulisan Anda masuk ke isi laporan.")
NO_DAY: Final = noop(
    "Tanggal kejadian tidak diketahui pelapor; yang tercatat adalah tanggal laporan."
)
DAY_AHEAD: Final = noop("Tanggal itu belum tiba.")
FILE_TAKEN: Final = noop("Berkas diterima ({count} dari {most}).")
FILES_FULL: Final = noop(
    "Paling banyak {most} berkas; yang terakhir tidak kami simpan. Kirim sesudah "
    "laporan diterima, dengan BALAS."
)
TOO_MUCH: Final = noop(
    "Pesan ini tidak kami simpan: satu laporan paling banyak {most} huruf. Ringkaslah, "
    "atau kirim sisanya sesudah laporan diterima, dengan BALAS."
)
CHECK: Final = noop(
    "Periksa: {title} | {kind} | {day} | {place} | {protection}{files}. Balas YA untuk "
    "mengirim: Anda setuju data dipakai menangani laporan dan isinya benar. UBAH untuk "
    "memperbaiki, BATAL untuk menghapus."
)
ADDED: Final = noop("Kami tambahkan ke laporan. Balas YA untuk mengirim.")
CHANGE: Final = noop(
    "Balas UBAH ISI, UBAH JENIS, UBAH WAKTU, UBAH TEMPAT, UBAH PERLINDUNGAN, atau UBAH "
    "NAMA."
)
ERASED: Final = noop("Laporan yang belum dikirim sudah dihapus.")
NOTHING: Final = noop("Tidak ada laporan yang sedang dibuat. Ketik BANTUAN.")
BACK: Final = noop("Baik, kita teruskan.")
STARS: Final = noop(
    "Tulis SELESAI, nomor laporan, nilai 1 sampai 5, lalu YA, SEBAGIAN, atau BELUM."
)
EMPTY_REPLY: Final = noop("Tulis BALAS, nomor laporan, lalu pesan Anda.")
KEPT_ASIDE: Final = noop("Keterangan lain dari percakapan:")
FILE_COUNT: Final = noop(" | {count} lampiran")
REMINDER: Final = noop(
    "Laporan Anda belum terkirim. Lanjutkan dengan menjawab pertanyaan ini, atau balas "
    "BATAL. Sesudah tujuh hari laporan yang belum dikirim kami hapus."
)
SECRET: Final = noop("(rahasia)")
HANDED_OFF: Final = noop(
    "Terima kasih sudah menyebut kami. Agar dapat ditangani, lengkapi laporan Anda di "
    "{link} atau balas pesan ini. Data pribadi jangan ditulis di tempat umum."
)
