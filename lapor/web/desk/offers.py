"""What an officer can do with a case: one form and one writing call for each act.

Which acts are possible is decided by the transition table and the permission table;
here stands how they are asked, in which order they are offered, and what they call.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lapor.domain.accounts.rules import Action
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Promise as PromiseRow
from lapor.domain.cases.queries import acts_for_officer, case_seen_by
from lapor.domain.cases.rules import Act, AnswerResult, ArchiveReason, State
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import organisation_by_code
from lapor.domain.publication import actions as publication
from lapor.kernel.errors import Invalid, NotFound
from lapor.kernel.files import Accepted
from lapor.kernel.text import mask
from lapor.web.desk import forms as f
from lapor.web.desk.place import Desk

Given = Mapping[str, Any]
Files = Sequence[Accepted]
Do = Callable[[Desk, Any, Given, Files], object]


class Offer(NamedTuple):
    """An act as the officer meets it: address, words, form, and what it does.

    ``preview`` names the template that shows what will happen before it is done.
    """

    slug: str
    label: str | Promise
    done: str | Promise
    form: type[f.ActForm]
    do: Do
    explanation: str | Promise = ""
    preview: str = ""
    is_danger: bool = False
    press: str | Promise = ""  # on the button, where it is not the label
    start: Callable[[Desk], dict[str, Any]] = lambda desk: {}


def _common(desk: Desk, given: Given) -> dict[str, Any]:
    return {"by": desk.user, "at": desk.now, "version": given["version"]}


def _dispatch(desk: Desk, form: Any, given: Given, files: Files) -> object:
    do = cases.dispatch
    if given.get("publish"):
        do = publication.dispatch_and_propose
    return do(
        desk.case,
        to=given["target"],
        classification=form.kind(),
        category=form.category(),
        title=given["title"],
        note=given["note"],
        **_common(desk, given),
    )


def _classify(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return cases.classify(
        desk.case,
        title=given["title"],
        classification=form.kind(),
        category=form.category(),
        **_common(desk, given),
    )


def _archive(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return cases.archive(
        desk.case,
        reason=ArchiveReason(given["reason"]),
        advice=given["advice"],
        **_common(desk, given),
    )


def _pass_on(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return cases.pass_on(
        desk.case,
        reason=given["reason"],
        to=organisation_by_code(given["receiver"]),
        suggestion=given["suggested"],
        **_common(desk, given),
    )


def _to_unit(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return cases.dispatch_unit(
        desk.case,
        to=Organisation.objects.select_related("agency").get(pk=given["unit"]),
        note=given["note"],
        **_common(desk, given),
    )


def _ask_return(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return cases.ask_return(
        desk.case,
        reason=given["reason"],
        suggestion=given["suggested"],
        **_common(desk, given),
    )


def _grant_return(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return cases.grant_return(
        desk.case, to=given["target"], note=given["note"], **_common(desk, given)
    )


def _follow_up(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return cases.follow_up(
        desk.case, content=given["content"], files=files, **_common(desk, given)
    )


def _final_answer(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return cases.final_answer(
        desk.case,
        content=given["content"],
        result=AnswerResult(given["result"]),
        files=files,
        promised_on=given["promised_on"],
        promise=given["promise"],
        **_common(desk, given),
    )


def _note(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return cases.note(
        desk.case, content=given["content"], files=files, by=desk.user, at=desk.now
    )


def _missing(do: Callable[..., object], message: str) -> Do:
    def ask(desk: Desk, form: Any, given: Given, files: Files) -> object:
        words = {message: given["content"], "missing": given["items"]}
        return do(desk.case, **words, **_common(desk, given))

    return ask


def _with_reason(do: Callable[..., object]) -> Do:
    def act(desk: Desk, form: Any, given: Given, files: Files) -> object:
        return do(desk.case, reason=given["reason"], **_common(desk, given))

    return act


def _merge(desk: Desk, form: Any, given: Given, files: Files) -> object:
    try:
        parent = case_seen_by(desk.user, given["into"], on=desk.today)
    except NotFound as refusal:
        raise Invalid(refusal.message, fields={"into": refusal.message}) from None
    return cases.merge(
        desk.case, into=parent, reason=given["reason"], **_common(desk, given)
    )


def _unmerge(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return cases.unmerge(desk.case, **_common(desk, given))


def _protect(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return cases.protect(
        desk.case,
        anonymous=given.get("is_anonymous", False),
        secret=given.get("is_secret", False),
        **_common(desk, given),
    )


def _propose(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return publication.propose(
        desk.case,
        title=given["title"],
        content=given["content"],
        by=desk.user,
        at=desk.now,
    )


def _approve(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return publication.approve(_public_copy(desk), by=desk.user, at=desk.now)


def _hide(desk: Desk, form: Any, given: Given, files: Files) -> object:
    return publication.hide(_public_copy(desk), by=desk.user, at=desk.now)


def _public_copy(desk: Desk) -> Any:
    if desk.publication is None:
        raise NotFound(str(gettext_lazy("Laporan ini tidak sedang diusulkan tayang.")))
    return desk.publication


def _keep_promise(desk: Desk, form: Any, given: Given, files: Files) -> object:
    row = desk.case.promises.filter(pk=given["promise"], kept_at=None).first()
    if row is None:
        raise NotFound(str(gettext_lazy("Janji ini tidak ada atau sudah ditepati.")))
    return cases.keep_promise(row, by=desk.user, at=desk.now)


def open_promises(desk: Desk) -> Sequence[PromiseRow]:
    """Return what was promised in this case and is not kept yet, first due first."""
    return list(desk.case.promises.filter(kept_at=None).order_by("due_on"))


SENT: Final = gettext_lazy("Terkirim kepada pelapor.")
OFFERS: Final[Mapping[Act, Offer]] = MappingProxyType(
    {
        Act.DISPATCH: Offer(
            "disposisi",
            gettext_lazy("Verifikasi dan disposisikan"),
            gettext_lazy("Laporan terverifikasi dan terdisposisi."),
            f.DispatchForm,
            _dispatch,
        ),
        Act.HOLD: Offer(
            "tunda",
            gettext_lazy("Tunda dan minta data"),
            gettext_lazy("Laporan ditunda; pelapor diminta melengkapi."),
            f.MissingForm,
            _missing(cases.hold, "reason"),
            gettext_lazy("Batas verifikasi berhenti sampai pelapor menjawab."),
        ),
        Act.PASS_ON: Offer(
            "bukan-wewenang",
            gettext_lazy("Bukan wewenang kami"),
            gettext_lazy("Laporan diteruskan untuk diputuskan."),
            f.PassOnForm,
            _pass_on,
            gettext_lazy("Waktu verifikasi tetap berjalan sejak laporan diterima."),
        ),
        Act.ARCHIVE: Offer(
            "arsipkan",
            gettext_lazy("Arsipkan"),
            gettext_lazy("Laporan diarsipkan dengan alasan dan saran."),
            f.ArchiveForm,
            _archive,
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
            _to_unit,
        ),
        Act.FINAL_ANSWER: Offer(
            "jawaban-akhir",
            gettext_lazy("Jawaban akhir"),
            SENT,
            f.FinalAnswerForm,
            _final_answer,
            gettext_lazy("Pelapor lalu dapat menerima atau menanggapi."),
            preview="message",
        ),
        Act.FOLLOW_UP: Offer(
            "tindak-lanjut",
            gettext_lazy("Tindak lanjut"),
            SENT,
            f.FollowUpForm,
            _follow_up,
            gettext_lazy("Kabar sementara; laporan tetap diproses."),
            preview="message",
        ),
        Act.ASK_REPORTER: Offer(
            "minta-data",
            gettext_lazy("Minta data dari pelapor"),
            gettext_lazy("Permintaan terkirim; batas penyelesaian berhenti dulu."),
            f.MissingForm,
            _missing(cases.ask_reporter, "content"),
            gettext_lazy("Batas penyelesaian berhenti, paling banyak dua kali."),
        ),
        Act.GRANT_RETURN: Offer(
            "setujui-pengembalian",
            gettext_lazy("Setujui dan alihkan"),
            gettext_lazy("Pengembalian disetujui; laporan dialihkan."),
            f.GrantForm,
            _grant_return,
        ),
        Act.REFUSE_RETURN: Offer(
            "tolak-pengembalian",
            gettext_lazy("Tolak pengembalian"),
            gettext_lazy("Pengembalian ditolak; kewenangan ditetapkan."),
            f.ReasonForm,
            _with_reason(cases.refuse_return),
            is_danger=True,
        ),
        Act.CLOSE: Offer(
            "tutup",
            gettext_lazy("Tutup laporan"),
            gettext_lazy("Laporan ditutup."),
            f.ReasonForm,
            _with_reason(cases.close),
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
            f.ReasonForm,
            _with_reason(cases.reopen),
        ),
        Act.REVIVE: Offer(
            "keluarkan-dari-arsip",
            gettext_lazy("Keluarkan dari arsip"),
            gettext_lazy("Laporan keluar dari arsip dan menunggu verifikasi."),
            f.ReasonForm,
            _with_reason(cases.revive),
        ),
        Act.NOTE: Offer(
            "catatan",
            gettext_lazy("Catatan internal"),
            gettext_lazy("Catatan tersimpan; hanya petugas yang membacanya."),
            f.NoteForm,
            _note,
            press=gettext_lazy("Simpan catatan internal"),
        ),
        Act.CLASSIFY: Offer(
            "klasifikasi",
            gettext_lazy("Perbaiki judul dan klasifikasi"),
            gettext_lazy("Judul, klasifikasi, dan kategori diperbaiki."),
            f.ClassifyForm,
            _classify,
            preview="class",
        ),
        Act.HAND_BACK: Offer(
            "kembalikan",
            gettext_lazy("Kembalikan ke admin instansi"),
            gettext_lazy("Laporan kembali ke admin instansi."),
            f.ReasonForm,
            _with_reason(cases.hand_back),
        ),
        Act.ASK_RETURN: Offer(
            "minta-dikembalikan",
            gettext_lazy("Minta dikembalikan: bukan wewenang"),
            gettext_lazy("Permintaan terkirim; admin nasional memutuskan."),
            f.SuggestForm,
            _ask_return,
            gettext_lazy(
                "Dalam 2 hari kerja sejak disposisi. Batas waktu tetap berjalan."
            ),
        ),
        Act.MERGE: Offer(
            "gabungkan",
            gettext_lazy("Gabungkan dengan laporan lain"),
            gettext_lazy("Laporan digabungkan dan mengikuti induknya."),
            f.MergeForm,
            _merge,
        ),
        Act.UNMERGE: Offer(
            "lepas",
            gettext_lazy("Lepas dari gabungan"),
            gettext_lazy("Laporan ditangani sendiri lagi."),
            f.NothingForm,
            _unmerge,
        ),
        Act.PROTECT: Offer(
            "lindungi",
            gettext_lazy("Nyalakan perlindungan"),
            gettext_lazy("Perlindungan menyala."),
            f.ProtectForm,
            _protect,
            gettext_lazy("Sekali menyala, petugas tidak dapat mematikannya."),
        ),
    }
)
"""In the order in which they are offered below the first one."""

PROPOSE: Final = Offer(
    "usulkan-tayang",
    gettext_lazy("Usulkan tayang"),
    gettext_lazy("Diusulkan; orang lain yang menyetujui."),
    f.PublishForm,
    _propose,
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
    f.NothingForm,
    _approve,
    gettext_lazy("Beginilah yang akan dibaca semua orang:"),
)
HIDE: Final = Offer(
    "batalkan-tayang",
    gettext_lazy("Batalkan tayang"),
    gettext_lazy("Laporan tidak tampil lagi."),
    f.NothingForm,
    _hide,
    is_danger=True,
)
KEEP_PROMISE: Final = Offer(
    "tepati-janji",
    gettext_lazy("Janji sudah ditepati"),
    gettext_lazy("Janji dicatat sudah ditepati."),
    f.PromiseForm,
    _keep_promise,
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
