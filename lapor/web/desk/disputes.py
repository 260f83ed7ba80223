"""Disputes of authority (sengketa kewenangan): what the arbiter has to decide."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.queries import decides, disputes
from lapor.kernel import clock
from lapor.kernel.errors import NotPermitted
from lapor.web.desk.place import officer, today


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show who says "not ours" of what, since when, and whether it is the last time."""
    user, on = officer(request), today(clock.now())
    if not decides(user, on=on):
        raise NotPermitted(
            gettext("Sengketa kewenangan diputuskan admin di atas Anda.")
        )
    context = {
        "disputes": disputes(user, on=on),
        "may_route": has_action(user, Action.DISPATCH, on=on),
        "today": on,
    }
    return render(request, "desk/disputes.html", context)
