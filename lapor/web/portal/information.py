"""From a question to a formal request for public information (UU 14/2008)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.domain.cases.models import Case
from lapor.domain.handover.actions import ask_information, object_to_answer
from lapor.domain.handover.models import InformationRequest
from lapor.domain.handover.queries import may_ask_information, request_of
from lapor.domain.handover.rules import Answer, RequestState, Wish
from lapor.kernel import clock
from lapor.kernel.errors import DomainError, NotAllowedNow
from lapor.web import passes
from lapor.web.fields import Words, put_refusal
from lapor.web.portal.ombudsman import mine_of

LONGEST = 5_000


class AskForm(forms.Form):
    """What is wanted, for what, and how."""

    wanted = Words(
        longest=LONGEST,
        multiline=True,
        label=gettext_lazy("Informasi yang diminta"),
        help_text=gettext_lazy("Sebut dokumen, tahun, dan tempatnya bila tahu."),
        error_messages={"required": gettext_lazy("Tulis informasi yang Anda minta.")},
    )
    purpose = Words(
        longest=2_000,
        multiline=True,
        label=gettext_lazy("Untuk apa"),
        help_text=gettext_lazy("Undang-undang mewajibkan alasan permohonan."),
        error_messages={"required": gettext_lazy("Tulis untuk apa informasi itu.")},
    )
    wish = forms.ChoiceField(
        label=gettext_lazy("Cara menerima"),
        choices=Wish.options,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih satu cara.")},
    )


class ObjectionForm(forms.Form):
    """Why the answer, or the silence, is not accepted."""

    text = Words(
        shortest=5,
        longest=LONGEST,
        multiline=True,
        label=gettext_lazy("Keberatan Anda"),
        error_messages={"required": gettext_lazy("Tulis keberatan Anda.")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def information(request: HttpRequest, number: str) -> HttpResponse:
    """Ask formally, see where the request stands, object."""
    mine = mine_of(number)
    asked = request_of(mine)
    if asked is None and not may_ask_information(mine):
        raise NotAllowedNow(
            gettext(
                "Permohonan formal terbuka untuk permintaan informasi yang sudah "
                "diteruskan ke instansi."
            )
        )
    kind: type[forms.Form] | None = AskForm if asked is None else None
    if asked is not None and _may_object(asked):
        kind = ObjectionForm
    form = kind(request.POST if request.method == "POST" else None) if kind else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            _do(form, mine, asked)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Terkirim kepada PPID."))
            return HttpResponseRedirect(f"{passes.path_of(number)}ppid/")
    context: dict[str, Any] = {
        "here": "lacak",
        "case": mine,
        "case_url": passes.path_of(number),
        "form": form,
        "asked": asked,
        "state": RequestState(asked.state).label if asked else "",
        "answer": Answer(asked.answer).label if asked and asked.answer else "",
        "is_late": bool(asked and asked.due_at and asked.due_at < clock.now()),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "portal/information.html", context, status=status)


def _may_object(asked: InformationRequest) -> bool:
    if asked.state == RequestState.ANSWERED:
        return True
    is_late = asked.due_at is not None and asked.due_at < clock.now()
    return asked.state == RequestState.ASKED and is_late


def _do(form: forms.Form, mine: Case, asked: InformationRequest | None) -> None:
    given, now = form.cleaned_data, clock.now()
    if asked is not None:
        object_to_answer(asked, text=given["text"], at=now)
        return
    ask_information(
        mine,
        wanted=given["wanted"],
        purpose=given["purpose"],
        wish=Wish(given["wish"]),
        at=now,
    )
