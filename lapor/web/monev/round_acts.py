"""What is done to a whole round: one page for each act, with what it brings about.

The buttons come from the table of the domain; here each act has the words that say
what happens, the form it needs, and the one call that does it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lapor.domain.accounts.models import User
from lapor.domain.analytics.rules.indicator import Basis, Part
from lapor.domain.monev.actions.drafting import cancel_round, edit_draft
from lapor.domain.monev.actions.errands import ask
from lapor.domain.monev.actions.publishing import (
    end_round,
    publish_round,
    recommend,
)
from lapor.domain.monev.actions.verifying import (
    Meeting,
    hold_plenary,
    send_clarifications,
    start_verifying,
)
from lapor.domain.monev.models import Round
from lapor.domain.monev.policies import acts_on_round
from lapor.domain.monev.queries.proposals import proposals_for
from lapor.domain.monev.queries.rounds import round_seen_by
from lapor.domain.monev.rules.templates import templates
from lapor.domain.monev.rules.words import RoundAct
from lapor.kernel import clock
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.fields import Day, Words, put_refusal
from lapor.web.monev.rounds import SLUGS
from lapor.web.who import officer, sent, today

LONGEST = 4_000


class Sure(forms.Form):
    """Nothing but a second look."""


class EditForm(forms.Form):
    """What may still change in a draft."""

    title = Words(label=_("Judul"), longest=200)
    parts = forms.MultipleChoiceField(
        label=_("Jenis monev"),
        widget=forms.CheckboxSelectMultiple,
        choices=Part.options,
        error_messages={"required": _("Pilih paling sedikit satu jenis monev.")},
    )
    basis = forms.ChoiceField(label=_("Dasar hitungan"), choices=Basis.options)


class MinutesForm(forms.Form):
    """The minutes of the plenary (berita acara)."""

    held_on = Day(label=_("Tanggal rapat"))
    place = Words(label=_("Tempat"), longest=200)
    chaired_by = Words(label=_("Pemimpin rapat"), longest=120)
    attendees = Words(
        label=_("Yang hadir"),
        longest=LONGEST,
        multiline=True,
        help_text=_("Satu nama dan jabatan tiap baris."),
    )
    discussion = Words(
        label=_("Pembahasan"), longest=LONGEST, multiline=True, required=False
    )
    decisions = Words(label=_("Keputusan"), longest=LONGEST, multiline=True)


class RecommendForm(forms.Form):
    """One recommendation to one who was judged."""

    subject = forms.ChoiceField(label=_("Kepada"))
    text = Words(
        label=_("Rekomendasi"),
        longest=LONGEST,
        multiline=True,
        help_text=_("Apa yang perlu dilakukan, dengan ukuran yang dapat diperiksa."),
    )
    due_on = Day(label=_("Dikerjakan paling lambat"))


Do = Callable[[Round, Mapping[str, Any], User, datetime], object]


class Deed(NamedTuple):
    """One act: what it brings about, its form, its call, and what is said after."""

    words: str | Promise
    form: type[forms.Form]
    do: Do
    done: str | Promise


def _edit(round: Round, given: Mapping[str, Any], by: User, at: datetime) -> object:
    parts = [Part(part) for part in given["parts"]]
    return edit_draft(
        round,
        title=given["title"],
        parts=parts,
        basis=Basis(given["basis"]),
        by=by,
        at=at,
    )


def _meet(round: Round, given: Mapping[str, Any], by: User, at: datetime) -> object:
    return hold_plenary(round, meeting=Meeting(**given), by=by, at=at)


def _open(round: Round, given: Mapping[str, Any], by: User, at: datetime) -> object:
    return ask(round, RoundAct.OPEN, by=by, at=at)


def _fix(round: Round, given: Mapping[str, Any], by: User, at: datetime) -> object:
    return ask(round, RoundAct.FIX, by=by, at=at)


def _publish(round: Round, given: Mapping[str, Any], by: User, at: datetime) -> object:
    return publish_round(round, by=by, at=at)


def _end(round: Round, given: Mapping[str, Any], by: User, at: datetime) -> object:
    return end_round(round, by=by, at=at)


def _recommend(
    round: Round, given: Mapping[str, Any], by: User, at: datetime
) -> object:
    subject = round.sheets.get(subject__code=given["subject"]).subject
    return recommend(
        round,
        subject=subject,
        text=given["text"],
        due_on=given["due_on"],
        by=by,
        at=at,
    )


DEEDS: Final[Mapping[RoundAct, Deed]] = {
    RoundAct.EDIT: Deed(
        _("Rancangan dapat diubah sampai putaran dibuka."),
        EditForm,
        _edit,
        _("Rancangan tersimpan."),
    ),
    RoundAct.OPEN: Deed(
        _(
            "Data masa ini dibekukan dan disegel, lalu lembar kerja semua yang dinilai "
            "dibuat dan diisi lebih dahulu dari data, dan sampel jawaban diambil. Ini "
            "dikerjakan di latar belakang dan dapat memakan waktu."
        ),
        Sure,
        _open,
        _("Permintaan diterima: putaran sedang dibuka."),
    ),
    RoundAct.FIX: Deed(
        _(
            "Nilai dihitung dari data yang disegel, lalu dikunci, diberi nomor, dan "
            "ditandatangani dengan nama Anda. Sesudah itu tidak dapat diubah. Ini "
            "dikerjakan di latar belakang dan dapat memakan waktu."
        ),
        Sure,
        _fix,
        _("Permintaan diterima: hasil sedang ditetapkan."),
    ),
    RoundAct.PUBLISH: Deed(
        _("Hasil terlihat oleh semua yang berhak menurut tingkat putaran ini."),
        Sure,
        _publish,
        _("Hasil diumumkan."),
    ),
    RoundAct.RECOMMEND: Deed(
        _("Rekomendasi diikuti sampai selesai diperiksa."),
        RecommendForm,
        _recommend,
        _("Rekomendasi terkirim."),
    ),
    RoundAct.END: Deed(
        _("Putaran berakhir bila semua rekomendasinya selesai diperiksa."),
        Sure,
        _end,
        _("Putaran berakhir."),
    ),
    RoundAct.CANCEL: Deed(
        _("Rancangan tidak dipakai lagi; jejaknya tetap tercatat."),
        Sure,
        lambda round, given, by, at: cancel_round(round, by=by, at=at),
        _("Rancangan dibatalkan."),
    ),
    RoundAct.START_VERIFYING: Deed(
        _(
            "Masa pengisian berakhir. Lembar kerja yang belum diajukan ditutup dengan "
            "nilai otomatis saja."
        ),
        Sure,
        lambda round, given, by, at: start_verifying(round, by=by, at=at),
        _("Verifikasi dimulai."),
    ),
    RoundAct.SEND_CLARIFICATIONS: Deed(
        _(
            "Semua pertanyaan dikirim sekaligus. Yang dinilai punya 7 hari kerja untuk "
            "menjawab, satu putaran."
        ),
        Sure,
        lambda round, given, by, at: send_clarifications(round, by=by, at=at),
        _("Permintaan klarifikasi terkirim."),
    ),
    RoundAct.HOLD_PLENARY: Deed(
        _("Berita acara ditandatangani dengan nama Anda saat disimpan."),
        MinutesForm,
        _meet,
        _("Berita acara pleno tersimpan."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Say what an act brings about, ask for what it needs, and do it."""
    user = officer(request)
    round = round_seen_by(user, code, on=today())
    which = next((each for each, word in SLUGS.items() if word == slug), None)
    deed = DEEDS.get(which) if which else None
    if which is None or deed is None:
        raise NotFound(gettext("Halaman itu tidak ada."))
    form = deed.form(sent(request), initial=_initial(round, which, request))
    _fill(form, round)
    may = which in {step.act for step in acts_on_round(user, round, on=today())}
    if request.method == "POST" and form.is_valid():
        try:
            deed.do(round, form.cleaned_data, user, clock.now())
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, str(deed.done))
            return redirect("monev:round", code=_code_now(round))
    context = {
        "round": round,
        "title": which.label,
        "words": deed.words,
        "form": form,
        "may": may or bool(form.errors),
        "missing": _missing(round, which),
        "library": _library(request, round, which),
    }
    status = 422 if form.errors else 200
    return render(request, "monev/round_act.html", context, status=status)


