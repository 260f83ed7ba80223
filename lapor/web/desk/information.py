"""Formal requests for information at the desk of the information officer (PPID)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.handover.actions import (
    answer_information,
    answer_objection,
    extend_information,
)
from lapor.domain.handover.models import InformationRequest
from lapor.domain.handover.queries import open_information, request_seen_by
from lapor.domain.handover.rules import Answer, RequestState, Wish
from lapor.kernel import clock
from lapor.kernel.errors import DomainError
from lapor.web.desk.place import officer, today
from lapor.web.fields import Words, put_refusal

MOST: Final = 200


class AnswerForm(forms.Form):
    """The answer, and the article that exempts what is refused."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Keputusan"),
        choices=[],
        error_messages={"required": gettext_lazy("Pilih keputusannya.")},
    )
    text = Words(
        longest=5_000,
        multiline=True,
        label=gettext_lazy("Jawaban untuk pemohon"),
        error_messages={"required": gettext_lazy("Tulis jawabannya.")},
    )
    legal_ground = Words(
        required=False,
        longest=300,
        label=gettext_lazy("Dasar pengecualian"),
        help_text=gettext_lazy("Wajib bila ditolak, misalnya UU 14/2008 Pasal 17 a."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is chosen before the officer chooses."""
        super().__init__(*args, **kwargs)
        found = self.fields["answer"]
        if isinstance(found, forms.ChoiceField):
            found.choices = [("", gettext("Pilih…")), *Answer.options()]


class ExtendForm(forms.Form):
    """Why more time is needed."""

    reason = Words(
        longest=2_000,
        multiline=True,
        label=gettext_lazy("Alasan perpanjangan"),
        error_messages={"required": gettext_lazy("Tulis alasannya.")},
    )


class DecisionForm(forms.Form):
    """The answer of the superior to an objection."""

    text = Words(
        longest=5_000,
        multiline=True,
        label=gettext_lazy("Tanggapan atas keberatan"),
        error_messages={"required": gettext_lazy("Tulis jawabannya.")},
    )


class Deed(NamedTuple):
    """What can be done: its button, form, and writing call."""

    label: str | Promise
    form: type[forms.Form]
    do: Callable[[InformationRequest, Mapping[str, Any], User, datetime], object]


DEEDS: Final[Mapping[str, Deed]] = MappingProxyType(
    {
        "jawab": Deed(
            gettext_lazy("Kirim jawaban"),
            AnswerForm,
            lambda found, given, by, at: answer_information(
                found,
                answer=Answer(given["answer"]),
                text=given["text"],
                legal_ground=given["legal_ground"],
                by=by,
                at=at,
            ),
        ),
        "perpanjang": Deed(
            gettext_lazy("Perpanjang 7 hari kerja"),
            ExtendForm,
            lambda found, given, by, at: extend_information(
                found, reason=given["reason"], by=by, at=at
            ),
        ),
        "tanggapi": Deed(
            gettext_lazy("Jawab keberatan"),
            DecisionForm,
            lambda found, given, by, at: answer_objection(
                found, text=given["text"], by=by, at=at
            ),
        ),
    }
)


@never_cache
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests that wait, first due first."""
    user, now = officer(request), clock.now()
    waiting = open_information(user, on=today(now)).filter(due_at__isnull=False)
    rows = [(row, RequestState(row.state).label) for row in waiting[:MOST]]
    return render(request, "desk/information_list.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def information(request: HttpRequest, number: str) -> HttpResponse:
    """Show one request, or answer, extend, decide."""
    user, now = officer(request), clock.now()
    found = request_seen_by(user, number, on=today(now))
    name = request.POST.get("aksi", "")
    form = DEEDS[name].form(request.POST) if name in _possible(found) else None
    if form is not None and form.is_valid():
        try:
            DEEDS[name].do(found, form.cleaned_data, user, now)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Tersimpan; pemohon dapat membacanya."))
            return HttpResponseRedirect(reverse("desk:information", args=[number]))
    deeds = []
    for each in _possible(found):
        deed = DEEDS[each]
        shown = form if form is not None and each == name else None
        deeds.append(
            (each, deed.label, shown or deed.form(auto_id=f"{each}_%s"), bool(shown))
        )
    context = {
        "asked": found,
        "case": found.case,
        "state": RequestState(found.state).label,
        "wish": Wish(found.wish).label,
        "answer": Answer(found.answer).label if found.answer else "",
        "deeds": deeds,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/information.html", context, status=status)


def _possible(found: InformationRequest) -> list[str]:
    if found.state == RequestState.OBJECTED:
        return ["tanggapi"]
    if found.state != RequestState.ASKED:
        return []
    return ["jawab"] if found.extended_at else ["jawab", "perpanjang"]
