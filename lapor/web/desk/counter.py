"""The counter: taking a report for somebody who came, called or wrote.

Everything is on one screen and reached from the keyboard: the report, who reports,
what his way in needs, and similar cases beside it.
"""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lapor.domain.accounts.models import User
from lapor.domain.cases.queries import case_of_holder, next_step, why
from lapor.domain.cases.rules import Channel
from lapor.domain.deadlines.rules import Timer
from lapor.domain.intake.actions import Receipt, submit
from lapor.domain.intake.queries import counter_entry
from lapor.domain.intake.rules import Report
from lapor.domain.priorities.queries import emergency_advice, is_restricted
from lapor.domain.reporters.rules import Person
from lapor.kernel import clock, files, ids
from lapor.kernel.errors import Conflict, DomainError, Invalid, TooLarge
from lapor.web import places
from lapor.web.desk import choices, similar
from lapor.web.desk.counter_form import CounterForm
from lapor.web.desk.place import officer, today
from lapor.web.fields import put_refusal

COOKIE = "bukti-loket"
SALT = "lapor.web.desk.receipt"
LASTS = 30 * 60  # seconds: time to print it, not more
LOOK = "serupa"
NO_CHOICE = places.Choice()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Show the form, or take the report and show its receipt."""
    user = officer(request)
    if request.method != "POST":
        return _show(request, CounterForm(initial=_beginning(request, user)))
    form = CounterForm(request.POST, request.FILES)
    form.is_valid()
    region = _chosen(form, "region", places.choose_region)
    agency = _chosen(form, "agency", places.choose_agency)
    if request.POST.get("langkah") == LOOK:
        form.stay()
        return _show(request, form, region=region, agency=agency)
    if not form.errors:
        try:
            receipt = _submit(form, user, region.code, agency.code)
        except Conflict as refusal:
            form.change(key=uuid4().hex)
            put_refusal(form, refusal)
        except (Invalid, TooLarge) as refusal:
            put_refusal(form, refusal)
        else:
            return _thanks(receipt)
    return _show(request, form, region=region, agency=agency)


@never_cache
@require_POST
def alike(request: HttpRequest) -> HttpResponse:
    """Return the panel of similar cases for what has been typed so far."""
    found = similar.look(officer(request), request.POST, at=clock.now())
    return render(request, "desk/_similar.html", {"similar": found})


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show number and code to be printed, for half an hour."""
    user, now = officer(request), clock.now()
    try:
        number, code = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS
        )
    except (signing.BadSignature, ValueError):
        return HttpResponseRedirect(reverse("desk:counter"))
    # Who typed it hands the receipt over, also when he may not read on (harm).
    case = case_of_holder(number)
    if case is None or case.entered_by != user.actor.ref:
        return HttpResponseRedirect(reverse("desk:counter"))
    explanation = why(case, Timer.VERIFICATION, at=now)
    track_url = f"{settings.LAPOR_PUBLIC_URL}{reverse('portal:track')}"
    context = {
        "case": case,
        "entry": counter_entry(case),
        "number": number,
        "code": ids.code_shown(code),
        "qr_text": f"{track_url}#{number}.{code}",
        "track_url": track_url,
        "next_step": next_step(case).what,
        "advice": emergency_advice(f"{case.title} {case.content}", today(now)),
        "is_restricted": is_restricted(case.harm, today(now)),
        "explanation": explanation,
        "due": explanation.standing if explanation else None,
    }
    return render(request, "desk/receipt.html", context)


def _beginning(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what a new form shows: the own agency, today, the way in as before."""
    home, now = user.organisation, clock.now()
    asked = request.GET.get("kanal", "")
    known = {value for value, _label in choices.counter_channels()}
    return {
        "agency": (home.agency or home).name if home else "",
        "channel": asked if asked in known else Channel.WALK_IN,
        "arrived_on": today(now),
        "called_at": timezone.localtime(now).replace(second=0, microsecond=0),
    }


def _chosen(form: CounterForm, name: str, choose: Any) -> places.Choice:
    data: Any = form.data
    choice: places.Choice = choose(data.getlist(name), data.get(f"{name}_for", ""))
    if choice.error and name not in form.errors:
        form.add_error(name, choice.error)
    return choice


def _show(
    request: HttpRequest,
    form: CounterForm,
    *,
    region: places.Choice = NO_CHOICE,
    agency: places.Choice = NO_CHOICE,
) -> HttpResponse:
    if form.is_bound:
        form.change(
            region_for=form["region"].value() or "",
            agency_for=form["agency"].value() or "",
        )
    context = {
        "form": form,
        "hits": {"region": region.hits, "agency": agency.hits},
        "had_files": bool(request.FILES),
        "similar": similar.look(officer(request), request.POST, at=clock.now())
        if form.is_bound
        else None,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/counter.html", context, status=status)


def _submit(form: CounterForm, user: User, region: str, agency: str) -> Receipt:
    now, given = clock.now(), form.cleaned_data
    accepted = files.accept_all(given["attachments"], at=now)
    try:
        taken = submit(
            Report(
                classification=given["classification"],
                title=given["title"],
                content=given["content"],
                happened_on=given["date_of_incident"],
                location=given["location"],
                region=region,
                agency=agency,
                category_id=int(given["category"]) if given["category"] else None,
                is_anonymous=given["is_anonymous"],
                is_secret=given["is_secret"],
                consent=given["consent"],
            ),
            person=Person(
                name=given["name"],
                email=given["email"],
                phone=given["phone"],
                address=given["address"],
            ),
            key=given["key"],
            channel=Channel(given["channel"]),
            by=user.actor,
            at=now,
            files=accepted,
            origin=form.origin(),
        )
    except DomainError:
        # Refused for certain. After any other failure the commit may have happened:
        # then the files stay, and the sweep finds out.
        files.discard(file.key for file in accepted)
        raise
    if not taken.is_new:
        files.discard(file.key for file in accepted)
    return taken


def _thanks(taken: Receipt) -> HttpResponse:
    address = reverse("desk:receipt")
    response = HttpResponseRedirect(address)
    response.set_cookie(
        COOKIE,
        signing.dumps([taken.case.number, taken.code], salt=SALT),
        max_age=LASTS,
        path=address,
        secure=settings.SITE_IS_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
