"""Making a report: the form, the submission, the receipt."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.cases.queries import case_of_holder, next_step, why
from lapor.domain.cases.rules import Channel
from lapor.domain.deadlines.rules import Timer
from lapor.domain.intake.actions import Receipt, end_draft, submit
from lapor.domain.intake.queries import opened_draft
from lapor.domain.intake.rules import Report
from lapor.domain.intake.rules.dialogue import content_of, heading_of
from lapor.domain.organisations.rules import newest_day
from lapor.domain.priorities.queries import (
    emergency_advice,
    emergency_numbers,
    harm_pattern,
    is_restricted,
    spared_pattern,
)
from lapor.domain.reporters.rules import Person
from lapor.kernel import clock, files, ids
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import Conflict, DomainError, Invalid, TooLarge
from lapor.web import passes, places
from lapor.web.fields import put_refusal
from lapor.web.portal import choices, similar
from lapor.web.portal.report_form import ReportForm

NO_CHOICE = places.Choice()
HANDED = "lanjut"  # a draft begun in a conversation
RECEIPT = "bukti"
RECEIPT_SALT = "lapor.web.portal.receipt"
RECEIPT_LASTS = 30 * 60  # seconds: time to print it, not more


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the form, or take what was filled in and show the receipt."""
    if request.method != "POST":
        return _show(request, _form(request))
    form = _form(request)
    if request.POST.get("serupa"):
        return _with_similar(request, form)
    form.is_valid()
    region = places.choose_region(
        request.POST.getlist("region"), request.POST.get("region_for", "")
    )
    agency = places.choose_agency(
        request.POST.getlist("agency"), request.POST.get("agency_for", "")
    )
    for name, choice in (("region", region), ("agency", agency)):
        if choice.error and name not in form.errors:
            form.add_error(name, choice.error)
    if not form.errors:
        try:
            handed = opened_draft(request.GET.get(HANDED, ""))
            channel = handed.channel if handed else Channel.WEB
            receipt = _submit(form.cleaned_data, region.code, agency.code, channel)
            end_draft(request.GET.get(HANDED, ""), at=clock.now())
        except Conflict as refusal:
            form.change(key=uuid4().hex)
            put_refusal(form, refusal)
        except (Invalid, TooLarge) as refusal:
            put_refusal(form, refusal)
        else:
            return _thanks(receipt)
    return _show(request, form, region=region, agency=agency)


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show number and code, once more while the cookie of half an hour lasts."""
    try:
        number, code = signing.loads(
            request.COOKIES.get(RECEIPT, ""), salt=RECEIPT_SALT, max_age=RECEIPT_LASTS
        )
    except (signing.BadSignature, ValueError):
        return HttpResponseRedirect(reverse("portal:track"))
    case = case_of_holder(number)
    if case is None:
        return HttpResponseRedirect(reverse("portal:track"))
    explanation = why(case, Timer.VERIFICATION, at=clock.now())
    track_url = f"{settings.LAPOR_PUBLIC_URL}{reverse('portal:track')}"
    context = {
        "case": case,
        "number": number,
        "code": ids.code_shown(code),
        "qr_text": f"{track_url}#{number}.{code}",
        "track_url": track_url,
        "case_url": passes.path_of(number),
        "next_step": next_step(case).what,
        "advice": emergency_advice(f"{case.title} {case.content}", local_today()),
        "is_restricted": is_restricted(case.harm, local_today()),
        "due": explanation.standing if explanation else None,
        "explanation": explanation,
    }
    return render(request, "portal/receipt.html", context)


def local_today() -> date:
    """Return the day of the reader."""
    return timezone.localdate(clock.now())


def _form(request: HttpRequest) -> ReportForm:
    is_sent = request.method == "POST"  # even when nothing at all was sent
    initial = {"agency": request.GET.get("agency", "")[:80]}
    handed = opened_draft(request.GET.get(HANDED, ""))
    if handed and handed.draft:
        initial |= {
            "key": handed.draft.key,
            "title": heading_of(handed.draft),
            "content": content_of(handed.draft),
        }
    return ReportForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial=initial,
        classes=choices.classes(),
        categories=choices.topics(),
        today=newest_day(clock.now()),
    )


def _show(
    request: HttpRequest,
    form: ReportForm,
    *,
    region: places.Choice = NO_CHOICE,
    agency: places.Choice = NO_CHOICE,
) -> HttpResponse:
    on = local_today()
    said = f"{form['title'].value() or ''} {form['content'].value() or ''}"
    context = {
        "here": "lapor",
        "advice": emergency_advice(said, on) if form.is_bound else (),
        "numbers": emergency_numbers(on),
        "danger": harm_pattern(on),
        "spared": spared_pattern(on),
        "form": form,
        "regions": region.hits,
        "agencies": agency.hits,
        "had_files": bool(request.FILES),
    }
    if form.is_bound:
        form.change(
            region_for=form["region"].value() or "",
            agency_for=form["agency"].value() or "",
        )
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "portal/report.html", context, status=status)


def _with_similar(request: HttpRequest, form: ReportForm) -> HttpResponse:
    """Show what is alike beside what was typed, without finding fault yet."""
    form.leave_unjudged()
    found = similar.offers(request.POST, at=clock.now())
    context = {
        "here": "lapor",
        "form": form,
        "had_files": bool(request.FILES),
        "similar": similar.shown(found),
        "was_asked": True,
    }
    return render(request, "portal/report.html", context)


def _submit(
    given: dict[str, Any], region: str, agency: str, channel: Channel
) -> Receipt:
    now = clock.now()
    accepted = files.accept_all(given["attachments"], at=now)
    try:
        receipt = submit(
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
                name=given["name"], email=given["email"], phone=given["phone"]
            ),
            key=given["key"],
            channel=channel,
            by=REPORTER,
            at=now,
            files=accepted,
        )
    except DomainError:
        # Refused for certain. After any other failure the commit may have happened:
        # then the files stay, and the sweep finds out.
        files.discard(file.key for file in accepted)
        raise
    if not receipt.is_new:
        files.discard(file.key for file in accepted)
    return receipt


def _thanks(receipt: Receipt) -> HttpResponse:
    number = receipt.case.number
    address = reverse("portal:receipt")
    response = HttpResponseRedirect(address)
    response.set_cookie(
        RECEIPT,
        signing.dumps([number, receipt.code], salt=RECEIPT_SALT),
        max_age=RECEIPT_LASTS,
        path=address,
        secure=settings.SITE_IS_SECURE,
        httponly=True,
        samesite="Lax",
    )
    passes.give(response, number)
    return response
