"""The words of the ladder: measures, audiences, what a step opens, answers to it."""

from typing import Final, NamedTuple

from lapor.kernel.enums import Labelled, noop

MOST_RECEIVERS: Final = 12  # offices named in one climb


class Measure(Labelled):
    """How the moment of a step is counted from the term and its due day."""

    SHARE = "share", noop("persen dari batas waktu")
    WORKING_DAYS = "working_days", noop("hari kerja dari tanggal batas")
    CALENDAR_DAYS = "calendar_days", noop("hari kalender dari tanggal batas")


class Audience(Labelled):
    """Who is told of a step (domain §9.6); offices are found from dated rows."""

    LIAISON = "liaison", noop("Pejabat penghubung")
    AGENCY_ADMIN = "agency_admin", noop("Admin instansi")
    UNIT_HEAD = "unit_head", noop("Pimpinan unit kerja")
    AUDITOR = "auditor", noop("APIP")
    LEADER = "leader", noop("Pimpinan instansi")
    MESO = "meso", noop("Tingkat koordinasi")
    PROGRAMME_OVERSEER = "programme_overseer", noop("Pengawas program prioritas")
    NATIONAL = "national", noop("Admin nasional")
    REPORTER = "reporter", noop("Pelapor")
    OMBUDSMAN = "ombudsman", noop("Ombudsman")


class Opens(Labelled):
    """What those who are told can do about it."""

    ANSWER = "answer", noop("Menjawab atau meminta perpanjangan")
    REASSIGN = "reassign", noop("Membagi ulang ke unit lain")
    INSTRUCTION = "instruction", noop("Memberi instruksi")
    EXPLANATION = "explanation", noop("Meminta penjelasan")
    EXAMINATION = "examination", noop("Menulis catatan pemeriksaan")
    REMINDER_LETTER = "reminder_letter", noop("Menerbitkan surat teguran")
    INTERVENTION = "intervention", noop("Mengintervensi")
    OMBUDSMAN_OFFER = "ombudsman_offer", noop("Menawarkan penerusan ke Ombudsman")


class ResponseKind(Labelled):
    """What somebody who was told has answered."""

    INSTRUCTION = "instruction", noop("Instruksi")
    EXPLANATION_REQUEST = "explanation_request", noop("Permintaan penjelasan")
    EXPLANATION = "explanation", noop("Penjelasan")
    EXAMINATION = "examination", noop("Catatan pemeriksaan")
    INTERVENTION = "intervention", noop("Intervensi")


#: What waits for an explanation by a day.
ASKED: Final = frozenset(
    {
        ResponseKind.INSTRUCTION,
        ResponseKind.EXPLANATION_REQUEST,
        ResponseKind.EXAMINATION,
        ResponseKind.INTERVENTION,
    }
)


class Receiver(NamedTuple):
    """One office that is told: a role at an organisation, by its code.

    The reporter has no organisation.
    """

    role: str
    organisation: str

    @property
    def ref(self) -> str:
        """As the ledger writes it: ``leader@kemenkes``."""
        return f"{self.role}@{self.organisation}" if self.organisation else self.role

    def as_json(self) -> dict[str, str]:
        """As a row keeps it."""
        return {"role": self.role, "organisation": self.organisation}


NAMES: Final = (
    noop("75 persen waktu sudah terpakai"),
    noop("90 persen waktu sudah terpakai"),
    noop("Satu hari kerja sebelum batas waktu"),
    noop("Terlambat, naik ke admin instansi"),
    noop("Terlambat 3 hari kerja, naik ke pimpinan unit kerja"),
    noop("Terlambat 3 hari kerja, naik ke pimpinan instansi"),
    noop("Terlambat 5 hari kerja, naik ke APIP dan pimpinan instansi"),
    noop("Terlambat 10 hari kerja, naik ke tingkat koordinasi"),
    noop("Terlambat 20 hari kerja, naik ke admin nasional"),
    noop("Terlambat, naik ke admin nasional"),
    noop("Lewat 60 hari kalender: pelapor dapat meneruskan ke Ombudsman"),
    noop("Janji lewat, naik ke admin instansi"),
    noop("Janji lewat 5 hari kerja, naik ke APIP dan pimpinan instansi"),
    noop("Janji lewat 10 hari kerja, naik ke tingkat koordinasi"),
    noop("Janji lewat 20 hari kerja, naik ke admin nasional"),
)
"""The names of the steps that come with the program, to be translated."""
