"""The words of recommendations, plans, items and progress. Pure."""

from typing import Final

from lapor.kernel.enums import Labelled, noop


class RecommendationStatus(Labelled):
    """Where a recommendation stands (domain §12.10)."""

    NEW = "new", noop("Baru")
    ACCEPTED = "accepted", noop("Diterima")
    REFUSED = "refused", noop("Ditolak dengan alasan")
    WORKING = "working", noop("Dikerjakan")
    CLAIMED = "claimed", noop("Dinyatakan selesai, menunggu pemeriksaan")
    VERIFIED = "verified", noop("Selesai dan diperiksa")
    OVERDUE = "overdue", noop("Lewat waktu")


class RecommendationAct(Labelled):
    """What is done to a recommendation; the label is the word on the button."""

    ACCEPT = "accept", noop("Terima")
    REFUSE = "refuse", noop("Tolak dengan alasan")
    START = "start", noop("Mulai dikerjakan")
    CLAIM = "claim", noop("Nyatakan selesai")
    VERIFY = "verify", noop("Sahkan selesai")
    SEND_BACK = "send_back", noop("Kembalikan: belum selesai")


class Side(Labelled):
    """Who does an act: those the recommendation addresses, or those who check it."""

    SUBJECT = "subject", noop("yang diberi rekomendasi")
    CHECKER = "checker", noop("pemberi rekomendasi atau APIP")


class PlanState(Labelled):
    """Where an action plan stands."""

    DRAFT = "draft", noop("Disusun")
    SUBMITTED = "submitted", noop("Menunggu persetujuan pimpinan")
    APPROVED = "approved", noop("Disahkan")


class PlanAct(Labelled):
    """What is done to a plan; the label is the word on the button."""

    EDIT = "edit", noop("Ubah rencana")
    SUBMIT = "submit", noop("Ajukan ke pimpinan")
    APPROVE = "approve", noop("Sahkan")
    RETURN = "return", noop("Kembalikan untuk diperbaiki")
    REVISE = "revise", noop("Ubah rencana yang sudah disahkan")


class Aspect(Labelled):
    """The aspects of a plan: those Kemendagri evaluates, and the use of data."""

    PLANNING = "planning", noop("Perencanaan dan anggaran")
    POLICY = "policy", noop("Kebijakan dan kelembagaan")
    PEOPLE = "people", noop("Sumber daya manusia")
    SYSTEM = "system", noop("Sarana, sistem, dan kanal")
    OUTREACH = "outreach", noop("Sosialisasi")
    DATA = "data", noop("Pemanfaatan data dan pencegahan")


class ItemStatus(Labelled):
    """How an item stands on a day; it follows from dates and verified progress."""

    NOT_STARTED = "not_started", noop("Belum mulai")
    RUNNING = "running", noop("Berjalan")
    DONE = "done", noop("Selesai")
    LATE = "late", noop("Terlambat")
    CANCELLED = "cancelled", noop("Batal")


class ProgressState(Labelled):
    """Whether an auditor has looked at what was reported."""

    REPORTED = "reported", noop("Menunggu pemeriksaan APIP")
    VERIFIED = "verified", noop("Diperiksa APIP")
    REJECTED = "rejected", noop("Bukti tidak diterima")


#: Neither refused nor verified: somebody still has to do something.
OPEN: Final = frozenset(
    {
        RecommendationStatus.NEW,
        RecommendationStatus.ACCEPTED,
        RecommendationStatus.WORKING,
        RecommendationStatus.CLAIMED,
    }
)
#: In these a passed due day is late; a claim in time is not.
AWAITED: Final = OPEN - {RecommendationStatus.CLAIMED}
