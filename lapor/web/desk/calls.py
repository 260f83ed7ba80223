"""The telephone survey: a drawn list, a script to read out, what came of each call."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.domain.accounts.models import User
from lapor.domain.feedback.actions import LONGEST_COMMENT, Stars, draw_calls, note_call
from lapor.domain.feedback.policies import may_draw
from lapor.domain.feedback.queries import call_of, calls_of, response_of, unrated
from lapor.domain.feedback.rules import Reached, Solved
from lapor.domain.organisations.models import Organisation
from lapor.kernel import clock
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.fields import Words
from lapor.web.who import officer, put_on_form, sent, today

YEAR = timedelta(days=365)
STARS = [(str(n), str(n)) for n in range(1, 6)]


class DrawForm(forms.Form):
    """How many, and the word from which the draw follows."""

    size = forms.IntegerField(label=_("Jumlah"), min_value=1, max_value=200, initial=20)
    seed = forms.CharField(
        label=_("Benih undian"),
        max_length=40,
        help_text=_("Kata atau angka apa pun, misalnya nomor surat tugas."),
    )


class CallForm(forms.Form):
    """What came of a call; the stars only when the reporter answered."""

    outcome = forms.ChoiceField(
        label=_("Hasil panggilan"), choices=Reached.options, widget=forms.RadioSelect
    )
    solved = forms.ChoiceField(
        label=_("1. “Apakah masalah Bapak/Ibu sudah selesai?”"),
        choices=Solved.options,
        widget=forms.RadioSelect,
        required=False,
    )
    speed = forms.TypedChoiceField(
        label=_("2. “Dari 1 sampai 5, seberapa cepat laporan ditangani?”"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        required=False,
    )
    quality = forms.TypedChoiceField(
        label=_("3. “Seberapa baik jawabannya?”"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        required=False,
    )
    manner = forms.TypedChoiceField(
        label=_("4. “Seberapa sopan dan mudah pelayanannya?”"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        required=False,
    )
    comment = Words(
        required=False,
        longest=LONGEST_COMMENT,
        multiline=True,
        label=_("5. “Apa yang perlu diperbaiki?”"),
    )

    def stars(self) -> Stars | None:
        """Return the answers, None while one is missing."""
        given = self.cleaned_data
        names = ("speed", "quality", "manner", "solved")
        if not all(given.get(name) for name in names):
            return None
        return Stars(
            speed=given["speed"],
            quality=given["quality"],
            manner=given["manner"],
            solved=Solved(given["solved"]),
            comment=given["comment"],
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Show who is to be called and how ratings come in; draw a new list."""
    user, now = officer(request), clock.now()
    agency = _agency(user)
    form = DrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            drawn = draw_calls(agency, by=user, at=now, **form.cleaned_data)
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(
                request,
                ngettext("%(n)d laporan terundi.", "%(n)d laporan terundi.", len(drawn))
                % {"n": len(drawn)},
            )
            return redirect("desk:calls")
    context = {
        "agency": agency,
        "form": form,
        "rows": [
            (row, Reached(row.outcome).label if row.outcome else "")
            for row in calls_of(agency)[:200]
        ],
        "response": response_of(agency, since=now - YEAR),
        "left": unrated(agency, at=now).count(),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/calls.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, key: int) -> HttpResponse:
    """Show the script; keep what came of the call."""
    user = officer(request)
    found = call_of(_agency(user), key)
    form = CallForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            note_call(
                found,
                outcome=Reached(form.cleaned_data["outcome"]),
                stars=form.stars(),
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Hasil panggilan tercatat."))
            return redirect("desk:calls")
    context = {
        "row": found,
        "form": form,
        "agency": found.agency,
        "is_settled": found.outcome not in {"", Reached.NOT_REACHED},
    }
    status = 422 if form.errors else 200
    return render(request, "desk/call.html", context, status=status)


def _agency(user: User) -> Organisation:
    """Return the agency whose list this officer keeps."""
    home = user.organisation.agency if user.organisation else None
    if home is None:
        raise NotFound(gettext("Daftar ini milik sebuah instansi."))
    may_draw(user, home, on=today())
    return home
