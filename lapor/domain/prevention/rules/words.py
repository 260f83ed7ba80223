"""The words of prevention: causes, kinds of action, states, effects."""

from lapor.kernel.enums import Labelled, noop


class Sign(Labelled):
    """Which rule an issue met (domain §12.3)."""

    MANY_REPORTERS = "many_reporters", noop("Banyak pelapor dalam 90 hari")
    EVERY_MONTH = "every_month", noop("Tiap bulan selama tiga bulan")
    SURGE = "surge", noop("Melonjak dibanding tahun lalu")


class Cause(Labelled):
    """The root cause (akar masalah), one of eight."""

    POLICY = "policy", noop("Kebijakan")
    PROCEDURE = "procedure", noop("Prosedur")
    STAFF = "staff", noop("SDM")
    FACILITIES = "facilities", noop("Sarana")
    BUDGET = "budget", noop("Anggaran")
    INFORMATION = "information", noop("Informasi")
    THIRD_PARTY = "third_party", noop("Pihak ketiga")
    BEHAVIOUR = "behaviour", noop("Perilaku")


class IssueState(Labelled):
    """Where an issue stands."""

    DETECTED = "detected", noop("Terdeteksi")
    REGISTERED = "registered", noop("Akar masalah dicatat")
    CLOSED = "closed", noop("Dinyatakan selesai")
    DISMISSED = "dismissed", noop("Bukan isu berulang")


class Means(Labelled):
    """The kind of a preventive action."""

    RULE = "rule", noop("Perubahan aturan atau SOP")
    TRAINING = "training", noop("Pelatihan")
    REPAIR = "repair", noop("Perbaikan atau investasi")
    CAMPAIGN = "campaign", noop("Penyebaran informasi")
    SYSTEM = "system", noop("Perubahan sistem")
    DISCIPLINE = "discipline", noop("Pembinaan atau sanksi")


class Effect(Labelled):
    """What the test says of an action; empty while it is too early to say."""

    EFFECTIVE = "effective", noop("Efektif")
    UNPROVEN = "unproven", noop("Belum terbukti")
    WORSE = "worse", noop("Memburuk")
