"""Topics in two levels and the classes of reports (kategori, klasifikasi)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.policies import may_edit_reference
from lapor.domain.cases.actions import save_category, save_classification
from lapor.domain.cases.queries import (
    category_by_slug,
    category_tree,
    classification_by_code,
    classifications,
)
from lapor.kernel import clock
from lapor.kernel.errors import DomainError, Invalid, NotFound
from lapor.web.console.fields import NOTHING, choice
from lapor.web.who import officer, put_on_form, today


class FilterForm(forms.Form):
    """Narrows the tree."""

    q = forms.CharField(label=_("Nama kategori"), required=False, max_length=100)
    active = forms.ChoiceField(label=_("Keadaan"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Fill the choices."""
        super().__init__(*given, **named)
        choice(self, "active").choices = [
            ("", gettext("Semua")),
            ("ya", gettext("Aktif")),
            ("tidak", gettext("Tidak aktif")),
        ]


class CategoryForm(forms.Form):
    """One topic."""

    name = forms.CharField(label=_("Nama"), max_length=160)
    parent = forms.ChoiceField(
        label=_("Induk"),
        required=False,
        help_text=_("Kosong: kategori tingkat pertama."),
    )
    external_id = forms.IntegerField(
        label=_("Nomor di LAPOR!"), required=False, min_value=1, max_value=999_999_999
    )
    is_active = forms.BooleanField(
        label=_("Aktif"),
        required=False,
        help_text=_("Yang tidak aktif tidak dapat dipilih lagi; laporannya tetap ada."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the upper level."""
        super().__init__(*given, **named)
        choice(self, "parent").choices = [("", NOTHING)] + [
            (branch.topic.slug, branch.topic.name) for branch in category_tree()
        ]


class ClassificationForm(forms.Form):
    """What of a class may be changed by hand."""

    label = forms.CharField(label=_("Nama"), max_length=80)
    public_selectable = forms.BooleanField(
        label=_("Dapat dipilih masyarakat"), required=False
    )
    position = forms.IntegerField(label=_("Urutan"), min_value=0, max_value=999)


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """Show both levels."""
    form = FilterForm(request.GET or None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    active = {"ya": True, "tidak": False}.get(given.get("active", ""))
    text = given.get("q", "")
    context = {
        "form": form,
        "branches": category_tree(text, active=active),
        "opened": bool(text),
    }
    return render(request, "console/categories.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def category(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Add a topic, or change one."""
    user = officer(request)
    row = category_by_slug(slug) if slug else None
    form = CategoryForm(request.POST or None, initial=_initial(row, request))
    if request.method == "POST" and form.is_valid():
        may_edit_reference(user, on=today())
        values = {**form.cleaned_data, "slug": slug}
        try:
            save_category(values, by=user.actor, at=clock.now())
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Kategori sudah disimpan."))
            return redirect("console:categories")
    context = {"form": form, "row": row}
    return render(request, "console/category_form.html", context)


@require_safe
def classes(request: HttpRequest) -> HttpResponse:
    """Show the classes."""
    return render(request, "console/classifications.html", {"rows": classifications()})


@require_http_methods(["GET", "HEAD", "POST"])
def classification(request: HttpRequest, code: str) -> HttpResponse:
    """Change one class."""
    user = officer(request)
    try:
        row = classification_by_code(code)
    except Invalid as refusal:
        raise NotFound(refusal.message) from None
    initial = {name: getattr(row, name) for name in ClassificationForm.base_fields}
    form = ClassificationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        may_edit_reference(user, on=today())
        values = {"code": code, **form.cleaned_data}
        try:
            save_classification(values, by=user.actor, at=clock.now())
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Klasifikasi sudah disimpan."))
            return redirect("console:classifications")
    context = {"form": form, "row": row}
    return render(request, "console/classification_form.html", context)


def _initial(row: Any, request: HttpRequest) -> dict[str, Any]:
    if row is None:
        return {"is_active": True, "parent": request.GET.get("induk", "")}
    return {
        "name": row.name,
        "parent": row.parent.slug if row.parent else "",
        "external_id": row.external_id,
        "is_active": row.is_active,
    }
