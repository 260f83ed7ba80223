"""A survey that anybody can answer: one page, no account, no name."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.domain.surveys.actions import LONGEST_COMMENT, answer
from lapor.domain.surveys.models import Survey
from lapor.domain.surveys.queries import survey_by_token
from lapor.domain.surveys.rules import ANSWERS, QUESTIONS, Kind
from lapor.kernel import clock, throttle
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError
from lapor.web.fields import Words, put_refusal
from lapor.web.visitor import address

BUCKET = "survey"
#: A service counter may share one address among many visitors.
MOST = 60
WINDOW = timedelta(hours=1)


class SurveyForm(forms.Form):
    """One question for each element, and a comment."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, survey: Survey, *given: Any, **named: Any) -> None:
        """Ask the questions of this kind of survey."""
        super().__init__(*given, **named)
        for question in QUESTIONS[Kind(survey.kind)]:
            self.fields[question.key] = forms.TypedChoiceField(
                label=translate(question.asked),
                choices=[(n, translate(text)) for n, text in ANSWERS.items()],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Pilih satu jawaban.")},
            )
        self.fields["comment"] = Words(
            label=gettext("Apa yang perlu diperbaiki?"),
            help_text=gettext(
                "Jangan tulis nama, nomor telepon, atau nomor laporan Anda."
            ),
            required=False,
            longest=LONGEST_COMMENT,
            multiline=True,
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and keep the answer once."""
    survey, now = survey_by_token(token), clock.now()
    if request.method != "POST":
        return _show(request, survey, SurveyForm(survey, initial={"key": uuid4().hex}))
    form = SurveyForm(survey, request.POST)
    if not form.is_valid():
        return _show(request, survey, form, status=422)
    visitor = address(request)
    throttle.check(BUCKET, visitor, limit=MOST, window=WINDOW, at=now)
    questions = QUESTIONS[Kind(survey.kind)]
    try:
        answer(
            survey,
            key=form.cleaned_data["key"],
            ratings=[form.cleaned_data[question.key] for question in questions],
            comment=form.cleaned_data["comment"],
            at=now,
        )
    except DomainError as refusal:
        put_refusal(form, refusal)
        return _show(request, survey, form, status=refusal.status)
    throttle.count(BUCKET, visitor, limit=MOST, window=WINDOW, at=now)
    return redirect("portal:survey_thanks", token=token)


@require_http_methods(["GET", "HEAD"])
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Say thank you."""
    survey = survey_by_token(token)
    return render(request, "portal/survey_thanks.html", {"survey": survey})


def _show(
    request: HttpRequest, survey: Survey, form: SurveyForm, *, status: int = 200
) -> HttpResponse:
    context = {"survey": survey, "form": form}
    return render(request, "portal/survey.html", context, status=status)
