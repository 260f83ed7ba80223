"""The tracker of recommendations: what is due first, who must act, what is claimed."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.ledger.queries import history_of
from lapor.domain.monev.rules.templates import templates
from lapor.domain.monev.rules.words import Tier
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import organisation_by_code
from lapor.domain.plans.actions import act_on, recommend
from lapor.domain.plans.models import Proof, Recommendation
from lapor.domain.plans.policies import assessors_of, may_act
from lapor.domain.plans.queries.recommendations import (
    Narrowing,
    counts_by_status,
    page_of_recommendations,
    proof_seen_by,
    recommendation_seen_by,
)
from lapor.domain.plans.rules import (
    RecommendationAct,
    RecommendationStatus,
    possible_acts,
)
from lapor.domain.plans.rules.steps import Step
from lapor.kernel import clock, files
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.fields import Day, Files, Words, put_refusal
from lapor.web.shapes import File, Moment, Tab
from lapor.web.turning import with_changed
from lapor.web.who import officer, sent, today

S = RecommendationStatus
TONES: Final = {
    S.NEW: "info",
    S.ACCEPTED: "info",
    S.REFUSED: "plain",
    S.WORKING: "info",
    S.CLAIMED: "warn",
    S.VERIFIED: "good",
    S.OVERDUE: "bad",
}
#: The acts as they stand in an address.
SLUGS: Final = {
    RecommendationAct.ACCEPT: "terima",
    RecommendationAct.REFUSE: "tolak",
    RecommendationAct.START: "mulai",
    RecommendationAct.CLAIM: "selesai",
    RecommendationAct.VERIFY: "sahkan",
    RecommendationAct.SEND_BACK: "kembalikan",
}
ACTS: Final = {slug: act for act, slug in SLUGS.items()}
FACTS: Final = {
    "recommendation.given": _("Diberikan"),
    "recommendation.accepted": _("Diterima"),
    "recommendation.refused": _("Ditolak"),
    "recommendation.started": _("Mulai dikerjakan"),
    "recommendation.claimed": _("Dinyatakan selesai"),
    "recommendation.verified": _("Diperiksa dan selesai"),
    "recommendation.sent_back": _("Dikembalikan"),
    "recommendation.overdue": _("Lewat waktu"),
}


class NarrowForm(forms.Form):
    """How the list is narrowed."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=lambda: [("", gettext("Semua")), *RecommendationStatus.options()],
    )
    tingkat = forms.ChoiceField(
        label=_("Tingkat"),
        required=False,
        choices=lambda: [("", gettext("Semua")), *Tier.options()],
    )
    kepada = forms.CharField(label=_("Kepada"), required=False, max_length=80)


class GiveForm(forms.Form):
    """A recommendation outside a round."""

    giver = forms.ChoiceField(label=_("Atas nama"))
    subject = forms.CharField(
        label=_("Kode instansi atau unit yang diberi rekomendasi"), max_length=48
    )
    template = forms.ChoiceField(
        label=_("Teks siap pakai"),
        required=False,
        help_text=_("Dipakai bila kolom teks di bawah dibiarkan kosong."),
        choices=lambda: [
            ("", gettext("Tulis sendiri")),
            *((each.key, each.text) for each in templates()),
        ],
    )
    text = Words(label=_("Rekomendasi"), longest=4_000, multiline=True, required=False)
    due_on = Day(
        label=_("Dikerjakan paling lambat"),
        error_messages={"required": _("Pilih batas waktunya.")},
    )


