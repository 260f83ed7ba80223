"""The words of a round: tiers, states, acts, sides, audiences."""

from typing import Final

from lapor.kernel.enums import Labelled, noop


class Tier(Labelled):
    """Who evaluates whom (domain §3.2). Which organisations those are stands in the
    oversight rows of the day and in the tree of units, never here.
    """

    MICRO_AGENCY = "micro_agency", noop("Mikro 1: admin instansi menilai unit kerja")
    MICRO_AUDITOR = "micro_auditor", noop("Mikro 2: APIP menilai admin dan unit kerja")
    MESO_COORDINATION = (
        "meso_coordination",
        noop("Meso: kementerian koordinator menilai kementerian/lembaga"),
    )
    MESO_TERRITORY = (
        "meso_territory",
        noop("Meso: provinsi menilai kabupaten dan kota"),
    )
    MESO_HOME_AFFAIRS = (
        "meso_home_affairs",
        noop("Meso: Kemendagri menilai pemerintah daerah"),
    )
    THEMATIC_PROGRAMME = (
        "thematic_programme",
        noop("Tematik: KSP menilai program prioritas"),
    )
    THEMATIC_RESOLUTION = (
        "thematic_resolution",
        noop("Tematik: Ombudsman menilai penyelesaian"),
    )
    MACRO = "macro", noop("Makro: Kementerian PANRB menilai seluruh negeri")


class Level(Labelled):
    """How high a tier stands; results of a level are the input of a higher one."""

    MICRO = "micro", noop("Mikro")
    MESO = "meso", noop("Meso")
    THEMATIC = "thematic", noop("Tematik")
    MACRO = "macro", noop("Makro")


class Every(Labelled):
    """How often; a period of evaluation is one of these."""

    MONTH = "month", noop("Bulanan")
    QUARTER = "quarter", noop("Triwulanan")
    HALF = "half", noop("Semesteran")
    YEAR = "year", noop("Tahunan")


class RoundState(Labelled):
    """Where a round stands (domain §12.10)."""

    DRAFT = "draft", noop("Rancangan")
    OPENED = "opened", noop("Dibuka, lembar kerja diisi")
    VERIFYING = "verifying", noop("Diverifikasi")
    CLARIFYING = "clarifying", noop("Klarifikasi")
    PLENARY = "plenary", noop("Pleno")
    FIXED = "fixed", noop("Ditetapkan")
    PUBLISHED = "published", noop("Diumumkan")
    FOLLOWING_UP = "following_up", noop("Tindak lanjut rekomendasi")
    ENDED = "ended", noop("Berakhir")
    CANCELLED = "cancelled", noop("Rancangan dibatalkan")


class SheetState(Labelled):
    """Where one sheet (lembar kerja) of a round stands."""

    OPEN = "open", noop("Diisi")
    SUBMITTED = "submitted", noop("Diajukan")
    VERIFIED = "verified", noop("Diverifikasi")
    DISPUTED = "disputed", noop("Diminta klarifikasi")
    CLOSED_AUTOMATIC = "closed_automatic", noop("Ditutup dengan nilai otomatis")


class RoundAct(Labelled):
    """What is done to a whole round; the label is the word on the button."""

    DRAFT = "draft", noop("Buat rancangan putaran")
    EDIT = "edit", noop("Ubah rancangan")
    CANCEL = "cancel", noop("Batalkan rancangan")
    OPEN = "open", noop("Buka putaran")
    START_VERIFYING = "start_verifying", noop("Mulai verifikasi")
    SEND_CLARIFICATIONS = "send_clarifications", noop("Kirim permintaan klarifikasi")
    HOLD_PLENARY = "hold_plenary", noop("Catat pleno")
    FIX = "fix", noop("Tetapkan hasil")
    PUBLISH = "publish", noop("Umumkan hasil")
    RECOMMEND = "recommend", noop("Beri rekomendasi")
    END = "end", noop("Akhiri putaran")


class SheetAct(Labelled):
    """What is done to one sheet of a round; the label is the word on the button."""

    FILL = "fill", noop("Isi lembar kerja")
    ATTACH = "attach", noop("Unggah bukti")
    SUBMIT = "submit", noop("Tanda tangani dan ajukan")
    CLOSE_AUTOMATIC = "close_automatic", noop("Tutup dengan nilai otomatis")
    SCORE = "score", noop("Nilai butir")
    RECHECK = "recheck", noop("Nilai ulang hasil tingkat bawah")
    VERIFY = "verify", noop("Selesaikan verifikasi")
    ASK = "ask", noop("Minta klarifikasi")
    ANSWER = "answer", noop("Jawab klarifikasi")
    DECIDE = "decide", noop("Putuskan klarifikasi")


class Side(Labelled):
    """On which side of a round the doer stands."""

    ASSESSOR = "assessor", noop("penilai")
    SUBJECT = "subject", noop("yang dinilai")


class Audience(Labelled):
    """Who may read a published result (domain §4.2, "publish ranking")."""

    INTERNAL = "internal", noop("Instansi itu sendiri dan para pengawasnya")
    TIER = "tier", noop("Penilai, semua yang dinilainya, dan tingkat di atasnya")
    PUBLIC = "public", noop("Semua orang")


#: States in which the figures of a round are settled and may be shown upward.
SETTLED: Final = frozenset(
    {
        RoundState.FIXED,
        RoundState.PUBLISHED,
        RoundState.FOLLOWING_UP,
        RoundState.ENDED,
    }
)
#: States in which the subjects know the result.
KNOWN: Final = SETTLED - {RoundState.FIXED}
#: States in which something is still to be done by somebody.
RUNNING: Final = frozenset(
    {
        RoundState.OPENED,
        RoundState.VERIFYING,
        RoundState.CLARIFYING,
        RoundState.PLENARY,
    }
)
