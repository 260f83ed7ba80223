"""The own register of an agency: what came on paper, and what of it was entered.

An agency says how many complaints its register counts; P19 shows the gap.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.analytics.actions.lists import declare
from lapor.domain.analytics.models import CaseFact, Register
from lapor.domain.analytics.rules.indicators.performance.manual_channels import MANUAL
from lapor.domain.monev.queries.standing import own_agencies, own_units
from lapor.domain.organisations.models import Organisation
from lapor.kernel import clock
from lapor.kernel.errors import NotFound, NotPermitted
from lapor.web.fields import Words
from lapor.web.templatetags.ui import number
from lapor.web.who import officer, sent, today

ACTS: Final = (Action.FILL_SHEET,)
SHOWN: Final = 12  # months that are over
MOST: Final = 1_000_000


class RegisterForm(forms.Form):
    """One number for each month; an empty one declares nothing."""

    note = Words(
        label=_("Register yang mana"),
        help_text=_("Misalnya: buku tamu pengaduan dan agenda surat masuk."),
        longest=300,
        required=False,
    )

    def __init__(self, months: dict[int, int], *given: Any, **named: Any) -> None:
        """``months`` maps a month, like 202611, to what was entered of it."""
        super().__init__(*given, **named)
        for month, entered in months.items():
            self.fields[f"m{month}"] = forms.IntegerField(
                label=f"{MONTHS[month % 100]} {month // 100}",
                help_text=gettext("Tercatat di sini: %(n)s") % {"n": number(entered)},
                required=False,
                min_value=0,
                max_value=MOST,
            )


@require_http_methods(["GET", "HEAD", "POST"])
def registers(request: HttpRequest) -> HttpResponse:
    """Show and keep what the register of the own agency counts."""
    user, on = officer(request), today()
    agency = _agency(user, request.GET.get("instansi", ""), on)
    may = agency.pk in own_agencies(user, ACTS, on=on)
    if request.method == "POST" and not may:
        raise NotPermitted(gettext("Register instansi diisi oleh admin instansi."))
    months = _entered(agency, on)
    there = {
        row.month: row
        for row in Register.objects.filter(agency=agency, month__in=months)
    }
    newest = next((there[month] for month in months if month in there), None)
    initial = {f"m{month}": row.declared for month, row in there.items()}
    initial_note = {"note": newest.note if newest else ""}
    form = RegisterForm(months, sent(request), initial=initial | initial_note)
    if request.method == "POST" and form.is_valid():
        _keep(agency, months, form.cleaned_data, user)
        messages.success(request, gettext("Register tersimpan."))
        return redirect(f"{request.path}?instansi={agency.code}")
    context = {"form": form, "agency": agency, "may": may}
    status = 422 if form.errors else 200
    return render(request, "monev/registers.html", context, status=status)


def _keep(
    agency: Organisation, months: dict[int, int], given: dict[str, Any], by: User
) -> None:
    for month in months:
        declared = given[f"m{month}"]
        declare(
            agency,
            month=month,
            declared=declared,
            note=given["note"] if declared is not None else "",
            by=by.actor,
            at=clock.now(),
        )


def _agency(user: User, code: str, on: date) -> Organisation:
    """Return the agency of this person; the one named, or the first."""
    units = own_units(user, ACTS, on=on)
    rows = Organisation.objects.filter(
        Q(pk__in=own_agencies(user, ACTS, on=on)) | Q(tree__in=units)
    )
    if code:
        rows = rows.filter(code=code)
    found = rows.order_by("name", "pk").distinct().first()
    if found is None:
        raise NotFound(gettext("Instansi itu tidak ada, atau bukan instansi Anda."))
    return found


def _entered(agency: Organisation, on: date) -> dict[int, int]:
    """Return how many reports of each month were entered by hand, the newest first."""
    months = list(_months(on))
    rows = CaseFact.objects.filter(
        agency_id=agency.pk, is_present=True, channel__in=MANUAL, month__in=months
    )
    counts = rows.values_list("month").annotate(n=Count("case_id")).order_by()
    return dict.fromkeys(months, 0) | dict(counts)


def _months(on: date) -> Iterator[int]:
    this = 12 * on.year + on.month - 1
    for n in range(this - 1, this - 1 - SHOWN, -1):
        yield 100 * (n // 12) + n % 12 + 1
