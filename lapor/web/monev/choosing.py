"""Which scope, period and basis a page shows, as they stand in its address."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext, gettext_lazy

from lapor.domain.accounts.models import User
from lapor.domain.monev.queries import Scope, scopes_of, units_scope
from lapor.domain.monev.rules import Basis, Period, parse_period
from lapor.kernel.errors import Invalid, NotFound

UNITS = "unit:"
QUARTERS = 4


class Choice(NamedTuple):
    """What is shown, and the form that shows how it was chosen."""

    scope: Scope
    period: Period
    basis: Basis
    form: "ChoiceForm"
    refusal: str


class ChoiceForm(forms.Form):
    """Scope, period and basis; every one has a value that makes sense."""

    cakupan = forms.ChoiceField(label=gettext_lazy("Cakupan"), required=False)
    masa = forms.ChoiceField(label=gettext_lazy("Masa"), required=False)
    masa_lain = forms.CharField(
        label=gettext_lazy("Masa lain"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"placeholder": "2025-01-01..2025-03-31"}),
    )
    dasar = forms.ChoiceField(
        label=gettext_lazy("Dasar hitungan"), required=False, choices=Basis.options
    )


def choose(given: Mapping[str, str], user: User, *, on: date) -> Choice:
    """Return what the address asks for; what cannot be is told and replaced.

    Raises NotFound for a scope this person does not oversee.
    """
    scopes = scopes_of(user, on=on)
    if not scopes:
        raise NotFound(gettext("Tidak ada instansi di bawah pengawasan Anda hari ini."))
    scope = _scope(given.get("cakupan", ""), scopes, user, on)
    if scope not in scopes:
        scopes = [*scopes, scope]
    period, refusal = _period(given, on)
    written = given.get("dasar", "")
    basis = Basis(written) if written in set(Basis) else Basis.COHORT
    form = ChoiceForm(
        initial={"cakupan": scope.key, "masa": period.name, "dasar": basis}
    )
    names = [pair[0] for pair in periods(on)]
    extra = [] if period.name in names else [(period.name, period.name)]
    _fill(form, "cakupan", [(each.key, each.name) for each in scopes])
    _fill(form, "masa", [*periods(on), *extra])
    _fill(form, "dasar", [(str(each), each.label) for each in Basis])
    return Choice(scope, period, basis, form, refusal)


def periods(on: date) -> list[tuple[str, str]]:
    """Return the periods people look at: this year and the last, newest first."""
    found = []
    for year in (on.year, on.year - 1):
        found.append((str(year), gettext("Tahun %(year)d") % {"year": year}))
        found += [
            (
                f"{year}-S{half}",
                gettext("Semester %(half)d tahun %(year)d")
                % {"half": half, "year": year},
            )
            for half in (2, 1)
            if date(year, 6 * half - 5, 1) <= on
        ]
        found += [
            (
                f"{year}-Q{quarter}",
                gettext("Triwulan %(quarter)d tahun %(year)d")
                % {"quarter": quarter, "year": year},
            )
            for quarter in range(QUARTERS, 0, -1)
            if date(year, 3 * quarter - 2, 1) <= on
        ]
    return found


def _scope(key: str, scopes: Iterable[Scope], user: User, on: date) -> Scope:
    for scope in scopes:
        if not key or scope.key == key:
            return scope
    if key.startswith(UNITS):
        return units_scope(user, key.removeprefix(UNITS), on=on)
    raise NotFound(gettext("Cakupan itu tidak ada atau bukan pengawasan Anda."))


def _period(given: Mapping[str, str], on: date) -> tuple[Period, str]:
    """Return the period asked for, else this year with a sentence why."""
    typed = given.get("masa_lain", "").strip() or given.get("masa", "").strip()
    try:
        return parse_period(typed or str(on.year)), ""
    except Invalid as refusal:
        return parse_period(str(on.year)), refusal.message


def _fill(form: ChoiceForm, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - our own form
    field.choices = choices
