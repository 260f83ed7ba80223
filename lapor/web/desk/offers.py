"""What an officer can do with a case: one form and one writing call for each act.

Which acts are possible is decided by the transition table and the permission table;
here stands how they are asked, in which order they are offered, and what they call.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy

from lapor.domain.accounts.rules import Action
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Promise as PromiseRow
from lapor.domain.cases.queries import acts_for_officer, combined, part_of
from lapor.domain.cases.rules import Act, Part, State
from lapor.kernel.text import mask
from lapor.web.desk import asking, care, doing, together, verifying
from lapor.web.desk import forms as f
from lapor.web.desk.offering import Offer
from lapor.web.desk.place import Desk


def open_promises(desk: Desk) -> Sequence[PromiseRow]:
    """Return what the office has not said to be kept yet, first due first."""
    return list(desk.case.promises.filter(kept_at=None).order_by("due_on"))


SENT: Final = gettext_lazy("Terkirim kepada pelapor.")
OFFERS: Final[Mapping[Act, Offer]] = MappingProxyType(
    {
        Act.DISPATCH: Offer(
            "disposisi",
            gettext_lazy("Verifikasi dan disposisikan"),
            gettext_lazy("Laporan terverifikasi dan terdisposisi."),
            verifying.DispatchForm,
            doing.dispatch,
        ),
        Act.HOLD: Offer(
            "tunda",
            gettext_lazy("Tunda dan minta data"),
            gettext_lazy("Laporan ditunda; pelapor diminta melengkapi."),
            verifying.MissingForm,
            doing.missing(cases.hold, "reason"),
            gettext_lazy("Batas verifikasi berhenti sampai pelapor menjawab."),
        ),
        Act.PASS_ON: Offer(
            "bukan-wewenang",
            gettext_lazy("Bukan wewenang kami"),
            gettext_lazy("Laporan diteruskan untuk diputuskan."),
            verifying.PassOnForm,
            doing.pass_on,
            gettext_lazy("Waktu verifikasi tetap berjalan sejak laporan diterima."),
        ),
        Act.ARCHIVE: Offer(
            "arsipkan",
            gettext_lazy("Arsipkan"),
            gettext_lazy("Laporan diarsipkan dengan alasan dan saran."),
            verifying.ArchiveForm,
            doing.archive,
            gettext_lazy(
                "Bila datanya kurang, tunda dulu. Salah alamat bukan alasan arsip."
            ),
            is_danger=True,
        ),
        Act.DISPATCH_UNIT: Offer(
            "unit",
            gettext_lazy("Disposisikan ke unit kerja"),
            gettext_lazy("Laporan diteruskan ke unit kerja."),
            f.ToUnitForm,
            doing.to_unit,
        ),
        Act.FINAL_ANSWER: Offer(
            "jawaban-akhir",
            gettext_lazy("Jawaban akhir"),
            SENT,
            f.FinalAnswerForm,
            doing.final_answer,
            gettext_lazy("Pelapor lalu dapat menerima atau menanggapi."),
            preview="message",
            start=lambda desk: {"content": combined(desk.case)},
        ),
        Act.FOLLOW_UP: Offer(
            "tindak-lanjut",
            gettext_lazy("Tindak lanjut"),
            SENT,
            f.FollowUpForm,
            doing.follow_up,
            gettext_lazy("Kabar sementara; laporan tetap diproses."),
            preview="message",
        ),
        Act.ASK_REPORTER: Offer(
            "minta-data",
            gettext_lazy("Minta data dari pelapor"),
            gettext_lazy("Permintaan terkirim; batas penyelesaian berhenti dulu."),
            verifying.MissingForm,
            doing.missing(cases.ask_reporter, "content"),
            gettext_lazy("Batas penyelesaian berhenti, paling banyak dua kali."),
        ),
        Act.GRANT_RETURN: Offer(
            "setujui-pengembalian",
            gettext_lazy("Setujui dan alihkan"),
            gettext_lazy("Pengembalian disetujui; laporan dialihkan."),
            f.GrantForm,
            doing.grant_return,
            start=lambda desk: {"to": together.suggested(desk.case)},
        ),
        Act.REFUSE_RETURN: Offer(
            "tolak-pengembalian",
            gettext_lazy("Tolak pengembalian"),
            gettext_lazy("Pengembalian ditolak; kewenangan ditetapkan."),
            asking.ReasonForm,
            doing.with_reason(cases.refuse_return),
            is_danger=True,
        ),
        Act.CLOSE: Offer(
            "tutup",
            gettext_lazy("Tutup laporan"),
            gettext_lazy("Laporan ditutup."),
            asking.ReasonForm,
            doing.with_reason(cases.close),
            gettext_lazy(
                "Biasanya tidak perlu: pelapor menerima, atau waktunya habis. Pelapor "
                "tetap dapat membuka kembali."
            ),
            is_danger=True,
        ),
        Act.REOPEN: Offer(
            "buka-kembali",
            gettext_lazy("Buka kembali"),
            gettext_lazy("Laporan dibuka kembali."),
            asking.ReasonForm,
            doing.with_reason(cases.reopen),
        ),
        Act.REVIVE: Offer(
            "keluarkan-dari-arsip",
            gettext_lazy("Keluarkan dari arsip"),
            gettext_lazy("Laporan keluar dari arsip dan menunggu verifikasi."),
            asking.ReasonForm,
            doing.with_reason(cases.revive),
        ),
        Act.NOTE: Offer(
            "catatan",
            gettext_lazy("Catatan internal"),
            gettext_lazy("Catatan tersimpan; hanya petugas yang membacanya."),
            f.NoteForm,
            doing.note,
            press=gettext_lazy("Simpan catatan internal"),
        ),
        Act.EXTEND: Offer(
            "perpanjang",
            gettext_lazy("Perpanjang batas penyelesaian"),
            gettext_lazy("Batas penyelesaian diperpanjang; pelapor diberi tahu."),
            f.ExtendForm,
            doing.extend,
            gettext_lazy(
                "Hanya sekali, sebelum batasnya lewat, dengan alasan yang dibaca "
                "pelapor."
            ),
        ),
        Act.CLASSIFY: Offer(
            "klasifikasi",
            gettext_lazy("Perbaiki judul dan klasifikasi"),
            gettext_lazy("Judul, klasifikasi, dan kategori diperbaiki."),
            verifying.ClassifyForm,
            doing.classify,
            preview="class",
        ),
        Act.HAND_BACK: Offer(
            "kembalikan",
            gettext_lazy("Kembalikan ke admin instansi"),
            gettext_lazy("Laporan kembali ke admin instansi."),
            asking.ReasonForm,
            doing.with_reason(cases.hand_back),
        ),
        Act.ASK_RETURN: Offer(
            "minta-dikembalikan",
            gettext_lazy("Minta dikembalikan: bukan wewenang"),
            gettext_lazy("Permintaan terkirim; admin nasional memutuskan."),
            verifying.ReturnForm,
            doing.ask_return,
            gettext_lazy(
                "Dalam 2 hari kerja sejak disposisi. Batas waktu tetap berjalan."
            ),
        ),
        Act.MERGE: Offer(
            "gabungkan",
            gettext_lazy("Gabungkan dengan laporan lain"),
            gettext_lazy("Laporan digabungkan dan mengikuti induknya."),
            f.MergeForm,
            doing.merge,
        ),
        Act.UNMERGE: Offer(
            "lepas",
            gettext_lazy("Lepas dari gabungan"),
            gettext_lazy("Laporan ditangani sendiri lagi."),
            asking.NothingForm,
            doing.unmerge,
        ),
        Act.PROTECT: Offer(
            "lindungi",
            gettext_lazy("Nyalakan perlindungan"),
            gettext_lazy("Perlindungan menyala."),
            f.ProtectForm,
            doing.protect,
            gettext_lazy("Sekali menyala, petugas tidak dapat mematikannya."),
        ),
        **together.OFFERS,
        **care.OFFERS,
    }
)
"""In the order in which they are offered below the first one."""

PROPOSE: Final = Offer(
    "usulkan-tayang",
    gettext_lazy("Usulkan tayang"),
    gettext_lazy("Diusulkan; orang lain yang menyetujui."),
    f.PublishForm,
    doing.propose,
    gettext_lazy("Belum ada yang tampil sampai orang kedua menyetujui."),
    start=lambda desk: {
        "title": mask(desk.case.shown_title),
        "content": mask(desk.case.content),
    },
)
APPROVE: Final = Offer(
    "setujui-tayang",
    gettext_lazy("Setujui tayang"),
    gettext_lazy("Disetujui; tampil lima belas menit lagi."),
    f.ApproveForm,
    doing.approve,
    gettext_lazy("Beginilah yang akan dibaca semua orang:"),
)
HIDE: Final = Offer(
    "batalkan-tayang",
    gettext_lazy("Batalkan tayang"),
    gettext_lazy("Laporan tidak tampil lagi."),
    asking.NothingForm,
    doing.hide,
    is_danger=True,
)
KEEP_PROMISE: Final = Offer(
    "tepati-janji",
    gettext_lazy("Janji sudah ditepati"),
    gettext_lazy("Janji dicatat sudah ditepati."),
    f.PromiseForm,
    doing.keep_promise,
)

LIKELIEST: Final[Mapping[State, tuple[Act, ...]]] = MappingProxyType(
    {
        State.RECEIVED: (Act.DISPATCH,),
        State.RETURN_REQUESTED: (Act.GRANT_RETURN,),
        State.IN_PROGRESS: (Act.FINAL_ANSWER, Act.FOLLOW_UP),
        State.REPLIED: (Act.FINAL_ANSWER, Act.FOLLOW_UP),
        State.WITH_OMBUDSMAN: (Act.FOLLOW_UP, Act.CLOSE),
    }
)


def offers_for(desk: Desk) -> list[Offer]:
    """Return what this officer may do now, the likeliest first."""
    possible = {
        step.act for step in acts_for_officer(desk.user, desk.case, on=desk.today)
    }
    first = [act for act in _likeliest(desk) if act in possible]
    rest = [act for act in OFFERS if act in possible and act not in first]
    calm = [act for act in rest if act == Act.NOTE] if not first else []
    acts = [*first, *calm, *(act for act in rest if act not in calm)]
    found = [OFFERS[act] for act in acts]
    if Act.PASS_ON in possible and not desk.deciders:
        found.remove(OFFERS[Act.PASS_ON])
    return [*found, *_public_offers(desk)]


def _likeliest(desk: Desk) -> tuple[Act, ...]:
    case = desk.case
    if case.is_joint and not desk.may(Action.FOLLOW_UP):
        mine = part_of(desk.user, case, on=desk.today)
        return together.OF_PART.get(Part(mine.part), ()) if mine else ()
    if case.state == State.DISPATCHED:
        if case.unit_id is None:
            return (Act.DISPATCH_UNIT, Act.FOLLOW_UP)
        return (Act.FOLLOW_UP, Act.FINAL_ANSWER)
    return LIKELIEST.get(State(case.state), ())


def _public_offers(desk: Desk) -> list[Offer]:
    shown = desk.publication
    if shown is None:
        is_ready = desk.case.state not in {
            State.RECEIVED,
            State.ON_HOLD,
            State.ARCHIVED,
        }
        return [PROPOSE] if is_ready and desk.may_propose else []
    if not desk.may(Action.APPROVE_PUBLICATION):
        return []
    is_second = shown.proposed_by != desk.user.actor.ref and not shown.approved_by
    return [APPROVE, HIDE] if is_second else [HIDE]
