"""Words by which an empty answer is known, and those by which a real one is.

Lists are data: a phrase that officers hide behind is added here, with an example in
the tests. Patterns have bounded repetitions.
"""

import re
from typing import Final

#: Promises and excuses that could stand under any report (domain §12.4).
PHRASES: Final = (
    "sedang ditindaklanjuti",
    "sedang di tindak lanjuti",
    "sedang kami proses",
    "sedang dalam proses",
    "dalam proses tindak lanjut",
    "akan kami koordinasikan",
    "akan dikoordinasikan",
    "akan segera ditindaklanjuti",
    "akan ditindaklanjuti",
    "akan kami tindaklanjuti",
    "akan kami tindak lanjuti",
    "akan disampaikan kepada pihak terkait",
    "disampaikan kepada bidang terkait",
    "disampaikan ke bidang terkait",
    "diteruskan kepada pihak terkait",
    "mohon menunggu",
    "mohon bersabar",
    "mohon kesabarannya",
    "sudah diteruskan",
    "telah diteruskan",
    "sudah kami teruskan",
    "telah kami teruskan",
    "menjadi perhatian kami",
    "menjadi bahan evaluasi",
    "sebagai bahan masukan",
    "sesuai ketentuan yang berlaku",
    "sesuai dengan ketentuan yang berlaku",
    "sesuai prosedur yang berlaku",
    "instansi terkait",
    "dinas terkait",
    "pihak terkait",
    "bidang terkait",
)
#: Polite words that are right in every answer, and too little alone.
COURTESIES: Final = (
    "terima kasih atas laporan",
    "terima kasih atas laporannya",
    "terima kasih atas informasi",
    "terima kasih atas masukan",
    "terima kasih atas perhatian",
    "terima kasih telah melapor",
    "mohon maaf atas ketidaknyamanan",
)
#: Words beyond courtesies that an answer needs to be more than one.
FEWEST_BEYOND: Final = 10

_DAY: Final = re.compile(
    r"\b(januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november"
    r"|desember|senin|selasa|rabu|kamis|jumat|sabtu|hari minggu|kemarin|besok"
    r"|hari ini|tadi pagi|tadi siang|nanti malam)\b",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r"\b(?i:dinas|bidang|seksi|kantor|kelurahan|kecamatan|puskesmas|rsud|upt|uptd"
    r"|bagian|balai|loket|satpol|pdam|pln|inspektorat)\s+(?!Terkait\b|Kami\b)[A-Z]",
)
_PLACE: Final = re.compile(
    r"\b(?i:jalan|jl|desa|dusun|gang|gg|pasar|terminal|jembatan|blok|perumahan|simpang"
    r"|sungai)\.?\s+[A-Z]|\b(?i:rt|rw)\b",
)
#: Figures, days, offices, places: something that a reporter can check.
FACTS: Final = (re.compile(r"\d"), _DAY, _OFFICE, _PLACE)
#: Something that was done, unless it is only passed on, received or noted.
DONE: Final = re.compile(
    r"\b(?:telah|sudah) (?:kami )?"
    r"(?!kami |(?:di|ter|me|men|meng|meny)?"
    r"(?:terus|erus|terima|erima|kirim|ngirim|sampai|nyampai|tampung|ampung|catat"
    r"|koordinasi|ngoordinasi|proses|tindak|jalan|jadi))\w{4,20}"
    r"|\bkami (?:periksa|temukan|tegur|ganti|angkut)\b"
    r"|(?<!akan )(?<!segera )(?<!untuk )(?<!belum )\b(?:memeriksa|menemukan|mengukur"
    r"|menguji|mengganti|memperbaiki|menambal|memasang|memanggil|menambah|membersihkan"
    r"|mengangkut|menegur|mengembalikan)\b"
    r"|(?<!akan )(?<!segera )(?<!belum )\b(?:diganti|diperbaiki|ditambal|diangkut"
    r"|dipasang|dicetak|dikembalikan|dibersihkan|dibayarkan)\b"
    r"|\b(?:selesai|hasilnya|ditemukan|terlampir|dilampirkan|lampirkan)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
#: Common words that say nothing about what a report is about.
_COMMON: Final = frozenset(
    re.findall(
        r"\w+",
        """
        yang dan dari untuk dengan ini itu pada adalah akan telah sudah kami
        saya anda bapak ibu mohon terima kasih tidak ada atau juga agar bisa
        dapat oleh sebagai dalam karena saat lagi belum masih sangat atas
        laporan pengaduan tersebut bahwa para kepada sejak sampai kalau jika
        mengapa bagaimana kapan apakah berapa banyak setiap hari minggu bulan
        tahun kali lalu selalu sering tolong segera tindak lanjut tindaklanjuti
        sekali harus kita mereka dia lama baru sekitar depan warga orang dekat
        """,
    )
)
_BEGINNINGS: Final = re.compile(
    r"^(?:meng|meny|mem|men|me|peng|peny|pem|pen|ber|per|ter|di|ke|se|pe)"
)
_ENDINGS: Final = re.compile(r"(?:nya|lah|kah)?$")
_SUFFIXES: Final = re.compile(r"(?:kan|an|i)$")
_SHORTEST_STEM: Final = 4
#: Longer texts are judged by their first words: enough to see what they are about.
_MOST_WORDS: Final = 300


def plain(text: str) -> str:
    """Return a text in small letters, with one blank between words.

    >>> plain("Mohon,  MENUNGGU!")
    'mohon menunggu'
    """
    return " ".join(re.findall(r"\w+", text.lower()))


def says_nothing(answer: str) -> bool:
    """Say whether an answer uses a phrase that could stand under any report."""
    text = plain(answer)
    return any(phrase in text for phrase in PHRASES)


def is_polite_only(answer: str) -> bool:
    """Say whether hardly anything is left of an answer without its courtesies.

    A short answer with something that can be checked is more than polite.
    """
    text = plain(answer)
    if not any(phrase in text for phrase in COURTESIES):
        return False
    if any(pattern.search(answer) for pattern in (*FACTS, DONE)):
        return False
    for phrase in sorted(COURTESIES, key=len, reverse=True):
        text = text.replace(phrase, " ")
    left = [word for word in _WORD.findall(text) if word not in _COMMON]
    return len(left) < FEWEST_BEYOND


def overlap(answer: str, question: str) -> float:
    """Return which share of the question's telling words the answer takes up, 0 to 1.

    A question without telling words asks for nothing: 1.
    """
    asked = _stems(question)
    if not asked:
        return 1.0
    told = _stems(answer)
    return sum(any(_alike(a, t) for t in told) for a in asked) / len(asked)


def _stems(text: str) -> set[str]:
    words = _WORD.findall(text.lower())[:_MOST_WORDS]
    return {_stem(word) for word in words if word not in _COMMON}


def _stem(word: str) -> str:
    """Cut what Indonesian hangs on a word, as long as four letters stay."""
    for pattern in (_ENDINGS, _SUFFIXES, _BEGINNINGS):
        shorter = pattern.sub("", word, count=1)
        if len(shorter) >= _SHORTEST_STEM:
            word = shorter
    return word


def _alike(first: str, second: str) -> bool:
    """Say whether one stem holds the other: a first letter may have melted away."""
    short, long = sorted((first, second), key=len)
    return short == long or (len(short) >= _SHORTEST_STEM and short in long)
