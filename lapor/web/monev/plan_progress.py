"""Reporting what was done of an item, and the auditor's check of its proof."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lapor.domain.plans import actions
from lapor.domain.plans.actions import decimal_of
from lapor.domain.plans.models import Item
from lapor.domain.plans.policies import may_check, may_report
from lapor.domain.plans.queries.plans import item_seen_by, progress_seen_by
from lapor.domain.plans.rules import QUARTERS
from lapor.domain.plans.rules.items import quarter_of
from lapor.kernel import clock
from lapor.kernel.errors import DomainError
from lapor.web.fields import Files, put_refusal
from lapor.web.monev.plan_items import plain, words
from lapor.web.monev.plans import line_of
from lapor.web.monev.recommendations import shown_files
from lapor.web.who import officer, sent, today


class ProgressForm(forms.Form):
    """What was reached by the end of a quarter."""

    quarter = forms.ChoiceField(label=_("Sampai akhir"))
    value = forms.CharField(
        label=_("Capaian seluruhnya"),
        max_length=20,
        help_text=_("Dihitung sejak awal, dalam satuan target."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": _("Isi capaian dengan angka, misalnya 10.")},
    )
    note = words(_("Catatan"), 4_000)
    uploads = Files(
        label=_("Berkas bukti"),
        required=False,
        help_text=_("Paling banyak 5 berkas PDF, gambar, atau video, 10 MB."),
    )

    def __init__(self, item: Item, *given: Any, **named: Any) -> None:
        """Offer the quarters that have begun, the present one first."""
        super().__init__(*given, **named)
        field = self.fields["quarter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
        field.choices = [
            (f"{year}-{quarter}", f"TW{quarter} {year}")
            for year in range(min(today().year, item.plan.until_year + 1), 1999, -1)
            if year >= item.plan.year
            for quarter in reversed(QUARTERS)
            if date(year, 3 * quarter - 2, 1) <= today()
        ] or [(f"{today().year}-{quarter_of(today())}", gettext("Triwulan ini"))]

    def clean_value(self) -> Any:
        """Read a number as people type it."""
        number = decimal_of(self.cleaned_data["value"])
        if number is None:
            raise ValidationError(gettext("Isi capaian dengan angka, misalnya 10."))
        return number


class CheckForm(forms.Form):
    """The auditor's word on one report."""

    verdict = forms.ChoiceField(
        label=_("Hasil pemeriksaan"),
        widget=forms.RadioSelect,
        choices=[("ya", _("Bukti diterima")), ("tidak", _("Bukti tidak diterima"))],
        error_messages={"required": _("Pilih hasil pemeriksaan.")},
    )
    remark = words(_("Catatan pemeriksa"), 4_000)


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, key: int) -> HttpResponse:
    """Report what was done, with proof; what was typed stays when it is refused."""
    user = officer(request)
    found = item_seen_by(user, key, on=today())
    may_report(user, found, on=today())
    files = request.FILES if request.method == "POST" else None
    form = ProgressForm(found, sent(request), files)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        year, _sep, quarter = given["quarter"].partition("-")
        try:
            actions.report_progress(
                found,
                year=int(year),
                quarter=int(quarter),
                value=given["value"],
                note=given["note"],
                uploads=given["uploads"],
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            if refusal.status in {403, 404}:
                raise
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Kemajuan tersimpan, menunggu APIP."))
            return redirect("monev:item", key=key)
    context = {"item": found, "line": line_of(found), "form": form}
    context["target"] = plain(found.target_value)
    status = 422 if form.errors else 200
    return render(request, "monev/item_progress.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, key: int) -> HttpResponse:
    """Verify a report of progress, or say why its proof is not taken."""
    user = officer(request)
    found = progress_seen_by(user, key, on=today())
    may_check(user, found, on=today())
    form = CheckForm(sent(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.check_progress(
                found,
                is_good=given["verdict"] == "ya",
                remark=given["remark"],
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Hasil pemeriksaan tersimpan."))
            return redirect("monev:item", key=found.item_id)
    context = {
        "progress": found,
        "value": plain(found.realised),
        "target": plain(found.item.target_value),
        "item": found.item,
        "line": line_of(found.item),
        "files": shown_files(found.proofs.all()),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "monev/progress_check.html", context, status=status)
