"""Agencies and units: search, tree, editing, new units, decrees (SK)."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.policies import may_edit_organisation, may_edit_reference
from lapor.domain.accounts.queries import (
    names_of,
    organisation_under,
    organisations_page,
    organisations_under,
)
from lapor.domain.deadlines.queries import calendars
from lapor.domain.ledger.queries import newest_of
from lapor.domain.organisations.actions import (
    add_appointment,
    save_appointment,
    save_organisation,
)
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import (
    decrees_of,
    edges_on,
    region_by_code,
    region_path,
)
from lapor.domain.organisations.rules import OrganisationKind, Zone
from lapor.kernel import clock
from lapor.kernel.errors import Conflict, DomainError, NotFound, NotPermitted
from lapor.web.console.fields import choice, choices_of, day_field
from lapor.web.who import day_asked, officer, put_on_form, today


class FilterForm(forms.Form):
    """Narrows the list of organisations."""

    q = forms.CharField(label=_("Nama atau kode"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Jenis"), required=False)
    active = forms.ChoiceField(label=_("Keadaan"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Fill the choices in the language of the reader."""
        super().__init__(*given, **named)
        choice(self, "kind").choices = choices_of(OrganisationKind, gettext("Semua"))
        choice(self, "active").choices = [
            ("", gettext("Semua")),
            ("ya", gettext("Aktif")),
            ("tidak", gettext("Tidak aktif")),
        ]


class ContactForm(forms.Form):
    """How people reach an organisation; ``seen`` says how it stood when opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    contact_name = forms.CharField(
        label=_("Nama kontak"), required=False, max_length=120
    )
    contact_phone = forms.CharField(label=_("Telepon"), required=False, max_length=40)
    contact_email = forms.EmailField(label=_("Email"), required=False)
    contact_address = forms.CharField(label=_("Alamat"), required=False, max_length=300)


class OrganisationForm(ContactForm):
    """What an organisation is; the zone and the calendar decide its due days."""

    name = forms.CharField(label=_("Nama"), max_length=200)
    zone = forms.ChoiceField(label=_("Zona waktu"))
    calendar_code = forms.ChoiceField(
        label=_("Kalender"),
        help_text=_("Menentukan hari kerja bagi laporan yang masuk setelah ini."),
    )
    region = forms.CharField(
        label=_("Kode wilayah"),
        required=False,
        max_length=13,
        help_text=_("Kode Kemendagri, misalnya 32.04."),
    )
    external_id = forms.IntegerField(
        label=_("Nomor di LAPOR!"), required=False, min_value=1, max_value=999_999_999
    )
    duties = forms.CharField(
        label=_("Jenis tugas"),
        required=False,
        max_length=60,
        help_text=_("Sama di semua daerah, misalnya dinas-kesehatan."),
    )
    is_active = forms.BooleanField(
        label=_("Aktif"),
        required=False,
        help_text=_("Yang tidak aktif tidak dapat dipilih lagi; laporannya tetap ada."),
    )
    field_order = (
        "code",
        "kind",
        "name",
        "duties",
        "region",
        "zone",
        "calendar_code",
        "external_id",
        "contact_name",
        "contact_phone",
        "contact_email",
        "contact_address",
        "is_active",
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        """Fill the choices."""
        super().__init__(*given, **named)
        choice(self, "zone").choices = choices_of(Zone)
        choice(self, "calendar_code").choices = [(c.code, str(c)) for c in calendars()]

    def clean_region(self) -> str:
        """Refuse a code that no region has."""
        code = str(self.cleaned_data["region"])
        try:
            return region_by_code(code).code if code else ""
        except NotFound as refusal:
            raise forms.ValidationError(refusal.message) from None


class NewOrganisationForm(OrganisationForm):
    """A new unit or agency; its code is for ever."""

    code = forms.CharField(
        label=_("Kode"),
        max_length=48,
        help_text=_("Huruf kecil, angka, titik, hubung. Tidak dapat diubah lagi."),
    )


class NewAgencyForm(NewOrganisationForm):
    """A new agency."""

    kind = forms.ChoiceField(label=_("Jenis"))

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer every kind but the unit."""
        super().__init__(*given, **named)
        kinds = choices_of(OrganisationKind)
        unit = OrganisationKind.UNIT.value
        choice(self, "kind").choices = [pair for pair in kinds if pair[0] != unit]


