"""Looking at who reported: with a reason, on record, shown once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lapor.domain.cases.policies import may_see_identity
from lapor.domain.reporters.actions import look_at_identity
from lapor.web.desk.place import desk_of


@never_cache
@require_POST
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Show the identity after the look itself is written down. Never kept anywhere."""
    desk = desk_of(request, number)
    may_see_identity(desk.user, desk.case, on=desk.today)
    person = look_at_identity(
        case_number=desk.case.number,
        by=desk.user.actor,
        at=desk.now,
        reason=request.POST.get("reason", ""),
    )
    context = {"case": desk.case, "person": person}
    return render(request, "desk/identity.html", context)
