"""A new round, as a draft: for whom, over which period, which of the four kinds."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lapor.domain.analytics.rules.indicator import Basis, Part
from lapor.domain.analytics.rules.periods import Period, parse_period
from lapor.domain.monev.actions.drafting import draft_round
from lapor.domain.monev.queries.schedule import matrix
from lapor.domain.monev.queries.standing import Post, posts_of
from lapor.domain.monev.rules.schedule import periods
from lapor.domain.monev.rules.words import Every
from lapor.kernel import clock
from lapor.kernel.errors import DomainError, Invalid, NotPermitted
from lapor.web.fields import Words, put_refusal
from lapor.web.who import officer, sent, today

OTHER = "lain"


class DraftForm(forms.Form):
    """What a round is over. Without a kind the schedule decides."""

    post = forms.ChoiceField(label=_("Tingkat dan penilai"))
    period = forms.ChoiceField(label=_("Masa"))
    other = forms.CharField(
        label=_("Masa lain"),
        required=False,
        max_length=30,
        help_text=_(
            "Seperti 2026-S1, 2026-Q3, 2026-09, atau dua tanggal: "
            "2026-01-01..2026-03-31. Masanya harus sudah lewat."
        ),
    )
    parts = forms.MultipleChoiceField(
        label=_("Jenis monev"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=Part.options,
        help_text=_("Kosongkan untuk mengikuti jadwal tingkat ini."),
    )
    basis = forms.ChoiceField(label=_("Dasar hitungan"), choices=Basis.options)
    title = Words(
        label=_("Judul"),
        longest=200,
        required=False,
        help_text=_("Kosongkan untuk judul yang biasa."),
    )

    def __init__(self, posts: dict[str, Post], on: date, *given: Any, **named: Any):
        """Offer the tiers this person works in, and the periods that have ended."""
        super().__init__(*given, **named)
        self._fill(
            "post",
            [
                (key, f"{post.tier.label} ({post.assessor.name})")
                for key, post in posts.items()
            ],
        )
        self._fill("period", [*_ended(on), (OTHER, gettext("Masa lain"))])

    def _fill(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
        field.choices = choices

    def chosen(self) -> Period:
        """Return the period; raises Invalid beside the field it was typed in."""
        given = self.cleaned_data
        if given["period"] != OTHER:
            return parse_period(given["period"])
        try:
            return parse_period(given["other"])
        except Invalid as refusal:
            fields = {"other": refusal.message}
            raise Invalid(refusal.message, fields=fields) from None


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Draft a round; what was typed stays when something is wrong."""
    user, on = officer(request), today()
    posts = {
        f"{post.tier}:{post.assessor.code}": post for post in posts_of(user, on=on)
    }
    if not posts:
        raise NotPermitted(gettext("Putaran dibuat oleh penilai suatu tingkat."))
    proposed = {
        "basis": str(Basis.COHORT),
        "post": request.GET.get("untuk", ""),
        "period": request.GET.get("masa", ""),
    }
    form = DraftForm(posts, on, sent(request), initial=proposed)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        post = posts[given["post"]]
        try:
            made = draft_round(
                tier=post.tier,
                assessor=post.assessor,
                period=_over(form.chosen(), on),
                parts=[Part(part) for part in given["parts"]],
                title=given["title"],
                basis=Basis(given["basis"]),
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Rancangan putaran dibuat."))
            return redirect("monev:round", code=made.code)
    tiers = {post.tier for post in posts.values()}
    rows = [row for row in matrix() if row.tier in tiers]
    context = {"form": form, "rows": rows}
    status = 422 if form.errors else 200
    return render(request, "monev/round_make.html", context, status=status)


def _over(period: Period, on: date) -> Period:
    """Return a period that has ended, or say that it has not."""
    if period.last >= on:
        why = gettext("Masa ini belum selesai. Pilih masa yang sudah lewat.")
        raise Invalid(why, fields={"period": why})
    return period


def _ended(on: date) -> list[tuple[str, str]]:
    """Return the periods of this year and the last that have ended, newest first."""
    since = date(on.year, 1, 1)
    found = {
        every: periods(every, since=since, upto=on)[::-1]
        for every in (Every.HALF, Every.QUARTER, Every.YEAR, Every.MONTH)
    }
    return [
        (period.name, f"{period.name} ({every.label.lower()})")
        for every, rows in found.items()
        for period in rows
    ]