class DecreeForm(forms.Form):
    """A decree by which an organisation names its complaint managers (SK)."""

    number = forms.CharField(label=_("Nomor SK"), max_length=80)
    signed_on = day_field(_("Tanggal SK"))
    signed_by = forms.CharField(label=_("Penanda tangan"), max_length=120)
    valid_from = day_field(_("Berlaku dari"))
    valid_until = day_field(
        _("Berlaku sampai"),
        required=False,
        hint=_("Hari terakhir berlaku; kosong bila belum ditentukan."),
    )


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the organisations this person may edit."""
    form = FilterForm(request.GET or None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = organisations_page(
        officer(request),
        on=today(),
        text=given.get("q", ""),
        kind=given.get("kind", ""),
        active={"ya": True, "tidak": False}.get(given.get("active", "")),
        after=request.GET.get("after", ""),
    )
    kept = {k: v for k, v in request.GET.items() if k != "after" and v}
    next_url = f"?{urlencode({**kept, 'after': page.next})}" if page.next else ""
    context = {
        "form": form,
        "rows": page.rows,
        "next_url": next_url,
        "first_url": f"?{urlencode(kept)}" if request.GET.get("after") else "",
        "may_add": _is_national(request),
    }
    return render(request, "console/organisations.html", context)


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one organisation: facts, units, decrees, and who watches whom on a day."""
    row = organisation_under(officer(request), code, on=today())
    on = day_asked(request)
    below = organisations_under(officer(request), on=today()).filter(parent=row)
    context = {
        "row": row,
        "above": _above(row),
        "region": region_path(row.region_id) if row.region_id else "",
        "below": below.order_by("-is_active", "name"),
        "decrees": decrees_of(row.pk),
        "edges": edges_on(on, organisation_id=row.pk),
        "on": on,
        "today": today(),
        "is_national": _is_national(request),
    }
    return render(request, "console/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change an organisation; an agency admin changes only the contact of his agency.

    Zone and calendar of an agency decide its due days, so they are the nation's.
    """
    user = officer(request)
    row = organisation_under(user, code, on=today())
    kind = ContactForm if row.is_agency and not _is_national(request) else None
    data = request.POST.copy() if request.method == "POST" else None
    form = (kind or OrganisationForm)(data, initial=_initial(row))
    if data is not None and form.is_valid():
        may_edit_organisation(user, row, on=today())
        values = {"code": row.code, **form.cleaned_data}
        try:
            if values.pop("seen") != _version(row):
                data["seen"] = _version(row)
                raise Conflict(_meanwhile(row, form))
            save_organisation(values, by=user.actor, at=clock.now())
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Perubahan sudah disimpan."))
            return redirect("console:organisation", row.code)
    context = {"form": form, "row": row, "is_contact_only": kind is not None}
    return render(request, "console/organisation_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_unit(request: HttpRequest, code: str) -> HttpResponse:
    """Add a unit below an organisation."""
    user = officer(request)
    parent = organisation_under(user, code, on=today())
    initial = {
        "code": f"{parent.code}-",
        "zone": parent.zone,
        "calendar_code": parent.calendar_code,
        "region": parent.region_id,
        "is_active": True,
    }
    form = NewOrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        may_edit_organisation(user, parent, on=today())
        values = {
            **form.cleaned_data,
            "kind": OrganisationKind.UNIT,
            "parent": parent.code,
        }
        if saved := _add(form, values, request):
            return redirect("console:organisation", saved.code)
    context = {"form": form, "parent": parent}
    return render(request, "console/organisation_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_agency(request: HttpRequest) -> HttpResponse:
    """Add an agency; the nation does that."""
    user = officer(request)
    may_edit_reference(user, on=today())
    form = NewAgencyForm(
        request.POST or None,
        initial={"is_active": True, "calendar_code": "nasional"},
    )
    is_good = request.method == "POST" and form.is_valid()
    if is_good and (saved := _add(form, form.cleaned_data, request)):
        return redirect("console:organisation", saved.code)
    return render(request, "console/organisation_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def decree(request: HttpRequest, code: str, number: str = "") -> HttpResponse:
    """Add a decree (SK) of an organisation, or correct the one with this number."""
    user = officer(request)
    row = organisation_under(user, code, on=today())
    known = decrees_of(row.pk).filter(number=number).first() if number else None
    if number and known is None:
        raise NotFound(gettext("SK itu tidak ada."))
    initial = {name: getattr(known, name) for name in DecreeForm.base_fields if known}
    form = DecreeForm(request.POST or None, initial=initial)
    if known:
        form.fields["number"].disabled = True
    if request.method == "POST" and form.is_valid():
        may_edit_organisation(user, row, on=today())
        write = save_appointment if known else add_appointment
        try:
            write(organisation=row, by=user.actor, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("SK sudah dicatat."))
            return redirect("console:organisation", row.code)
    context = {"form": form, "row": row, "known": known}
    return render(request, "console/decree.html", context)


def _add(
    form: forms.Form, values: dict[str, Any], request: HttpRequest
) -> Organisation | None:
    """Add one; a code that exists is refused, else it would be changed instead."""
    values = {name: value for name, value in values.items() if name != "seen"}
    if Organisation.objects.filter(code=values["code"]).exists():
        form.add_error("code", gettext("Kode ini sudah dipakai instansi lain."))
        return None
    try:
        saved = save_organisation(values, by=officer(request).actor, at=clock.now())
    except DomainError as refusal:
        put_on_form(form, refusal)
        return None
    messages.success(request, gettext("%s sudah ditambahkan.") % saved.name)
    return saved


def _initial(row: Organisation) -> dict[str, Any]:
    names = set(OrganisationForm.base_fields) - {"seen"}
    values = {name: getattr(row, name) for name in names}
    return {**values, "region": row.region_id, "seen": _version(row)}


def _version(row: Organisation) -> str:
    return row.edited_at.isoformat() if row.edited_at else "-"


def _meanwhile(row: Organisation, form: forms.Form) -> str:
    """Say who changed what since the form was opened, and how to go on."""
    entries, _following = newest_of(row.ref, size=1)
    entry = entries[0] if entries else None
    fields = entry.data.get("fields", []) if entry else []
    labels = [str(form.fields[n].label) for n in fields if n in form.fields]
    who = names_of({entry.actor}).get(entry.actor, "") if entry else ""
    return gettext(
        "Sementara Anda mengisi, %(who)s mengubah: %(what)s. Yang Anda tulis masih "
        "ada; periksa, lalu tekan Simpan sekali lagi untuk menimpanya."
    ) % {
        "who": who or gettext("orang lain"),
        "what": ", ".join(labels) or gettext("isian lain"),
    }


def _is_national(request: HttpRequest) -> bool:
    try:
        may_edit_reference(officer(request), on=today())
    except NotPermitted:
        return False
    return True


def _above(row: Organisation) -> list[Organisation]:
    found: list[Organisation] = []
    above = row.parent
    while above and above not in found:
        found.insert(0, above)
        above = above.parent
    return found
