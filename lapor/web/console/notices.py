"""Texts of notices: what they say, how that will look, and what they said before."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.queries import names_of
from lapor.domain.notifications.actions import Words, approve_text, write_text
from lapor.domain.notifications.models import Text
from lapor.domain.notifications.queries import (
    current_texts,
    preview,
    rules_on,
    versions_of,
)
from lapor.domain.notifications.queries.texts import Rendered
from lapor.domain.notifications.rules import (
    PLACEHOLDERS,
    Audience,
    Language,
    Notice,
    Only,
    TextState,
    Urgency,
    length_of,
)
from lapor.kernel import clock
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.who import officer, put_on_form, sent, today


class TextForm(forms.Form):
    """What a notice says; places in braces are filled when it is sent."""

    subject = forms.CharField(label=_("Judul"), max_length=120)
    body = forms.CharField(
        label=_("Isi surel"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Kalimat pendek dan kata sehari-hari. Baris kosong: alinea baru."),
    )
    short = forms.CharField(
        label=_("Isi SMS, percakapan, dan peramban"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Paling banyak 160 tanda di luar tautan, huruf biasa saja."),
    )


class Told(NamedTuple):
    """One row of the matrix in words."""

    fact: str
    audience: str
    only: str
    urgency: str
    is_legal: bool


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show every text with who gets it."""
    told: dict[str, list[Told]] = {}
    for fact, matrix in rules_on(today()).items():
        for row in matrix:
            told.setdefault(row.notice, []).append(
                Told(
                    fact,
                    Audience(row.audience).label,
                    Only(row.only).label if row.only else "",
                    Urgency(row.urgency).label,
                    row.is_legal,
                )
            )
    versions = {(row.key, row.language): row.version for row in current_texts()}
    drafts = set(
        Text.objects.filter(state=TextState.DRAFT).values_list("key", "language")
    )
    rows = [
        (
            notice,
            [
                (each, versions.get((notice, each)), (str(notice), str(each)) in drafts)
                for each in Language
            ],
            told.get(notice, []),
        )
        for notice in Notice
    ]
    return render(request, "console/notices.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Show a text as it will look; keep a new version, put a draft in force."""
    notice, spoken = _known(key, language)
    user = officer(request)
    versions = list(versions_of(notice, spoken))
    if "approve" in request.POST:
        return _approve(request, versions)
    newest = versions[0] if versions else None
    start = {n: getattr(newest, n, "") for n in ("subject", "body", "short")}
    form = TextForm(sent(request), initial=start)
    shown: Rendered | None = preview(newest) if newest else None
    if request.method == "POST" and form.is_valid():
        words = Words(**form.cleaned_data)
        shown = preview(Text(key=notice, **form.cleaned_data))
        try:
            if "save" in request.POST:
                write_text(notice, spoken, words, by=user, at=clock.now())
                messages.success(
                    request,
                    gettext("Rancangan tersimpan. Orang kedua harus menyetujuinya."),
                )
                return redirect("console:notice", key=notice, language=spoken)
            words.cleaned(notice)
        except DomainError as refusal:
            put_on_form(form, refusal)
    context: dict[str, Any] = {
        "notice": notice,
        "language_shown": spoken.label,
        "form": form,
        "shown": shown,
        "length": length_of(form["short"].value() or ""),
        "versions": _versions(versions, user.actor.ref),
        "places": PLACEHOLDERS.items(),
    }
    status = 422 if form.errors else 200
    return render(request, "console/notice.html", context, status=status)


def _approve(request: HttpRequest, versions: list[Text]) -> HttpResponse:
    wanted = request.POST["approve"]
    found = next((row for row in versions if str(row.pk) == wanted), None)
    if found is None:
        raise NotFound(gettext("Versi itu tidak ada."))
    approve_text(found, by=officer(request), at=clock.now())
    messages.success(request, gettext("Teks ini berlaku mulai sekarang."))
    return redirect("console:notice", key=found.key, language=found.language)


def _versions(rows: list[Text], me: str) -> list[tuple[Text, str, str, str, bool]]:
    """Return versions with state, writer and approver; and whether I may approve."""
    names = names_of({row.written_by for row in rows} | {r.approved_by for r in rows})
    return [
        (
            row,
            TextState(row.state).label,
            names.get(row.written_by, gettext("Bawaan program")),
            names.get(row.approved_by, row.approved_by and gettext("Bawaan program")),
            row.state == TextState.DRAFT and row.written_by != me,
        )
        for row in rows
    ]


def _known(key: str, language: str) -> tuple[Notice, Language]:
    try:
        return Notice(key), Language(language)
    except ValueError:
        raise NotFound(gettext("Teks itu tidak ada.")) from None
