"""The words of the permission table: roles, actions, relations, protections."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lapor.kernel.enums import Labelled, noop


class Role(Labelled):
    """What a person is to an organisation (PermenPANRB 62/2018; domain §4.1)."""

    LIAISON_OFFICER = "liaison_officer", noop("Pejabat penghubung")
    CLERK = "clerk", noop("Petugas loket")
    AGENCY_ADMIN = "agency_admin", noop("Admin instansi")
    DEPUTY_ADMIN = "deputy_admin", noop("Wakil admin instansi")
    LEADER = "leader", noop("Pimpinan")
    AUDITOR = "auditor", noop("APIP")
    COORDINATOR = "coordinator", noop("Pengawas instansi binaan")
    PROGRAMME_OVERSEER = "programme_overseer", noop("Pengawas program prioritas")
    OMBUDSMAN = "ombudsman", noop("Ombudsman")
    NATIONAL_ADMIN = "national_admin", noop("Admin nasional")
    DEVELOPER = "developer", noop("Pengembang")
    SYSTEM_ADMIN = "system_admin", noop("Pengelola sistem")


class Action(Labelled):
    """What may be permitted."""

    READ_CASE = "read_case", noop("Membaca laporan")
    SEE_IDENTITY = "see_identity", noop("Melihat identitas pelapor")
    ENTER_CASE = "enter_case", noop("Mencatat laporan untuk orang lain")
    VERIFY = "verify", noop("Memverifikasi dan memperbaiki klasifikasi")
    HOLD = "hold", noop("Menunda untuk meminta data")
    DISPATCH = "dispatch", noop("Mendisposisikan ke instansi")
    DISPATCH_UNIT = "dispatch_unit", noop("Mendisposisikan ke unit kerja")
    ASK_RETURN = "ask_return", noop("Menyatakan bukan wewenang")
    HAND_BACK = "hand_back", noop("Mengembalikan ke admin instansi")
    DECIDE_RETURN = "decide_return", noop("Memutus pengembalian")
    ARCHIVE = "archive", noop("Mengarsipkan")
    FOLLOW_UP = "follow_up", noop("Menulis tindak lanjut")
    NOTE = "note", noop("Menulis catatan internal")
    INSTRUCT = "instruct", noop("Memberi instruksi atas laporan terlambat")
    EXAMINE = "examine", noop("Menulis catatan pemeriksaan")
    REMIND = "remind", noop("Menerbitkan surat teguran")
    INTERVENE = "intervene", noop("Mengintervensi laporan terlambat")
    CLOSE = "close", noop("Menutup laporan")
    REOPEN = "reopen", noop("Membuka kembali")
    MERGE = "merge", noop("Menggabungkan laporan")
    PROTECT = "protect", noop("Menyalakan perlindungan")
    TAG = "tag", noop("Menandai program prioritas")
    JOIN = "join", noop("Mengajak instansi lain menangani bersama")
    CONSULT = "consult", noop("Meminta pendapat instansi lain")
    CONTRIBUTE = "contribute", noop("Menyerahkan bagian atau pendapat")
    CONVENE = "convene", noop("Mencatat rapat koordinasi")
    TAKE_OVER = "take_over", noop("Mengambil alih (Ombudsman)")
    PROPOSE_PUBLICATION = "propose_publication", noop("Mengusulkan tayang")
    APPROVE_PUBLICATION = "approve_publication", noop("Menyetujui tayang")
    EXPORT = "export", noop("Mengekspor daftar")
    OVERSEE = "oversee", noop("Melihat monev")
    EVALUATE = "evaluate", noop("Membuka putaran monev dan menilai")
    FILL_SHEET = "fill_sheet", noop("Mengisi lembar kerja monev")
    SIGN_SHEET = "sign_sheet", noop("Menandatangani lembar kerja dan rencana aksi")
    SCORE_ANSWERS = "score_answers", noop("Menilai mutu tindak lanjut")
    KEEP_PLAN = "keep_plan", noop("Mengelola rencana aksi dan pencegahan")
    VERIFY_PLAN = "verify_plan", noop("Memeriksa bukti rencana aksi")
    PUBLISH_RESULT = "publish_result", noop("Mengumumkan hasil monev")
    MANAGE_INSTRUMENT = "manage_instrument", noop("Mengelola bobot penilaian")
    MANAGE_ACCOUNTS = "manage_accounts", noop("Mengelola akun")
    MANAGE_ORGANISATION = "manage_organisation", noop("Mengelola instansi dan unit")
    MANAGE_REFERENCE = "manage_reference", noop("Mengelola data rujukan")
    RUN_SYSTEM = "run_system", noop("Mengelola sistem")


class Relation(Labelled):
    """How a person's organisation stands to the case, from near to far."""

    OWN = "own", noop("yang dicatatnya sendiri")
    UNIT = "unit", noop("yang ditugaskan ke unitnya")
    AGENCY = "agency", noop("di instansinya")
    OVERSEEN = "overseen", noop("di instansi binaannya")
    GUIDED = "guided", noop("di kabupaten dan kota dalam provinsinya")
    TAGGED = "tagged", noop("bertanda program prioritas yang diawasinya")
    JOINED = "joined", noop("yang ikut ditangani instansinya")
    COPIED = "copied", noop("yang ditembuskan kepadanya")
    CONSENTED = "consented", noop("yang diserahkan pelapor ke Ombudsman")
    ANY = "any", noop("di seluruh negeri")


class Protection(Labelled):
    """What a reporter asked for; the two are independent (domain §9.1)."""

    ANONYMOUS = "anonymous", noop("Anonim")
    SECRET = "secret", noop("Rahasia")


APPOINTS: Final[Mapping[Role, frozenset[Role]]] = MappingProxyType(
    {
        Role.NATIONAL_ADMIN: frozenset(Role) - {Role.SYSTEM_ADMIN},
        Role.AGENCY_ADMIN: frozenset(
            {
                Role.LIAISON_OFFICER,
                Role.CLERK,
                Role.DEPUTY_ADMIN,
                Role.LEADER,
                Role.AUDITOR,
            }
        ),
        Role.SYSTEM_ADMIN: frozenset(),
    }
)
"""Who appoints whom: the national admin makes agency admins, they make their own."""
