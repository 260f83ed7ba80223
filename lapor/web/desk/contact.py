"""Finding a reporter's other reports by telephone or e-mail; by POST, so that the
contact stands in no address and no log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lapor.domain.cases.actions import find_by_contact
from lapor.kernel import clock
from lapor.kernel.text import clean
from lapor.web.desk.place import officer, today


@never_cache
@require_POST
def contact(request: HttpRequest) -> HttpResponse:
    """List the reports of one contact, as far as this officer may see identities."""
    user, now = officer(request), clock.now()
    typed = clean(request.POST.get("contact", "")[:400], max_length=400).strip()
    found = find_by_contact(typed, by=user, at=now, on=today(now)) if typed else []
    context = {"contact": typed, "found": found, "asked": True}
    return render(request, "desk/search.html", context)
