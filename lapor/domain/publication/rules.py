"""The words of comments; pure."""

from lapor.kernel.enums import Labelled, noop


class CommentState(Labelled):
    """Whether a comment is out."""

    WAITING = "waiting", noop("Menunggu diperiksa")
    SHOWN = "shown", noop("Tampil")
    REFUSED = "refused", noop("Tidak ditayangkan")


class Refusal(Labelled):
    """Why a comment stays inside."""

    PERSONAL = "personal", noop("Memuat data pribadi orang")
    HATE = "hate", noop("Menghina, mengancam, atau menyebar kebencian")
    OFF_TOPIC = "off_topic", noop("Tidak tentang laporan ini")
    ADVERT = "advert", noop("Iklan atau tautan")
    COMPLAINT = "complaint", noop("Laporan baru: disarankan membuat laporan sendiri")
