"""From number and code to the case: one way in, the same answer for every miss."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lapor.domain.cases.queries import open_with
from lapor.kernel import clock, throttle
from lapor.web import passes
from lapor.web.portal.forms import TrackForm
from lapor.web.visitor import address

BUCKET = "track"
MOST_FAILURES = 20
WINDOW = timedelta(minutes=10)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; a right pair gives a pass for that case."""
    if request.method != "POST":
        form = TrackForm(initial={"number": request.GET.get("number", "")[:20]})
        return _show(request, form)
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    visitor, now = address(request), clock.now()
    throttle.check(BUCKET, visitor, limit=MOST_FAILURES, window=WINDOW, at=now)
    case = open_with(form.cleaned_data["number"], form.cleaned_data["code"])
    if case is None:
        throttle.count(BUCKET, visitor, limit=MOST_FAILURES, window=WINDOW, at=now)
        form.add_error(
            None,
            gettext(
                "Nomor dan kode ini tidak cocok. Periksa keduanya pada bukti laporan "
                "Anda, lalu coba lagi."
            ),
        )
        return _show(request, form, status=422)
    response = HttpResponseRedirect(passes.path_of(case.number))
    passes.give(response, case.number)
    return response


@require_POST
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """Give the pass back, on a computer that others use too."""
    response = HttpResponseRedirect("/")
    passes.take_away(response, number)
    return response


def _show(request: HttpRequest, form: TrackForm, *, status: int = 200) -> HttpResponse:
    context = {"here": "lacak", "form": form}
    return render(request, "portal/track.html", context, status=status)
