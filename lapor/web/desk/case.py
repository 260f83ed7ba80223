"""One case: what it is, what happened, and the next right thing to do."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.domain.accounts.rules import Action
from lapor.domain.cases.queries import case_seen_by
from lapor.kernel import files, ids
from lapor.kernel.errors import (
    Conflict,
    DomainError,
    Invalid,
    NotAllowedNow,
    NotFound,
    NotPermitted,
    TooLarge,
)
from lapor.web.desk.asking import ActForm
from lapor.web.desk.offering import Offer
from lapor.web.desk.offers import KEEP_PROMISE, offers_for, open_promises
from lapor.web.desk.place import Desk, desk_of
from lapor.web.desk.showing import preview_of, shown
from lapor.web.desk.together import CARRY_OUT, sections
from lapor.web.fields import put_refusal

SEND, EDIT, REFILL = "kirim", "ubah", "isi"
#: What belongs to the form itself and is no text of the officer.
NO_TEXT = frozenset({"csrfmiddlewaretoken", "version", "aksi", "langkah"})


class Panel(NamedTuple):
    """The act in front of the officer: its form, and maybe what it would do."""

    offer: Offer | None
    form: ActForm | None
    preview: dict[str, Any] | None = None
    refusal: str = ""
    typed: Sequence[str] = ()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the case with the likeliest act open, or do what was asked."""
    canonical = ids.normalise_number(number)
    if canonical and canonical != number and request.method != "POST":
        return HttpResponseRedirect(reverse("desk:case", args=[canonical]))
    if request.method == "POST":
        return _post(request, number)
    desk = desk_of(request, number)
    offers = offers_for(desk)
    asked = _find(offers, request.GET.get("aksi", ""))
    offer = asked or next(iter(offers), None)
    form = offer.form(desk=desk, initial=offer.start(desk)) if offer else None
    return _page(request, desk, offers, Panel(offer, form))


def _post(request: HttpRequest, number: str) -> HttpResponse:
    try:
        desk = desk_of(request, number)
    except NotFound as refusal:
        return _gone(request, refusal)
    offers = offers_for(desk)
    offer = _find(_with_promises(desk, offers), request.POST.get("aksi", ""))
    if offer is None:
        return _overtaken(request, desk, gettext(
            "Ini tidak dapat dilakukan lagi pada keadaan laporan sekarang."
        ))  # fmt: skip
    form = offer.form(request.POST, request.FILES, desk=desk)
    step = request.POST.get("langkah", "")
    if step in {EDIT, REFILL}:
        form.stay()
        return _page(request, desk, offers, Panel(offer, form))
    if not form.is_valid():
        return _page(request, desk, offers, Panel(offer, form), status=422)
    if offer.preview and step != SEND:
        panel = Panel(offer, form, preview_of(desk, offer, form))
        return _page(request, desk, offers, panel)
    return _send(request, desk, offers, offer, form)


def _send(
    request: HttpRequest,
    desk: Desk,
    offers: list[Offer],
    offer: Offer,
    form: ActForm,
) -> HttpResponse:
    try:
        _do(desk, offer, form)
    except (Conflict, NotAllowedNow, NotPermitted) as refusal:
        return _overtaken(request, desk, refusal.message, offer)
    except (Invalid, TooLarge) as refusal:
        put_refusal(form, refusal)
        about_text = set(form.errors) - set(offer.form.at_preview) - {"__all__"}
        again = bool(offer.preview) and not about_text
        preview = preview_of(desk, offer, form) if again else None
        panel = Panel(offer, form, preview)
        return _page(request, desk, offers, panel, status=refusal.status)
    messages.success(request, str(offer.done))
    return HttpResponseRedirect(_after(desk))


def _do(desk: Desk, offer: Offer, form: ActForm) -> None:
    sent = form.cleaned_data.get("attachments") or []
    accepted = files.accept_all(sent, at=desk.now)
    try:
        offer.do(desk, form, form.cleaned_data, accepted)
    except DomainError:
        # Refused for certain. After any other failure the commit may have happened:
        # then the files stay, and the sweep finds out.
        files.discard(file.key for file in accepted)
        raise


def _overtaken(
    request: HttpRequest, desk: Desk, sentence: str, offer: Offer | None = None
) -> HttpResponse:
    """Somebody was faster: show the case as it is now, and keep what was typed."""
    try:
        fresh = replace(
            desk, case=case_seen_by(desk.user, desk.case.number, on=desk.today)
        )
    except NotFound as refusal:
        return _gone(request, refusal)
    offers = offers_for(fresh)
    still = _find(offers, offer.slug) if offer else None
    if still is not None:
        data = request.POST.copy()
        data["version"] = str(fresh.case.version)
        form = still.form(data, desk=fresh)
        form.stay()
        panel = Panel(still, form, refusal=sentence)
    else:
        panel = Panel(None, None, refusal=sentence, typed=_typed(request))
    return _page(request, fresh, offers, panel, status=409)


def _gone(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """The case left this officer's hands while he typed: his words do not."""
    context = {"message": refusal.message, "typed": _typed(request)}
    return render(request, "desk/gone.html", context, status=refusal.status)


def _after(desk: Desk) -> str:
    """Return where to go after an act: the case, or the queue when it has left."""
    try:
        case_seen_by(desk.user, desk.case.number, on=desk.today)
    except NotFound:
        return reverse("desk:queue")
    return reverse("desk:case", args=[desk.case.number])


def _page(
    request: HttpRequest,
    desk: Desk,
    offers: list[Offer],
    panel: Panel,
    *,
    status: int = 200,
) -> HttpResponse:
    promises = open_promises(desk)
    context = {
        **shown(desk),
        **sections(desk),
        **panel._asdict(),
        "offers": offers,
        "others": [o for o in offers if panel.offer is None or o != panel.offer],
        "promises": promises,
        "kept": KEEP_PROMISE if promises and desk.may(Action.FOLLOW_UP) else None,
        "had_files": bool(request.FILES) and status != 200,
        "publication": desk.publication,
    }
    return render(request, "desk/case.html", context, status=status)


def _with_promises(desk: Desk, offers: list[Offer]) -> list[Offer]:
    found = [*offers, KEEP_PROMISE] if open_promises(desk) else offers
    return [*found, CARRY_OUT] if desk.case.meetings.exists() else found


def _find(offers: Sequence[Offer], slug: str) -> Offer | None:
    return next((offer for offer in offers if offer.slug == slug), None)


def _typed(request: HttpRequest) -> list[str]:
    """Return the texts that were typed, to be copied."""
    return [
        str(value)
        for name, values in request.POST.lists()
        if name not in NO_TEXT
        for value in values
        if len(str(value).strip()) > 3
    ]
