"""Calendars by year: days off with their decree, and what a new day would move."""

import calendar as weeks
from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.policies import may_edit_reference
from lapor.domain.cases.queries import moves_if
from lapor.domain.deadlines.actions import (
    add_holiday,
    cancel_holiday,
    make_calendar,
)
from lapor.domain.deadlines.models import Calendar, Holiday
from lapor.domain.deadlines.queries import (
    NATIONAL,
    calendar_for,
    calendar_named,
    calendars,
    day_rows,
)
from lapor.domain.deadlines.rules import HolidayKind
from lapor.kernel import clock
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError
from lapor.web.console.fields import choice, choices_of, day_field
from lapor.web.who import officer, put_on_form, today

YEARS = range(2010, 2101)


class DayForm(forms.Form):
    """A decision about one day."""

    on = day_field(_("Tanggal"))
    kind = forms.ChoiceField(label=_("Jenis"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Nama hari"),
        required=False,
        max_length=200,
        help_text=_("Misalnya “Cuti bersama Idulfitri”. Kosong saat mencabut."),
    )
    legal_basis = forms.CharField(
        label=_("Dasar hukum"),
        max_length=300,
        help_text=_("Nomor keputusan, misalnya SKB 3 Menteri 1017/2024."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        """Fill the choices; to cancel is one of them."""
        super().__init__(*given, **named)
        choice(self, "kind").choices = choices_of(HolidayKind)

    def clean(self) -> dict[str, Any]:
        """Ask for a name unless a day is cancelled; keep to years that exist."""
        values = super().clean() or {}
        cancels = values.get("kind") == HolidayKind.WORKING_DAY
        if not cancels and not values.get("name"):
            self.add_error("name", gettext("Tulis nama hari libur ini."))
        if (on := values.get("on")) and on.year not in YEARS:
            self.add_error("on", gettext("Pilih tahun 2010 sampai 2100."))
        return values


class CalendarForm(forms.Form):
    """A regional or six-day calendar on top of another."""

    name = forms.CharField(label=_("Nama"), max_length=120)
    code = forms.SlugField(
        label=_("Kode"),
        max_length=32,
        help_text=_("Huruf kecil dan hubung, misalnya aceh. Tidak dapat diubah lagi."),
    )
    base = forms.ChoiceField(label=_("Berdasar pada"))
    six_day = forms.BooleanField(
        label=_("Enam hari kerja"),
        required=False,
        help_text=_("Sabtu juga hari kerja, misalnya di puskesmas."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the calendars there are."""
        super().__init__(*given, **named)
        choice(self, "base").choices = [(row.code, str(row)) for row in calendars()]


class Day(NamedTuple):
    """One day of the year view; ``tone`` says what it is, ``why`` in words."""

    number: int
    tone: str
    why: str


class Month(NamedTuple):
    """Seven days a week; None stands for a day of another month."""

    name: str
    weeks: list[list[Day | None]]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the calendars."""
    context = {"rows": calendars(), "year": today().year}
    return render(request, "console/calendars.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Make a calendar."""
    user = officer(request)
    form = CalendarForm(request.POST or None, initial={"base": NATIONAL})
    if request.method == "POST" and form.is_valid():
        may_edit_reference(user, on=today())
        try:
            made = make_calendar(by=user.actor, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Kalender sudah dibuat."))
            return redirect("console:calendar", made.code)
    return render(request, "console/calendar_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest, code: str) -> HttpResponse:
    """Show a year of a calendar; decide about a day after seeing what it moves."""
    user = officer(request)
    row = calendar_named(code)
    shown = _year_asked(request)
    form = DayForm(request.POST or None)
    moves = None
    if request.method == "POST" and form.is_valid():
        may_edit_reference(user, on=today())
        shown = form.cleaned_data["on"].year
        if "save" in request.POST:
            try:
                _decide(row.code, form.cleaned_data, request)
            except DomainError as refusal:
                put_on_form(form, refusal)
            else:
                messages.success(
                    request,
                    gettext(
                        "Keputusan sudah dicatat. Tenggat laporan yang masih terbuka "
                        "dihitung ulang di latar belakang."
                    ),
                )
                url = reverse("console:calendar", args=[row.code])
                return redirect(f"{url}?tahun={shown}")
        else:
            values = form.cleaned_data
            cancels = values["kind"] == HolidayKind.WORKING_DAY
            name = None if cancels else values["name"]
            moves = moves_if(row.code, on=values["on"], name=name)
    context = {
        "row": row,
        "year": shown,
        "months": _months(row, shown),
        "days": _days(row, shown),
        "form": form,
        "moves": moves,
        "weekdays": [date_format(date(2024, 1, day), "D") for day in range(1, 8)],
    }
    return render(request, "console/calendar.html", context)


def _decide(code: str, values: dict[str, Any], request: HttpRequest) -> None:
    given = {
        "calendar": code,
        "on": values["on"],
        "name": values["name"],
        "legal_basis": values["legal_basis"],
        "by": officer(request).actor,
        "at": clock.now(),
    }
    if values["kind"] == HolidayKind.WORKING_DAY:
        cancel_holiday(**given)
    else:
        add_holiday(kind=HolidayKind(values["kind"]), **given)


def _year_asked(request: HttpRequest) -> int:
    try:
        asked = int(request.GET.get("tahun", ""))
    except ValueError:
        return today().year
    return asked if asked in YEARS else today().year


def _known(row: Calendar, shown: int) -> dict[date, Holiday]:
    """Return the latest decisions of the calendar, its own above those of its base."""
    found = _known(row.base, shown) if row.base else {}
    return found | day_rows(row.code, year=shown)


def _days(row: Calendar, shown: int) -> list[Holiday]:
    return [day for _, day in sorted(_known(row, shown).items())]


def _months(row: Calendar, shown: int) -> list[Month]:
    days = calendar_for(row.code, fresh=True)
    known = _known(row, shown)
    found = []
    for month in range(1, 13):
        first = date(shown, month, 1)
        length = weeks.monthrange(shown, month)[1]
        cells: list[Day | None] = [None] * first.weekday()
        for step in range(length):
            on = first + timedelta(days=step)
            decision = known.get(on)
            if decision:
                tone = decision.kind
                why = f"{HolidayKind(decision.kind).label}: {translate(decision.name)}"
            elif days.is_working(on):
                tone, why = "", ""
            else:
                tone, why = "rest", gettext("Akhir pekan")
            cells.append(Day(on.day, tone, why))
        cells += [None] * (-len(cells) % 7)
        rows = [cells[at : at + 7] for at in range(0, len(cells), 7)]
        found.append(Month(date_format(first, "F"), rows))
    return found