class ActForm(forms.Form):
    """What one act asks for: words, and proof where it claims something."""

    def __init__(self, step: Step, *given: Any, **named: Any) -> None:
        """Ask for words and files only where the table says so."""
        super().__init__(*given, **named)
        labels = {
            RecommendationAct.REFUSE: gettext("Alasan penolakan"),
            RecommendationAct.CLAIM: gettext("Apa yang sudah dikerjakan"),
            RecommendationAct.SEND_BACK: gettext("Apa yang masih kurang"),
            RecommendationAct.VERIFY: gettext("Catatan"),
        }
        if step.act in labels:
            self.fields["text"] = Words(
                label=labels[step.act],
                longest=4_000,
                multiline=True,
                required=step.needs_words,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        if step.needs_proof:
            self.fields["uploads"] = Files(
                label=_("Berkas bukti"),
                required=False,
                help_text=_("Paling banyak 5 berkas PDF, gambar, atau video, 10 MB."),
            )


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show what a person gave, answers for, checks or oversees; due first."""
    user, on = officer(request), today()
    form = NarrowForm(request.GET or None)
    form.is_valid()
    given = getattr(form, "cleaned_data", {})
    narrowing = Narrowing(
        given.get("keadaan", ""), given.get("tingkat", ""), given.get("kepada", "")
    )
    page = page_of_recommendations(
        user, narrowing, on=on, after=request.GET.get("sesudah", "")
    )
    counts = counts_by_status(user, on=on)
    context = {
        "form": form,
        "rows": [(each, *_status(each)) for each in page.rows],
        "next_url": with_changed(request, sesudah=page.next) if page.next else "",
        "first_url": "" if page.is_first else with_changed(request, sesudah=""),
        "tabs": [
            Tab(
                status.label,
                with_changed(request, keadaan=status.value, sesudah=""),
                narrowing.status == status,
                counts[status],
            )
            for status in RecommendationStatus
            if counts[status]
        ],
        "gives": bool(assessors_of(user, on=on)),
        "today": on,
    }
    return render(request, "monev/recommendations.html", context)


@never_cache
@require_safe
def page(request: HttpRequest, key: int) -> HttpResponse:
    """Show one whole: its words, its history, its proof, what may be done."""
    found = recommendation_seen_by(officer(request), key, on=today())
    return _page(request, found)


@require_http_methods(["POST"])
def act(request: HttpRequest, key: int, slug: str) -> HttpResponse:
    """Do one act; what was typed comes back when something is missing."""
    user = officer(request)
    found = recommendation_seen_by(user, key, on=today())
    wanted = ACTS.get(slug)
    step = next((s for s in possible_acts(found.standing) if s.act == wanted), None)
    if wanted is None:
        raise NotFound(gettext("Langkah itu tidak ada."))
    form = None
    if step:
        form = ActForm(step, request.POST, request.FILES)
        if not form.is_valid():
            return _page(request, found, form, wanted)
    given = form.cleaned_data if form else {}
    try:
        act_on(
            found,
            wanted,
            text=given.get("text", ""),
            uploads=given.get("uploads", []),
            by=user,
            at=clock.now(),
        )
    except DomainError as refusal:
        if form is None or refusal.status in {403, 409}:
            raise
        put_refusal(form, refusal)
        return _page(request, found, form, wanted)
    messages.success(request, gettext("Tersimpan: %(act)s.") % {"act": wanted.label})
    return redirect("monev:recommendation", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Give a recommendation to somebody one evaluates."""
    user, on = officer(request), today()
    givers = {each.code: each for each in assessors_of(user, on=on)}
    initial = {"subject": request.GET.get("kepada", "")[:48]}
    form = GiveForm(sent(request), initial=initial)
    field = form.fields["giver"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
    field.choices = [(code, each.name) for code, each in givers.items()]
    if request.method == "POST" and form.is_valid():
        made = _given(form, givers, user)
        if made:
            messages.success(request, gettext("Rekomendasi sudah diberikan."))
            return redirect("monev:recommendation", key=made.pk)
    status = 422 if form.errors else 200
    return render(
        request, "monev/recommendation_give.html", {"form": form}, status=status
    )


@never_cache
@require_safe
def proof(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand out a file to somebody who may read what it proves."""
    found = proof_seen_by(officer(request), name, on=today())
    response = FileResponse(files.open_file(found.key))
    for header, value in files.attachment_headers(
        found.media_type, found.shown_name
    ).items():
        response.headers[header] = value
    return response


def shown_files(proofs: Iterable[Proof]) -> list[File]:
    """Return the files that may be read; those to be scanned are not offered yet."""
    return [
        File(each.shown_name, reverse("monev:proof", args=[each.key]), each.size)
        for each in proofs
        if each.is_open
    ]


def _given(
    form: GiveForm, givers: dict[str, Organisation], user: User
) -> Recommendation | None:
    given = form.cleaned_data
    library = {each.key: each for each in templates()}
    chosen = library.get(given["template"])
    try:
        return recommend(
            giver=givers[given["giver"]],
            subject=organisation_by_code(given["subject"].strip()),
            text=given["text"] or (chosen.text if chosen else ""),
            due_on=given["due_on"],
            template=given["template"],
            by=user,
            at=clock.now(),
        )
    except NotFound:
        form.add_error("subject", gettext("Kode ini tidak dikenal."))
    except DomainError as refusal:
        put_refusal(form, refusal)
    return None


def _page(
    request: HttpRequest,
    found: Recommendation,
    form: ActForm | None = None,
    wanted: RecommendationAct | None = None,
) -> HttpResponse:
    user = officer(request)
    context = {
        "it": found,
        "status": _status(found),
        "tier": Tier(found.tier).label if found.tier in set(Tier) else found.tier,
        "acts": [
            (
                step,
                SLUGS[step.act],
                form if form and step.act == wanted else ActForm(step),
                bool(form) and step.act == wanted,
            )
            for step in possible_acts(found.standing)
            if _may(user, found, step.act)
        ],
        "items": found.items.select_related("plan").order_by("plan", "number"),
        "proofs": shown_files(found.proofs.all()),
        "history": [
            Moment(str(FACTS.get(entry.fact, entry.fact)), entry.happened_at)
            for entry in history_of(found.ref)[:100]
        ],
        "form": form,
        "today": today(),
    }
    status = 422 if form else 200
    return render(request, "monev/recommendation.html", context, status=status)


def _may(user: User, found: Recommendation, wanted: RecommendationAct) -> bool:
    try:
        may_act(user, found, wanted, on=today())
    except DomainError:
        return False
    return True


def _status(found: Recommendation) -> tuple[str, str]:
    status = found.status(today())
    return status.label, TONES[status]
