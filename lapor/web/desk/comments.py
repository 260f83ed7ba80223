"""Comments of the public that wait: let out, or kept inside with a reason."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lapor.domain.publication.actions import moderate
from lapor.domain.publication.queries import comments_to_moderate
from lapor.domain.publication.rules import Refusal
from lapor.kernel import clock
from lapor.kernel.errors import Invalid, NotFound
from lapor.web.desk.place import officer, today

MOST: Final = 50
SHOW: Final = "tayangkan"


@never_cache
@require_safe
def comments(request: HttpRequest) -> HttpResponse:
    """List what waits, oldest first."""
    user, now = officer(request), clock.now()
    waiting = comments_to_moderate(user, on=today(now))
    context = {
        "comments": list(waiting[:MOST]),
        "refusals": [(each.value, each.label) for each in Refusal],
    }
    return render(request, "desk/comments.html", context)


@never_cache
@require_POST
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Decide on one comment."""
    user, now = officer(request), clock.now()
    found = comments_to_moderate(user, on=today(now)).filter(pk=key).first()
    if found is None:
        raise NotFound(gettext("Komentar ini tidak ada atau sudah diperiksa."))
    given = request.POST.get("keputusan", "")
    if given != SHOW and given not in set(Refusal):
        raise Invalid(gettext("Pilih: tayangkan, atau alasan tidak ditayangkan."))
    refusal = None if given == SHOW else Refusal(given)
    moderate(found, refusal=refusal, by=user, at=now)
    messages.success(request, gettext("Komentar sudah diperiksa."))
    return HttpResponseRedirect(reverse("desk:comments"))
