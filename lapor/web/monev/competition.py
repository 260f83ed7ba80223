"""Competitions: editions, entering, judging, deciding."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.competition import actions
from lapor.domain.competition.models import Edition, Entry, Juror, Points, Stage
from lapor.domain.competition.policies import entrants_of, runs_editions, watched_by
from lapor.domain.competition.queries import (
    edition_numbered,
    juror_of,
    page_of_editions,
    stage_now,
    still_in,
    to_judge,
)
from lapor.domain.competition.rules import BLIND, LEAST, MOST, StageKind
from lapor.kernel import clock
from lapor.kernel.errors import DomainError, NotFound
from lapor.web.fields import Day, Words, put_refusal
from lapor.web.who import officer, today

LONGEST = actions.LONGEST


class EditionForm(forms.Form):
    """A new edition: its groups, and the days of each stage that it has."""

    name = Words(label=_("Nama kompetisi"), longest=160)
    year = forms.IntegerField(label=_("Tahun"), min_value=2018, max_value=2100)
    legal_basis = Words(label=_("Dasar hukum"), longest=300)
    groups = Words(
        label=_("Kategori"),
        help_text=_("Satu kategori setiap baris."),
        longest=2_000,
        multiline=True,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        """Ask for the days of each stage; a stage without days is left out."""
        super().__init__(*given, **named)
        for kind in StageKind:
            for part, label in (("from", _("mulai")), ("until", _("sampai"))):
                name = f"{kind}_{part}"
                self.fields[name] = Day(label=f"{kind.label}: {label}", required=False)
            self.fields[f"{kind}_places"] = forms.IntegerField(
                label=gettext("%(stage)s: yang lolos tiap kategori")
                % {"stage": kind.label},
                required=False,
                min_value=1,
                max_value=1_000,
            )

    def stages(self) -> list[actions.Planned]:
        """Return the stages that were given both days."""
        given = self.cleaned_data
        return [
            actions.Planned(
                kind,
                given[f"{kind}_from"],
                given[f"{kind}_until"],
                given[f"{kind}_places"],
            )
            for kind in StageKind
            if given.get(f"{kind}_from") and given.get(f"{kind}_until")
        ]


class EntryForm(forms.Form):
    """What an agency enters."""

    agency = forms.ChoiceField(label=_("Instansi"))
    group = forms.ChoiceField(label=_("Kategori"))
    title = Words(label=_("Judul"), longest=160)
    summary = Words(
        label=_("Apa yang dilakukan, dan apa hasilnya?"),
        help_text=_("Jangan sebut nama instansi: juri menilai tanpa mengetahuinya."),
        longest=LONGEST,
        multiline=True,
    )
    self_score = forms.IntegerField(
        label=_("Nilai sendiri, 0 sampai 100"), min_value=LEAST, max_value=MOST
    )


class PointsForm(forms.Form):
    """The mark of a juror."""

    points = forms.IntegerField(
        label=_("Nilai, 0 sampai 100"), min_value=LEAST, max_value=MOST
    )
    note = Words(label=_("Alasan"), longest=LONGEST, multiline=True, required=False)


class MinutesForm(forms.Form):
    """The minutes by which a stage is decided."""

    minutes = Words(label=_("Berita acara"), longest=LONGEST, multiline=True)


class JurorForm(forms.Form):
    """Somebody for the jury, by the name of his account."""

    username = forms.CharField(label=_("Nama akun juri"), max_length=150)


@never_cache
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Show the competitions, newest first."""
    page = page_of_editions(after=request.GET.get("sesudah", ""))
    context = {"page": page, "runs": runs_editions(officer(request), on=today())}
    return render(request, "monev/editions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edition_make(request: HttpRequest) -> HttpResponse:
    """Make an edition; what was typed stays when something is wrong."""
    form = EditionForm(request.POST or None, initial={"year": today().year})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.make_edition(
                name=given["name"],
                year=given["year"],
                legal_basis=given["legal_basis"],
                groups=given["groups"].splitlines(),
                stages=form.stages(),
                by=officer(request),
                at=clock.now(),
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            return redirect("monev:edition", key=made.pk)
    return _form(request, form, gettext("Buat kompetisi"))


@never_cache
@require_safe
def edition(request: HttpRequest, key: int) -> HttpResponse:
    """Show an edition, with what this person can do in it now."""
    user, found = officer(request), edition_numbered(key)
    return render(request, "monev/edition.html", _context(user, found))


@require_http_methods(["GET", "HEAD", "POST"])
def entry_make(request: HttpRequest, key: int) -> HttpResponse:
    """Enter an agency."""
    user, found = officer(request), edition_numbered(key)
    agencies = {each.code: each for each in entrants_of(user, on=today())}
    groups = {str(each.pk): each for each in found.groups.order_by("name")}
    form = EntryForm(request.POST or None)
    _fill(form, "agency", [(code, each.name) for code, each in agencies.items()])
    _fill(form, "group", [(key, each.name) for key, each in groups.items()])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.enter(
                found,
                agencies[given["agency"]],
                group=groups[given["group"]],
                title=given["title"],
                summary=given["summary"],
                self_score=given["self_score"],
                by=user,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Instansi Anda sudah terdaftar."))
            return redirect("monev:edition", key=key)
    return _form(request, form, gettext("Daftarkan instansi"), found)


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Judge one entry; the name of the entrant is hidden while judging is blind."""
    user, found = officer(request), edition_numbered(key)
    for entry, given in _judged(found, user):
        if entry.pk == number:
            return _judge(request, user, entry, given)
    raise NotFound(gettext("Peserta ini tidak Anda nilai."))


@require_http_methods(["POST"])
def juror_name(request: HttpRequest, key: int) -> HttpResponse:
    """Take somebody into the jury."""
    user, found = officer(request), edition_numbered(key)
    form = JurorForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["username"]
        person = User.objects.filter(username=name, is_active=True).first()
        if person:
            actions.name_juror(found, person, by=user, at=clock.now())
            messages.success(request, gettext("Juri ditambahkan."))
            return redirect("monev:edition", key=key)
        form.add_error("username", gettext("Akun ini tidak ada atau tidak aktif."))
    context = _context(user, found) | {"juror_form": form}
    return render(request, "monev/edition.html", context, status=422)


@require_http_methods(["POST"])
def stage_decide(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Close a stage with its minutes."""
    user, found = officer(request), edition_numbered(key)
    stage: Stage | None = found.stages.filter(pk=number).first()
    if stage is None:
        raise NotFound(gettext("Tahap ini tidak ada."))
    form = MinutesForm(request.POST)
    if form.is_valid():
        try:
            actions.decide_stage(stage, by=user, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Tahap diputus."))
            return redirect("monev:edition", key=key)
    context = _context(user, found) | {"minutes_form": form}
    return render(request, "monev/edition.html", context, status=422)


@require_http_methods(["POST"])
def edition_publish(request: HttpRequest, key: int) -> HttpResponse:
    """Make the list public."""
    actions.publish(edition_numbered(key), by=officer(request), at=clock.now())
    messages.success(request, gettext("Hasil kompetisi diumumkan."))
    return redirect("monev:edition", key=key)


def _judge(
    request: HttpRequest, user: User, entry: Entry, given: Points | None
) -> HttpResponse:
    initial = {"points": given.points, "note": given.note} if given else {}
    form = PointsForm(request.POST or None, initial=initial)
    place = juror_of(entry.edition, user)
    if request.method == "POST" and place and form.is_valid():
        try:
            actions.give_points(
                place, entry, by=user, at=clock.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Nilai disimpan."))
            return redirect("monev:edition", key=entry.edition_id)
    stage = stage_now(entry.edition, on=today())
    context = {
        "edition": entry.edition,
        "entry": entry,
        "is_blind": stage is not None and stage.kind in BLIND,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "monev/entry_judge.html", context, status=status)


def _judged(found: Edition, user: User) -> list[tuple[Entry, Points | None]]:
    place: Juror | None = juror_of(found, user)
    stage = stage_now(found, on=today())
    if place is None or stage is None:
        return []
    return to_judge(place, stage, watched_by(place, on=today()))


def _context(user: User, found: Edition) -> dict[str, Any]:
    on: date = today()
    now = stage_now(found, on=on)
    runs = runs_editions(user, on=on)
    own = {agency.pk for agency in entrants_of(user, on=on)}
    entries = list(still_in(found))
    return {
        "edition": found,
        "stages": [
            (stage, StageKind(stage.kind).label) for stage in found.stages.all()
        ],
        "now": now,
        "runs": runs,
        "may_decide": runs and now is not None and now.ends_on < on,
        "may_publish": runs and now is None and not found.published_at,
        "may_enter": bool(own) and now is not None and now.kind == "registration",
        "entries": entries if runs or found.published_at else [],
        "own": [entry for entry in entries if entry.organisation_id in own],
        "judged": _judged(found, user),
        "is_blind": now is not None and now.kind in BLIND,
        "jurors": found.jurors.select_related("user") if runs else [],
        "juror_form": JurorForm(),
        "minutes_form": MinutesForm(),
    }


def _form(
    request: HttpRequest, form: forms.Form, title: str, found: Edition | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "edition": found}
    status = 422 if form.is_bound else 200
    return render(request, "monev/edition_form.html", context, status=status)


def _fill(form: forms.Form, name: str, choices: Any) -> None:
    field: Any = form.fields[name]
    field.choices = choices
