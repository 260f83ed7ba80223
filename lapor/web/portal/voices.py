"""Support, following and comments on a public report: no account, no name."""

from datetime import datetime
from ipaddress import ip_address, ip_network
from secrets import token_hex
from typing import Any, Final, NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.publication import actions
from lapor.domain.publication.actions import Visitor
from lapor.domain.publication.models import Publication
from lapor.domain.publication.queries import public_case, visible, voices_of
from lapor.kernel import clock, effort
from lapor.kernel.errors import DomainError
from lapor.web.fields import Words, put_refusal
from lapor.web.portal.listing import rows_of
from lapor.web.visitor import address

COOKIE: Final = "suara"
SALT: Final = "lapor.web.portal.voices"
PATH: Final = "/laporan/"
LASTS: Final = 365 * 24 * 60 * 60  # seconds
MOST_FOLLOWED: Final = 50
SUPPORT, UNSUPPORT, FOLLOW, UNFOLLOW = "dukung", "batal-dukung", "ikuti", "berhenti"


class Card(NamedTuple):
    """What the cookie of a visitor says: a random name, and what he follows."""

    name: str
    followed: tuple[str, ...]


class PaidForm(forms.Form):
    """A form that is paid for by work or by waiting."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=100)
    answer = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)


class CommentForm(PaidForm):
    """A comment; an officer reads it first."""

    content = Words(
        shortest=5,
        longest=2_000,
        multiline=True,
        label=gettext_lazy("Komentar Anda"),
        help_text=gettext_lazy(
            "Jangan tulis nama, nomor telepon, atau alamat orang. Petugas membaca "
            "komentar sebelum tampil."
        ),
        error_messages={"required": gettext_lazy("Tulis komentar Anda.")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: HttpRequest, number: str) -> HttpResponse:
    """Support a report, take it back, follow it or stop: one button each."""
    now = clock.now()
    shown, card = public_case(number, at=now), _card(request)
    form = PaidForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        wish = request.POST.get("aksi", "")
        try:
            effort.pay(f"voice:{shown.case.number}", **_paid(form), at=now)
            card = _do(wish, shown, card, request, now)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, _said(wish))
            response = HttpResponseRedirect(
                reverse("portal:voice", args=[shown.case.number])
            )
            _keep(response, card)
            return response
    return _show(request, shown, card, form, now)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, number: str) -> HttpResponse:
    """Write a comment."""
    now = clock.now()
    shown, card = public_case(number, at=now), _card(request)
    purpose = f"comment:{shown.case.number}"
    form = CommentForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            effort.pay(purpose, **_paid(form), at=now)
            actions.comment(
                shown,
                content=form.cleaned_data["content"],
                visitor=_visitor(request, card),
                at=now,
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(
                request, gettext("Terima kasih. Komentar tampil sesudah diperiksa.")
            )
            response = HttpResponseRedirect(
                reverse("portal:voice", args=[shown.case.number])
            )
            _keep(response, card)
            return response
    status = 422 if form is not None else 200
    context = {
        "here": "laporan",
        "publication": shown,
        "case": shown.case,
        "form": form
        or CommentForm(initial={"token": effort.challenge(purpose, at=now)}),
        "bits": effort.BITS,
        "is_open": voices_of(shown.case, at=now).is_open,
    }
    return render(request, "portal/comment.html", context, status=status)


@never_cache
@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    """List what this browser follows, as it stands now."""
    now = clock.now()
    wanted = _card(request).followed
    rows = visible(at=now).filter(case__number__in=wanted).order_by("-received_at")
    context = {"here": "laporan", "rows": rows_of(rows)}
    return render(request, "portal/followed.html", context)


def _do(
    wish: str, shown: Publication, card: Card, request: HttpRequest, now: datetime
) -> Card:
    visitor, number = _visitor(request, card), shown.case.number
    others = tuple(each for each in card.followed if each != number)
    if wish == UNSUPPORT:
        actions.unsupport(shown, visitor=visitor, at=now)
    elif wish == FOLLOW:
        actions.follow(shown, visitor=visitor, at=now)
        return card._replace(followed=(number, *others)[:MOST_FOLLOWED])
    elif wish == UNFOLLOW:
        actions.unfollow(shown, visitor=visitor, at=now)
        return card._replace(followed=others)
    else:
        actions.support(shown, visitor=visitor, at=now)
    return card


def _said(wish: str) -> str:
    return {
        UNSUPPORT: gettext("Dukungan Anda ditarik."),
        FOLLOW: gettext("Laporan ini masuk daftar yang Anda ikuti."),
        UNFOLLOW: gettext("Laporan ini tidak Anda ikuti lagi."),
    }.get(wish, gettext("Terima kasih. Dukungan Anda tercatat."))


def _show(
    request: HttpRequest,
    shown: Publication,
    card: Card,
    form: PaidForm | None,
    now: datetime,
) -> HttpResponse:
    number = shown.case.number
    fresh = PaidForm(initial={"token": effort.challenge(f"voice:{number}", at=now)})
    context: dict[str, Any] = {
        "here": "laporan",
        "publication": shown,
        "case": shown.case,
        "voices": voices_of(shown.case, visitor=card.name, at=now),
        "form": form or fresh,
        "bits": effort.BITS,
    }
    return render(request, "portal/voice.html", context, status=422 if form else 200)


def _paid(form: PaidForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("token", "answer")}


def _card(request: HttpRequest) -> Card:
    """Return the visitor's card; without one he is somebody new."""
    try:
        name, followed = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS
        )
        return Card(str(name), tuple(str(each) for each in followed))
    except (signing.BadSignature, ValueError, TypeError):
        return Card(token_hex(16), ())


def _keep(response: HttpResponse, card: Card) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps([card.name, list(card.followed)], salt=SALT),
        max_age=LASTS,
        path=PATH,
        secure=settings.SITE_IS_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _visitor(request: HttpRequest, card: Card) -> Visitor:
    """Return who votes: his card, and the block of addresses he comes from."""
    try:
        found = ip_address(address(request))
    except ValueError:
        return Visitor(card.name, "?")
    prefix = 24 if found.version == 4 else 48
    return Visitor(card.name, str(ip_network(f"{found}/{prefix}", strict=False)))
