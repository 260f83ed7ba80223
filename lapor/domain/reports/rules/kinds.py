"""Which documents there are (domain §12.12, §13.3), and what each may be made as."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lapor.kernel.enums import Labelled, noop
from lapor.kernel.errors import Invalid


class DocumentKind(Labelled):
    """A kind of document; the value is the word on the command line."""

    MONTHLY = "bulanan", noop("Laporan bulanan")
    QUARTERLY = "triwulan", noop("Laporan triwulan")
    HALF_YEARLY = "semester", noop("Laporan semester")
    YEARLY = "tahunan", noop("Laporan tahunan")
    AUDIT = "lhm", noop("Laporan hasil monev (LHM)")
    RESULT = "surat-hasil", noop("Surat hasil evaluasi")
    REMINDER = "surat-teguran", noop("Surat teguran")
    MINUTES = "berita-acara", noop("Berita acara pleno")
    ROUND = "hasil-putaran", noop("Hasil putaran monev")
    ANSWER = "surat-jawaban", noop("Surat kepada pelapor")
    HANDOVER = "penyerahan-ombudsman", noop("Penyerahan kepada Ombudsman")
    PACK_AGENCY = "paket-ai", noop("Paket admin instansi: liga unit kerja")
    PACK_COORDINATOR = "paket-akk", noop("Paket koordinator: kementerian dan lembaga")
    PACK_PROVINCE = "paket-ap", noop("Paket provinsi: kabupaten dan kota")
    PACK_HOME_AFFAIRS = "paket-akd", noop("Paket Kemendagri: pemerintah daerah")
    PACK_PROGRAMME = "paket-ksp", noop("Paket KSP: program prioritas")
    PACK_OMBUDSMAN = "paket-ori", noop("Paket Ombudsman: penyelesaian")
    PACK_NATION = "paket-an", noop("Paket admin nasional: seluruh negeri")


class Format(Labelled):
    """What a document is made as."""

    PDF = "pdf", noop("PDF (dapat dibaca pembaca layar)")
    XLSX = "xlsx", noop("Buku kerja Excel")
    DOCX = "docx", noop("Word, untuk disunting")


PERIODIC: Final = (
    DocumentKind.MONTHLY,
    DocumentKind.QUARTERLY,
    DocumentKind.HALF_YEARLY,
    DocumentKind.YEARLY,
)
PACKS: Final = (
    DocumentKind.PACK_AGENCY,
    DocumentKind.PACK_COORDINATOR,
    DocumentKind.PACK_PROVINCE,
    DocumentKind.PACK_HOME_AFFAIRS,
    DocumentKind.PACK_PROGRAMME,
    DocumentKind.PACK_OMBUDSMAN,
    DocumentKind.PACK_NATION,
)
#: Made of one round or of one audit report, and not of a scope.
OF_A_ROUND: Final = (DocumentKind.MINUTES, DocumentKind.ROUND, DocumentKind.RESULT)
#: Letters have no table worth a workbook.
LETTERS: Final = (
    DocumentKind.RESULT,
    DocumentKind.REMINDER,
    DocumentKind.MINUTES,
    DocumentKind.ANSWER,
)
#: Which scopes a kind is about; absent: every scope.
SCOPES: Final[Mapping[DocumentKind, frozenset[str]]] = MappingProxyType(
    {
        DocumentKind.ANSWER: frozenset(),  # made of one case, at the desk
        DocumentKind.PACK_AGENCY: frozenset({"units"}),
        DocumentKind.PACK_COORDINATOR: frozenset({"overseen"}),
        DocumentKind.PACK_PROVINCE: frozenset({"overseen"}),
        DocumentKind.PACK_HOME_AFFAIRS: frozenset({"overseen"}),
        DocumentKind.PACK_PROGRAMME: frozenset({"overseen"}),
        DocumentKind.PACK_OMBUDSMAN: frozenset({"overseen", "nation"}),
        DocumentKind.PACK_NATION: frozenset({"nation"}),
    }
)
NO_SUCH_FORMAT: Final = noop("{kind} dibuat sebagai {formats}, bukan {format}.")
NO_SUCH_SCOPE: Final = noop(
    "{kind} tidak dibuat untuk cakupan ini. Pilih cakupan yang lain: nasional, kode "
    "instansi, atau binaan:KODE."
)


def formats_of(kind: DocumentKind) -> tuple[Format, ...]:
    """Return what a kind can be made as."""
    if kind in LETTERS:
        return (Format.PDF, Format.DOCX)
    return (Format.PDF, Format.XLSX, Format.DOCX)


def demand_format(kind: DocumentKind, wanted: Format) -> None:
    """Raise Invalid when a kind is not made as that."""
    known = formats_of(kind)
    if wanted not in known:
        names = ", ".join(each.value for each in known)
        words = {"kind": kind.label, "formats": names, "format": wanted.value}
        raise Invalid(NO_SUCH_FORMAT.format(**words))


def fits_scope(kind: DocumentKind, scope: str) -> bool:
    """Say whether a kind is made for that kind of scope."""
    return scope in SCOPES.get(kind, {scope})


def demand_scope(kind: DocumentKind, scope: str) -> None:
    """Raise Invalid when a kind is not made for that kind of scope."""
    if not fits_scope(kind, scope):
        raise Invalid(NO_SUCH_SCOPE.format(kind=kind.label))
