"""What the reporter can do: one form and one writing call for each act.

Which of them are offered is decided by the transition table; here stands only how they
are asked and done.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import acts_for_reporter, promise_to_judge
from lapor.domain.cases.rules import Act, PromiseVerdict, State
from lapor.domain.feedback.actions import Stars, accept_and_rate, rate
from lapor.domain.feedback.models import Rating
from lapor.domain.feedback.rules import Solved
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import NotAllowedNow
from lapor.kernel.files import Accepted
from lapor.web.portal.forms import (
    MessageForm,
    NothingForm,
    ObjectionForm,
    ProtectForm,
    RatingForm,
    ReasonForm,
    VerdictForm,
)

Given = Mapping[str, Any]
Do = Callable[[Case, Given, Sequence[Accepted], datetime], object]


class Offer(NamedTuple):
    """An act as the reporter meets it: its address, words, form, and what it does."""

    slug: str
    label: str | Promise
    explanation: str | Promise
    done: str | Promise
    form: type[forms.Form]
    do: Do
    is_main: bool = False
    is_danger: bool = False


def _on_its_own_page(
    case: Case, given: Given, files: Sequence[Accepted], at: datetime
) -> object:
    """The hand-over asks who the reporter is: see ``portal.ombudsman``."""
    raise NotAllowedNow(gettext("Buka “Teruskan ke Ombudsman” dari laporan Anda."))


def _stars(given: Given) -> Stars:
    return Stars(
        speed=given["speed"],
        quality=given["quality"],
        manner=given["manner"],
        solved=Solved(given["solved"]),
        comment=given["comment"],
    )


def _judge(case: Case, given: Given, at: datetime) -> object:
    promise = promise_to_judge(case)
    if promise is None:
        raise NotAllowedNow(gettext("Janji ini sudah Anda nilai."))
    return cases.confirm_promise(
        case,
        promise=promise,
        is_kept=given["verdict"] == PromiseVerdict.KEPT,
        content=given["content"],
        at=at,
    )


SENT = gettext_lazy("Pesan Anda terkirim.")
RATE: Final = Offer(
    "nilai",
    gettext_lazy("Beri penilaian"),
    gettext_lazy("Empat pertanyaan singkat. Penilaian hanya dapat diberikan sekali."),
    gettext_lazy("Terima kasih atas penilaian Anda."),
    RatingForm,
    lambda case, given, files, at: rate(case, stars=_stars(given), at=at),
    is_main=True,
)
OFFERS: Final[Mapping[Act, Offer]] = MappingProxyType(
    {
        Act.COMPLETE: Offer(
            "lengkapi",
            gettext_lazy("Lengkapi laporan"),
            gettext_lazy("Tulis atau lampirkan data yang diminta petugas."),
            gettext_lazy("Kelengkapan Anda terkirim. Laporan diperiksa kembali."),
            MessageForm,
            lambda case, given, files, at: cases.complete(
                case, content=given["content"], files=files, at=at
            ),
            is_main=True,
        ),
        Act.SUPPLY: Offer(
            "kirim-data",
            gettext_lazy("Kirim data yang diminta"),
            gettext_lazy("Tulis atau lampirkan data yang diminta instansi."),
            gettext_lazy("Data Anda terkirim."),
            MessageForm,
            lambda case, given, files, at: cases.supply(
                case, content=given["content"], files=files, at=at
            ),
            is_main=True,
        ),
        Act.ACCEPT: Offer(
            "terima",
            gettext_lazy("Terima jawaban"),
            gettext_lazy(
                "Dengan menerima, laporan selesai. Beri penilaian agar layanan menjadi "
                "lebih baik. Bila belum tuntas, pilih “Tanggapi jawaban”."
            ),
            gettext_lazy("Terima kasih. Laporan Anda selesai."),
            RatingForm,
            lambda case, given, files, at: accept_and_rate(
                case, stars=_stars(given), at=at
            ),
            is_main=True,
        ),
        Act.REPLY: Offer(
            "tanggapi",
            gettext_lazy("Tanggapi jawaban"),
            gettext_lazy(
                "Tulis apa yang belum tuntas. Laporan tidak jadi selesai otomatis dan "
                "instansi harus menjawab."
            ),
            gettext_lazy("Tanggapan Anda terkirim."),
            MessageForm,
            lambda case, given, files, at: cases.reply(
                case, content=given["content"], files=files, at=at
            ),
        ),
        Act.CONFIRM_PROMISE: Offer(
            "janji",
            gettext_lazy("Nilai janji instansi"),
            gettext_lazy(
                "Hari yang dijanjikan sudah tiba. Bila belum ditepati, laporan naik ke "
                "atasan instansi itu."
            ),
            gettext_lazy("Terima kasih. Jawaban Anda dicatat."),
            VerdictForm,
            lambda case, given, files, at: _judge(case, given, at),
            is_main=True,
        ),
        Act.COMMENT: Offer(
            "pesan",
            gettext_lazy("Tambah keterangan"),
            gettext_lazy("Tambahkan keterangan, foto, atau pertanyaan untuk petugas."),
            SENT,
            MessageForm,
            lambda case, given, files, at: cases.comment(
                case, content=given["content"], files=files, at=at
            ),
        ),
        Act.REOPEN: Offer(
            "buka-kembali",
            gettext_lazy("Buka kembali"),
            gettext_lazy(
                "Dalam 30 hari sesudah selesai, paling banyak dua kali. Tulis apa yang "
                "belum beres."
            ),
            gettext_lazy("Laporan dibuka kembali. Instansi harus menjawab."),
            ReasonForm,
            lambda case, given, files, at: cases.reopen(
                case, reason=given["reason"], by=REPORTER, at=at
            ),
        ),
        Act.REVIVE: Offer(
            "keluarkan-dari-arsip",
            gettext_lazy("Keluarkan dari arsip"),
            gettext_lazy("Tulis mengapa laporan ini perlu diperiksa lagi."),
            gettext_lazy("Laporan keluar dari arsip dan diperiksa lagi."),
            ReasonForm,
            lambda case, given, files, at: cases.revive(
                case, reason=given["reason"], by=REPORTER, at=at
            ),
        ),
        Act.ESCALATE: Offer(
            "ombudsman",
            gettext_lazy("Teruskan ke Ombudsman"),
            gettext_lazy(
                "Laporan Anda melewati batas waktu. Dengan persetujuan Anda, laporan "
                "beserta identitas Anda diserahkan ke Ombudsman Republik Indonesia."
            ),
            gettext_lazy("Laporan diteruskan ke Ombudsman."),
            NothingForm,
            _on_its_own_page,
        ),
        Act.UNMERGE: Offer(
            "lepas",
            gettext_lazy("Lepas dari gabungan"),
            gettext_lazy(
                "Laporan Anda ditangani bersama laporan lain tentang hal yang sama. "
                "Lepaskan bila menurut Anda masalahnya berbeda."
            ),
            gettext_lazy("Laporan Anda ditangani sendiri lagi."),
            ObjectionForm,
            lambda case, given, files, at: cases.unmerge(
                case, reason=given["reason"], by=REPORTER, at=at
            ),
        ),
        Act.PROTECT: Offer(
            "lindungi",
            gettext_lazy("Nyalakan perlindungan"),
            gettext_lazy("Sekali dinyalakan, perlindungan tidak dapat dimatikan."),
            gettext_lazy("Perlindungan menyala."),
            ProtectForm,
            lambda case, given, files, at: cases.protect(
                case,
                anonymous=given["is_anonymous"],
                secret=given["is_secret"],
                by=REPORTER,
                at=at,
            ),
        ),
        Act.WITHDRAW: Offer(
            "cabut",
            gettext_lazy("Cabut laporan"),
            gettext_lazy("Laporan diarsipkan dan tidak ditangani lagi."),
            gettext_lazy("Laporan Anda dicabut."),
            ReasonForm,
            lambda case, given, files, at: cases.withdraw(
                case, reason=given["reason"], at=at
            ),
            is_danger=True,
        ),
        Act.LEAVE: Offer(
            "cabut",
            gettext_lazy("Cabut laporan"),
            gettext_lazy(
                "Karena menyangkut dugaan pelanggaran, pemeriksaan berjalan terus "
                "sebagai temuan, tanpa nama Anda. Anda tidak dapat membukanya lagi."
            ),
            gettext_lazy("Laporan Anda dicabut."),
            ReasonForm,
            lambda case, given, files, at: cases.withdraw(
                case, reason=given["reason"], at=at
            ),
            is_danger=True,
        ),
    }
)


def offers(case: Case, *, at: datetime, late: bool | None = None) -> list[Offer]:
    """Return what the reporter may do now, the main thing first.

    ``late``: the way to the Ombudsman is open; None looks it up.
    """
    possible = {step.act for step in acts_for_reporter(case, at=at, late=late)}
    found = [offer for act, offer in OFFERS.items() if act in possible]
    if case.state == State.CLOSED and not Rating.objects.filter(case=case).exists():
        found.insert(0, RATE)
    return found