def _fill(form: forms.Form, round: Round) -> None:
    """Offer everybody who was judged."""
    if isinstance(form, RecommendForm):
        field = form.fields["subject"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
        rows = round.sheets.order_by("subject__name")
        field.choices = list(rows.values_list("subject__code", "subject__name"))


def _initial(round: Round, which: RoundAct, request: HttpRequest) -> dict[str, Any]:
    """Return what a form begins with, as far as the address or the round says."""
    if which == RoundAct.RECOMMEND:
        text = next(
            (t for t in templates() if t.key == request.GET.get("naskah")), None
        )
        return {
            "subject": request.GET.get("kepada", ""),
            "text": translate(text.text) if text else "",
            "due_on": today() + timedelta(days=text.days if text else 90),
        }
    if which == RoundAct.EDIT:
        return {"title": round.title, "parts": round.parts, "basis": round.basis}
    if which == RoundAct.HOLD_PLENARY:
        return {"held_on": today()}
    return {}


def _library(
    request: HttpRequest, round: Round, which: RoundAct
) -> list[tuple[str, str]]:
    """Return texts of real rounds, each with the address that takes it over.

    Those that fit what was found of the subject; all of them while nobody is named.
    """
    if which != RoundAct.RECOMMEND:
        return []
    to = request.GET.get("kepada", "")
    found = round.results.filter(subject__code=to).first()
    fitting = proposals_for(found) if found else templates()
    return [
        (translate(t.text), "?" + urlencode({"naskah": t.key, "kepada": to}))
        for t in fitting
    ]


def _missing(round: Round, which: RoundAct) -> int:
    """Return how many sheets would be closed as they are."""
    if which != RoundAct.START_VERIFYING:
        return 0
    return round.sheets.filter(state="open").count()


def _code_now(round: Round) -> str:
    """Return the code of a round after an act: calling off gives the old one free."""
    return Round.objects.values_list("code", flat=True).get(pk=round.pk)
