"""What a message leads a reporter to: rating, stopping, choosing how to be told."""

from datetime import timedelta
from hmac import compare_digest

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import case_of_holder
from lapor.domain.cases.rules import State
from lapor.domain.feedback.actions import Stars, rate
from lapor.domain.feedback.queries import is_rated
from lapor.domain.feedback.rules import Solved, Through
from lapor.domain.notifications.actions import Wish, set_wish, unsubscribe
from lapor.domain.notifications.queries import preference_of
from lapor.domain.notifications.queries.texts import rating_token, stop_token
from lapor.domain.notifications.rules import Language, Way
from lapor.domain.organisations.rules import Zone
from lapor.kernel import clock, throttle
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import DomainError, NotFound, NotPermitted
from lapor.web import passes
from lapor.web.fields import put_refusal
from lapor.web.portal.forms import RatingForm
from lapor.web.visitor import address

BUCKET = "message link"
MOST_FAILURES = 20
WINDOW = timedelta(minutes=10)
STARS = ("speed", "quality", "manner")
HOURS = [(str(hour), f"{hour:02}.00") for hour in range(24)]
#: Ways a reporter can be told by; push belongs to officers.
REPORTERS_WAYS = (Way.EMAIL, Way.SMS, Way.WHATSAPP, Way.TELEGRAM)


class WishForm(forms.Form):
    """By which channels, in which language, and when not."""

    ways = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Lewat mana kami memberi kabar?"),
        help_text=gettext_lazy(
            "Kosongkan bila terserah kami. Hanya saluran yang Anda berikan saat "
            "melapor yang dapat dipakai."
        ),
        choices=lambda: [(str(way), way.label) for way in REPORTERS_WAYS],
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Bahasa pesan"), choices=Language.choices
    )
    quiet_from = forms.TypedChoiceField(
        label=gettext_lazy("Jam tenang mulai"), choices=HOURS, coerce=int
    )
    quiet_until = forms.TypedChoiceField(
        label=gettext_lazy("Jam tenang sampai"),
        choices=HOURS,
        coerce=int,
        help_text=gettext_lazy("Kabar yang tidak mendesak menunggu sampai jam ini."),
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Zona waktu Anda"),
        required=False,
        choices=lambda: [("", gettext("Sama dengan instansi")), *Zone.options()],
    )
    is_muted = forms.BooleanField(
        required=False,
        label=gettext_lazy("Hanya kabar yang wajib menurut hukum"),
        help_text=gettext_lazy(
            "Misalnya laporan diterima, data diminta, dijawab, dan terlambat."
        ),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Rate by the link of a message. Looking never votes; sending the form does."""
    case = _case_of(request, number, token)
    if request.user.is_authenticated:
        raise NotPermitted(
            gettext(
                "Anda masuk sebagai petugas. Penilaian hanya diberikan pelapor sendiri."
            )
        )
    form = RatingForm(request.POST or None)
    done = is_rated(case)
    if request.method == "POST" and not done and form.is_valid():
        given = form.cleaned_data
        try:
            rate(
                case,
                stars=Stars(
                    speed=given["speed"],
                    quality=given["quality"],
                    manner=given["manner"],
                    solved=Solved(given["solved"]),
                    comment=given["comment"],
                ),
                at=clock.now(),
                through=Through.LINK,
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            return HttpResponseRedirect(request.path)
    context = {
        "here": "lacak",
        "number": case.number,
        "form": form,
        "stars": STARS,
        "done": done,
        "is_closed": case.state == State.CLOSED,
    }
    return render(
        request, "portal/rating.html", context, status=422 if form.errors else 200
    )


@csrf_exempt  # a mail program sends it, not our page (RFC 8058); the token proves it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, receiver: str, token: str) -> HttpResponse:
    """Stop everything but legal notices, with one click. Looking changes nothing."""
    _demand(request, token, stop_token(receiver))
    if request.method == "POST":
        unsubscribe(receiver, at=clock.now())
    context = {"done": request.method == "POST"}
    return render(request, "portal/stop.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest, number: str) -> HttpResponse:
    """Let the reporter choose how he is told about his case."""
    mine = case_of_holder(number)
    if mine is None:
        raise NotFound(gettext("Laporan ini tidak dapat dibuka lagi dengan kode Anda."))
    kept = preference_of(mine.ref)
    initial = {
        "ways": kept.ways,
        "language": kept.language,
        "quiet_from": str(kept.quiet_from),
        "quiet_until": str(kept.quiet_until),
        "zone": kept.zone,
        "is_muted": kept.is_muted,
    }
    form = WishForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_wish(mine.ref, wish_of(form.cleaned_data), by=REPORTER, at=clock.now())
        messages.success(request, gettext("Pilihan Anda tersimpan."))
        return HttpResponseRedirect(passes.path_of(number))
    context = {
        "here": "lacak",
        "case": mine,
        "case_url": passes.path_of(number),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "portal/wishes.html", context, status=status)


def wish_of(given: dict[str, object]) -> Wish:
    """Return what the form says."""
    chosen = given["ways"]
    return Wish(
        ways=[Way(str(way)) for way in chosen] if isinstance(chosen, list) else [],
        language=Language(str(given["language"])),
        quiet_from=int(str(given["quiet_from"])),
        quiet_until=int(str(given["quiet_until"])),
        zone=str(given["zone"]),
        is_muted=bool(given["is_muted"]),
    )


def _case_of(request: HttpRequest, number: str, token: str) -> Case:
    """Return the case that the token belongs to; every miss looks alike and counts."""
    _demand(request, token, rating_token(number))
    case = case_of_holder(number)
    if case is None:
        raise NotFound(gettext("Tautan ini tidak berlaku lagi."))
    return case


def _demand(request: HttpRequest, given: str, wanted: str) -> None:
    visitor, now = address(request), clock.now()
    throttle.check(BUCKET, visitor, limit=MOST_FAILURES, window=WINDOW, at=now)
    if not compare_digest(given.upper().encode(), wanted.encode()):
        throttle.count(BUCKET, visitor, limit=MOST_FAILURES, window=WINDOW, at=now)
        raise NotFound(gettext("Tautan ini tidak berlaku lagi."))
