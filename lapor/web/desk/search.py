"""Finding a case: by number at once, by words among those one may see."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.cases.queries import HELD, as_lines, by_number, seen_by
from lapor.domain.cases.queries import search as found_in
from lapor.kernel import clock
from lapor.kernel.text import clean
from lapor.web.desk.lines import drawn, rows_of
from lapor.web.desk.place import officer, today

LONGEST = 200  # characters that are looked for
MOST_TYPED = 10_000


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Go to the case of a number or tracking id, else list what the words find."""
    user, now = officer(request), clock.now()
    on = today(now)
    text = clean(request.GET.get("q", ""), max_length=MOST_TYPED)[:LONGEST]
    context: dict[str, Any] = {"text": text, "rows": [], "here": reverse("desk:search")}
    if text:
        hit = by_number(seen_by(user, on=on), text)
        if hit is not None:
            return HttpResponseRedirect(reverse("desk:case", args=[hit.number]))
        found = found_in(
            as_lines(seen_by(user, on=on, relations=HELD)),
            text,
            at=now,
            after=request.GET.get("after", ""),
        )
        page = found.page
        rows = rows_of(page.rows, user, on)
        again = urlencode({"q": text})
        context |= {
            "rows": rows,
            "body": drawn(rows),
            "meant": found.meant,
            "next_url": f"?{again}&after={page.next}" if page.next else "",
            "first_url": "" if page.is_first else f"?{again}",
        }
    return render(request, "desk/search.html", context)
