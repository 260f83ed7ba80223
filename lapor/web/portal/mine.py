"""The reporter's own case: where it stands, what comes next, what he can do."""

from dataclasses import replace

from django.contrib import messages
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.analytics.queries.usual import usual_duration
from lapor.domain.cases.models import Attachment, Case
from lapor.domain.cases.queries import (
    case_of_holder,
    file_of_reporter,
    followed,
    has_hops,
    hops,
    next_step,
    promise_to_judge,
    promises_of,
    shares,
    why,
)
from lapor.domain.deadlines.rules import Timer
from lapor.domain.priorities.queries import emergency_text
from lapor.kernel import clock, files
from lapor.kernel.errors import (
    DomainError,
    Invalid,
    NotAllowedNow,
    NotFound,
    TooLarge,
)
from lapor.web import passes
from lapor.web.fields import put_refusal
from lapor.web.portal.acts import Offer, offers
from lapor.web.wording import ahead, holder, is_overdue, moments, state_words

GONE = gettext_lazy("Laporan ini tidak dapat dibuka lagi dengan kode Anda.")
STARS = ("speed", "quality", "manner")


@never_cache
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show one clear timeline, the next step, who takes it and by when."""
    now = clock.now()
    found = followed(number, at=now)
    if found is None:
        raise NotFound(str(GONE))
    mine, step, you = found.case, next_step(found.case), gettext("Anda")
    told = moments(
        reversed(found.lines),
        address=lambda file: _address(mine, file),
        reporter=you,
    )
    # The last moment is the receipt: there the reporter reads his own words again.
    told[-1] = replace(told[-1], body=mine.content)
    is_open = step.due_at is not None or bool(step.who)
    context = {
        "here": "lacak",
        "case": mine,
        "state_words": state_words(mine),
        "usual": usual_duration(mine, at=now) if is_open else None,
        "is_late": is_overdue(mine, now),
        "holder": holder(mine),
        "step": step if is_open else None,
        "who": you if step.is_with_reporter else step.who,
        "closing": "" if is_open else step.what,
        "offers": offers(mine, at=now, late=found.is_late),
        "promises": promises_of(mine),
        "moments": [ahead(step, reporter=you), *told] if is_open else told,
        "hops": hops(mine) if has_hops(mine) else [],
        "parts": shares(mine, at=now),
    }
    return render(request, "portal/case.html", context)


@never_cache
@require_safe
def reason(request: HttpRequest, number: str) -> HttpResponse:
    """Answer "why this date?" for everything that runs or ran in a case."""
    mine, now = _mine(number), clock.now()
    step = next_step(mine)
    found = [why(mine, timer, at=now) for timer in Timer]
    shown = [one for one in found if one is not None]
    context = {
        "here": "lacak",
        "case": mine,
        "case_url": passes.path_of(number),
        "step": step,
        "reasons": sorted(shown, key=lambda one: one.timer != step.timer),
    }
    return render(request, "portal/why.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, slug: str) -> HttpResponse:
    """Ask for what an act needs, then do it."""
    mine, now = _mine(number), clock.now()
    offer = next((o for o in offers(mine, at=now) if o.slug == slug), None)
    if offer is None:
        raise NotAllowedNow(
            gettext(
                "Ini tidak dapat dilakukan pada keadaan laporan sekarang. Buka laporan "
                "Anda untuk melihat apa yang dapat dilakukan."
            )
        )
    form = offer.form(request.POST, request.FILES) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            _do(offer, mine, form.cleaned_data)
        except (Invalid, TooLarge) as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, str(offer.done))
            _warn(request, form.cleaned_data)
            return HttpResponseRedirect(passes.path_of(number))
    context = {
        "here": "lacak",
        "case": mine,
        "case_url": passes.path_of(number),
        "offer": offer,
        "form": form or offer.form(),
        "stars": STARS,
        "promise": promise_to_judge(mine) if slug == "janji" else None,
        "had_files": bool(request.FILES),
    }
    return render(request, "portal/act.html", context, status=422 if form else 200)


@require_safe
def case_file(request: HttpRequest, number: str, key: str) -> HttpResponseBase:
    """Hand out a file of the reporter's own case."""
    return send_file(file_of_reporter(_mine(number), key))


def send_file(attachment: Attachment) -> HttpResponseBase:
    """Return a stored file, to be saved and never opened as one of our pages."""
    response = FileResponse(files.open_file(attachment.key))
    headers = files.attachment_headers(attachment.media_type, attachment.shown_name)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _mine(number: str) -> Case:
    found = case_of_holder(number)
    if found is None:
        raise NotFound(str(GONE))
    return found


def _warn(request: HttpRequest, given: dict[str, object]) -> None:
    """Name the numbers to call when what he wrote speaks of danger."""
    words = " ".join(str(given.get(name, "")) for name in ("content", "reason"))
    if warning := emergency_text(words, timezone.localdate(clock.now())):
        messages.warning(request, warning)


def _do(offer: Offer, mine: Case, given: dict[str, object]) -> None:
    now = clock.now()
    sent = given.get("attachments")
    accepted = files.accept_all(sent, at=now) if isinstance(sent, list) else []
    try:
        offer.do(mine, given, accepted, now)
    except DomainError:
        files.discard(file.key for file in accepted)
        raise


def _address(mine: Case, file: Attachment) -> str:
    return f"{passes.path_of(mine.number)}berkas/{file.key}/"
