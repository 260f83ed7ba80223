"""The ledger: what happened to one thing, newest first (jejak)."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lapor.domain.accounts.policies import may_read_ledger
from lapor.domain.accounts.queries import names_of
from lapor.domain.ledger.models import Entry
from lapor.domain.ledger.queries import newest_of
from lapor.kernel.ids import normalise_number
from lapor.web.who import officer, today


class SubjectForm(forms.Form):
    """Whose trail to follow."""

    subjek = forms.CharField(
        label=_("Subjek"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"placeholder": "case:7K2M-P042-QRX"}),
    )


class Line(NamedTuple):
    """One fact with who did it, by name where there is one."""

    entry: Entry
    actor: str
    details: list[tuple[str, Any]]


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Show the facts about a subject, or the newest of all."""
    may_read_ledger(officer(request), on=today())
    form = SubjectForm(request.GET or None)
    subject = _subject(request.GET.get("subjek", ""))
    try:
        before = max(0, int(request.GET.get("sebelum", 0)))
    except ValueError:
        before = 0
    entries, following = newest_of(subject, before=min(before, 2**62))
    names = names_of({entry.actor for entry in entries})
    kept = {"subjek": subject} if subject else {}
    context = {
        "form": form,
        "subject": subject,
        "lines": [
            Line(entry, names.get(entry.actor, entry.actor), list(entry.data.items()))
            for entry in entries
        ],
        "next_url": (
            f"?{urlencode({**kept, 'sebelum': following})}" if following else ""
        ),
        "first_url": f"?{urlencode(kept)}" if before else "",
    }
    return render(request, "console/trail.html", context)


def _subject(typed: str) -> str:
    """Return the name of a subject; a bare number of a report is one too."""
    plain = typed.strip().replace("\0", "")[:64]
    bare = plain.removeprefix("case:")
    number = normalise_number(bare) if bare else None
    return f"case:{number}" if number else plain
