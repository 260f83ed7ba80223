"""Accounts and mandates: who works here, as what, since when, on which decree."""

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lapor.domain.accounts import actions
from lapor.domain.accounts.models import User
from lapor.domain.accounts.policies import may_switch
from lapor.domain.accounts.queries import (
    account_under,
    accounts_page,
    appointable_roles,
    grant_under,
    organisations_under,
)
from lapor.domain.accounts.rules import FactorLoss, Role
from lapor.kernel import clock
from lapor.kernel.errors import DomainError, NotPermitted
from lapor.web.console.fields import OrganisationField, choice, choices_of, day_field
from lapor.web.who import officer, put_on_form, today


class FilterForm(forms.Form):
    """Narrows the list of accounts."""

    q = forms.CharField(label=_("Nama atau instansi"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Peran"), required=False)
    active = forms.ChoiceField(label=_("Keadaan"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Fill the choices."""
        super().__init__(*given, **named)
        choice(self, "role").choices = choices_of(Role, gettext("Semua"))
        choice(self, "active").choices = [
            ("", gettext("Semua")),
            ("ya", gettext("Terbuka")),
            ("tidak", gettext("Ditutup")),
        ]


class PersonForm(forms.Form):
    """A person and where he works."""

    name = forms.CharField(label=_("Nama lengkap"), max_length=120)
    email = forms.EmailField(label=_("Email dinas"), required=False)

    def __init__(self, *given: Any, manager: User, **named: Any) -> None:
        """Look up where this manager may open accounts."""
        super().__init__(*given, **named)
        within = organisations_under(manager, on=today()).filter(is_active=True)
        self.fields["organisation"] = OrganisationField(
            within, label=_("Instansi atau unit kerja")
        )


class OpenForm(PersonForm):
    """A new account."""

    username = forms.CharField(
        label=_("Nama pengguna"),
        max_length=64,
        help_text=_("Huruf kecil, angka, titik, atau hubung. Misalnya: budi.santoso."),
    )
    field_order = ("username", "name", "email", "organisation")


class GrantForm(forms.Form):
    """A new mandate."""

    def __init__(self, *given: Any, manager: User, **named: Any) -> None:
        """Offer only what this manager may give."""
        super().__init__(*given, **named)
        roles = appointable_roles(manager, on=today())
        within = organisations_under(manager, on=today()).filter(is_active=True)
        self.fields |= {
            "role": forms.ChoiceField(
                label=_("Peran"), choices=[(role.value, role.label) for role in roles]
            ),
            "organisation": OrganisationField(within, label=_("Di")),
            "valid_from": day_field(_("Berlaku dari")),
            "valid_until": day_field(
                _("Berlaku sampai"),
                required=False,
                hint=_("Hari terakhir berlaku; kosong: sampai dicabut."),
            ),
            "legal_basis": forms.CharField(label=_("Dasar (nomor SK)"), max_length=200),
            "handles_harm": forms.BooleanField(
                label=_("Menangani laporan terbatas"),
                required=False,
                help_text=_(
                    "Boleh membaca laporan kekerasan, anak, bunuh diri, dan pemerasan."
                ),
            ),
        }


class FactorForm(forms.Form):
    """Why a second factor is taken off."""

    reason = forms.ChoiceField(label=_("Apa yang terjadi"))

    def __init__(self, *given: Any, **named: Any) -> None:
        """Fill the choices."""
        super().__init__(*given, **named)
        choice(self, "reason").choices = choices_of(FactorLoss, gettext("Pilih"))


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the accounts this person manages."""
    form = FilterForm(request.GET or None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    on = today()
    page = accounts_page(
        officer(request),
        on=on,
        text=given.get("q", ""),
        role=given.get("role", ""),
        active={"ya": True, "tidak": False}.get(given.get("active", "")),
        after=request.GET.get("after", ""),
    )
    kept = {k: v for k, v in request.GET.items() if k != "after" and v}
    next_url = f"?{urlencode({**kept, 'after': page.next})}" if page.next else ""
    context = {
        "form": form,
        "rows": [
            (row, [grant for grant in row.grants.all() if grant.is_valid(on=on)])
            for row in page.rows
        ],
        "next_url": next_url,
        "first_url": f"?{urlencode(kept)}" if request.GET.get("after") else "",
    }
    return render(request, "console/accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Open an account; its password is shown once, on the page that follows."""
    manager = officer(request)
    form = OpenForm(request.POST or None, manager=manager)
    if request.method == "POST" and form.is_valid():
        password = actions.make_password()
        try:
            user = actions.open_account(
                password=password, by=manager, at=clock.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            return _show_once(request, user, password)
    return render(request, "console/account_open.html", {"form": form})


@require_safe
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show one account with all its mandates, past ones included."""
    return _show(request, account_under(officer(request), key, on=today()))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Correct name, address and organisation of a person."""
    manager = officer(request)
    user = account_under(manager, key, on=today())
    initial = {
        "name": user.name,
        "email": user.email,
        "organisation": user.organisation.code if user.organisation else "",
    }
    form = PersonForm(request.POST or None, initial=initial, manager=manager)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_account(
                user, by=manager, at=clock.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Perubahan sudah disimpan."))
            return redirect("console:account", user.pk)
    return render(request, "console/account_form.html", {"form": form, "row": user})


@require_POST
def switch(request: HttpRequest, key: int) -> HttpResponse:
    """Close an account, or open it again."""
    manager = officer(request)
    user = account_under(manager, key, on=today())
    active = request.POST.get("active") == "1"
    try:
        actions.switch_account(user, active=active, by=manager, at=clock.now())
    except DomainError as refusal:
        return _show(request, user, refusal=refusal)
    messages.success(
        request,
        gettext("Akun dibuka kembali.")
        if active
        else gettext("Akun ditutup. Sesi kerjanya berakhir seketika."),
    )
    return redirect("console:account", user.pk)


@require_POST
def password(request: HttpRequest, key: int) -> HttpResponse:
    """Make a temporary password and show it once."""
    manager = officer(request)
    user = account_under(manager, key, on=today())
    fresh = actions.make_password()
    try:
        actions.reset_password(user, password=fresh, by=manager, at=clock.now())
    except DomainError as refusal:
        return _show(request, user, refusal=refusal)
    return _show_once(request, user, fresh)


@require_POST
def factor(request: HttpRequest, key: int) -> HttpResponse:
    """Take a lost second factor off; the new password is shown once."""
    manager = officer(request)
    user = account_under(manager, key, on=today())
    fresh = actions.make_password()
    try:
        actions.reset_second_factor(
            user,
            reason=request.POST.get("reason", ""),
            password=fresh,
            by=manager,
            at=clock.now(),
        )
    except DomainError as refusal:
        return _show(request, user, refusal=refusal)
    return _show_once(request, user, fresh)


@require_POST
def give(request: HttpRequest, key: int) -> HttpResponse:
    """Give a mandate; nobody gives more than he holds, nor to himself."""
    manager = officer(request)
    user = account_under(manager, key, on=today())
    form = GrantForm(request.POST, manager=manager)
    if not form.is_valid():
        return _show(request, user, form=form)
    values = form.cleaned_data
    try:
        actions.give(
            user,
            by=manager,
            at=clock.now(),
            **{**values, "role": Role(values["role"])},
        )
    except DomainError as refusal:
        put_on_form(form, refusal)
        is_self = user.pk == manager.pk  # his page has no form to show it on
        return _show(request, user, form=form, refusal=refusal if is_self else None)
    messages.success(request, gettext("Mandat sudah diberikan."))
    return redirect("console:account", user.pk)


@require_POST
def revoke(request: HttpRequest, key: int, grant: int) -> HttpResponse:
    """Take a mandate back."""
    manager = officer(request)
    user = account_under(manager, key, on=today())
    held = grant_under(manager, grant, on=today())
    try:
        actions.revoke(held, by=manager, at=clock.now())
    except DomainError as refusal:
        return _show(request, user, refusal=refusal)
    messages.success(request, gettext("Mandat sudah dicabut."))
    return redirect("console:account", user.pk)


def _show(
    request: HttpRequest,
    user: User,
    *,
    form: forms.Form | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    manager, on = officer(request), today()
    try:
        may_switch(manager, user, on=on)
        barrier = ""
    except NotPermitted as sentence:
        barrier = sentence.message
    grants = user.grants.select_related("organisation").order_by("-valid_from", "-pk")
    context = {
        "row": user,
        "grants": [(grant, grant.is_valid(on=on)) for grant in grants],
        "form": form
        or GrantForm(
            manager=manager,
            initial={
                "valid_from": on,
                "organisation": user.organisation.code if user.organisation else "",
            },
        ),
        "barrier": barrier,
        "refusal": refusal,
        "is_self": user.pk == manager.pk,
        "has_password": user.has_usable_password(),
        "factor_form": FactorForm() if is_mfa_enabled(user) else None,
        "today": on,
    }
    status = 422 if refusal or (form and form.errors) else 200
    return render(request, "console/account.html", context, status=status)


def _show_once(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """Show a password this once; nothing keeps it."""
    context = {"row": user, "password": password}
    response = render(request, "console/account_password.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
