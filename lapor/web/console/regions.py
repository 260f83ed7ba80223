"""Regions: found by name or code, renamed by the nation."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.policies import may_edit_reference
from lapor.domain.organisations.actions import save_region
from lapor.domain.organisations.models import Region
from lapor.domain.organisations.queries import (
    children_of,
    region_by_code,
    region_path,
    search_regions,
)
from lapor.kernel import clock
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.who import officer, put_on_form, today

LEVELS = {
    1: _("Provinsi"),
    2: _("Kabupaten/kota"),
    3: _("Kecamatan"),
    4: _("Desa/kelurahan"),
}


class SearchForm(forms.Form):
    """Looks for a region."""

    q = forms.CharField(
        label=_("Nama atau kode wilayah"), required=False, max_length=100
    )


class RegionForm(forms.Form):
    """The name of a region; its code is the ministry's."""

    name = forms.CharField(label=_("Nama"), max_length=120)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show what is found, or the provinces."""
    form = SearchForm(request.GET or None)
    text = request.GET.get("q", "").strip()[:100]
    context = {
        "form": form,
        "text": text,
        "rows": [(row, _level(row)) for row in _found(text)],
    }
    return render(request, "console/regions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Show a region and those below; rename it."""
    user = officer(request)
    row = region_by_code(code)
    form = RegionForm(request.POST or None, initial={"name": row.name})
    if request.method == "POST" and form.is_valid():
        may_edit_reference(user, on=today())
        values = {"code": code, **form.cleaned_data}
        try:
            save_region(values, by=user.actor, at=clock.now())
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Nama wilayah sudah disimpan."))
            return redirect("console:region", code)
    context = {
        "row": row,
        "level": _level(row),
        "path": region_path(code),
        "below": children_of(code),
        "form": form,
    }
    return render(request, "console/region.html", context)


def _found(text: str) -> list[Region]:
    if not text:
        return list(children_of())
    if text[:1].isdigit():
        try:
            return [region_by_code(text)]
        except NotFound:
            return []
    return search_regions(text, 50)


def _level(row: Region) -> str:
    return str(LEVELS[row.level])
