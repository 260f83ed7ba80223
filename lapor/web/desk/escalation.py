"""What climbed to me: late cases I was told of, and the letters about them."""

from typing import Final

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.escalation.queries import (
    climbed_to,
    letter_seen_by,
    letters_seen_by,
)
from lapor.domain.reports.queries.issued import folder
from lapor.kernel import clock
from lapor.kernel.errors import NotFound
from lapor.web.desk.place import officer, today

LETTERS: Final = 20  # the newest ones, shown below the list


@never_cache
@require_safe
def escalation(request: HttpRequest) -> HttpResponse:
    """Show the open late cases that climbed to this officer, the newest first."""
    user, on = officer(request), today(clock.now())
    page = climbed_to(user, on=on, after=request.GET.get("after", ""))
    context = {
        "rows": page.rows,
        "today": on,
        "next_url": f"?after={page.next}" if page.next else "",
        "first_url": "" if page.is_first else "?",
        "letters": list(letters_seen_by(user, on=on)[:LETTERS]),
    }
    return render(request, "desk/escalation.html", context)


@never_cache
@require_safe
def letter(request: HttpRequest, key: int) -> HttpResponseBase:
    """Hand over the signed PDF of a letter, exactly as it was issued."""
    found = letter_seen_by(officer(request), key, on=today(clock.now()))
    try:
        file = (folder() / found.key).open("rb")
    except FileNotFoundError:
        raise NotFound(
            gettext("Berkas surat ini tidak ada. Hubungi pengelola sistem.")
        ) from None
    name = f"surat-teguran-{found.number}.pdf".replace("/", "-")
    return FileResponse(
        file, as_attachment=True, filename=name, content_type="application/pdf"
    )
