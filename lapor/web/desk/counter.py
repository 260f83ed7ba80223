"""The counter: taking a report for somebody who came, called or wrote."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.cases.queries import case_seen_by, next_step, why
from lapor.domain.cases.rules import Channel
from lapor.domain.deadlines.rules import Timer
from lapor.domain.intake.actions import Receipt, submit
from lapor.domain.intake.rules import Report
from lapor.domain.reporters.rules import Person
from lapor.kernel import clock, files, ids
from lapor.kernel.errors import Conflict, DomainError, Invalid, NotFound, TooLarge
from lapor.kernel.text import clean
from lapor.web import places
from lapor.web.desk import choices
from lapor.web.desk.place import officer, today
from lapor.web.fields import Day, Files, FirstInput, Words, put_refusal

COOKIE = "bukti-loket"
SALT = "lapor.web.desk.receipt"
LASTS = 30 * 60  # seconds: time to print it, not more
NO_CHOICE = places.Choice()


class CounterForm(forms.Form):
    """A report as the officer writes it down; the rules are those of the web form."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Masuk lewat"), choices=[], initial=Channel.WALK_IN
    )
    classification = forms.ChoiceField(label=gettext_lazy("Jenis laporan"), choices=[])
    title = Words(longest=150, label=gettext_lazy("Judul laporan"))
    content = Words(
        longest=10_000,
        multiline=True,
        label=gettext_lazy("Isi laporan"),
        help_text=gettext_lazy("Tulis seperti yang disampaikan pelapor."),
    )
    date_of_incident = Day(
        required=False,
        label=gettext_lazy("Tanggal kejadian"),
        help_text=gettext_lazy("Wajib untuk pengaduan."),
    )
    location = Words(required=False, longest=255, label=gettext_lazy("Lokasi kejadian"))
    region = Words(
        required=False,
        longest=200,
        label=gettext_lazy("Desa, kecamatan, atau kota"),
        widget=FirstInput(attrs={"data-suggest": "/meja/pilihan/wilayah/"}),
    )
    region_for = forms.CharField(required=False, widget=forms.HiddenInput)
    agency = Words(
        required=False,
        longest=200,
        label=gettext_lazy("Instansi tujuan"),
        help_text=gettext_lazy("Kosongkan bila ragu: admin nasional meneruskannya."),
        widget=FirstInput(attrs={"data-suggest": "/meja/pilihan/instansi/"}),
    )
    agency_for = forms.CharField(required=False, widget=forms.HiddenInput)
    category = forms.ChoiceField(
        required=False, label=gettext_lazy("Kategori"), choices=[]
    )
    attachments = Files(
        required=False,
        label=gettext_lazy("Lampiran"),
        help_text=gettext_lazy("Paling banyak 5 berkas, masing-masing 10 MB."),
    )
    is_anonymous = forms.BooleanField(
        required=False, label=gettext_lazy("Anonim: sembunyikan siapa pelapornya")
    )
    is_secret = forms.BooleanField(
        required=False, label=gettext_lazy("Rahasia: sembunyikan isi dari umum")
    )
    name = Words(required=False, longest=120, label=gettext_lazy("Nama pelapor"))
    phone = Words(
        required=False,
        longest=40,
        label=gettext_lazy("Nomor telepon"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = Words(
        required=False,
        longest=254,
        label=gettext_lazy("Email"),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
    )
    address = Words(required=False, longest=255, label=gettext_lazy("Alamat"))
    consent = forms.BooleanField(
        label=gettext_lazy("Pelapor setuju datanya dipakai untuk menangani laporan."),
        error_messages={"required": gettext_lazy("Tanyakan persetujuan pelapor dulu.")},
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill the lists; a new form gets its own key, so that twice is once."""
        super().__init__(*args, **kwargs)
        for name, pairs in (
            ("channel", choices.counter_channels()),
            ("classification", (("", "…"), *choices.asked_classes())),
            ("category", (("", "…"), *choices.topics())),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(pairs)
        if not self.is_bound:
            self.initial.setdefault("key", uuid4().hex)

    def clean_key(self) -> str:
        """A form without its key, or with an odd one, gets a fresh one."""
        key: str = clean(self.cleaned_data["key"], max_length=64)
        return key if key.isalnum() and len(key) >= 16 else uuid4().hex

    def change(self, **values: str) -> None:
        """Show other values than those that were sent."""
        data: Any = self.data
        data = data.copy()
        for name, value in values.items():
            data[name] = value
        self.data = data


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Show the form, or take the report and show its receipt."""
    user = officer(request)
    if request.method != "POST":
        home = user.organisation
        place = (home.agency or home).name if home else ""
        return _show(request, CounterForm(initial={"agency": place}))
    form = CounterForm(request.POST, request.FILES)
    form.is_valid()
    region = _chosen(form, "region", places.choose_region)
    agency = _chosen(form, "agency", places.choose_agency)
    if not form.errors:
        try:
            receipt = _submit(form.cleaned_data, user, region.code, agency.code)
        except Conflict as refusal:
            form.change(key=uuid4().hex)
            put_refusal(form, refusal)
        except (Invalid, TooLarge) as refusal:
            put_refusal(form, refusal)
        else:
            return _thanks(receipt)
    return _show(request, form, region=region, agency=agency)


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show number and code to be printed, for half an hour."""
    user, now = officer(request), clock.now()
    try:
        number, code = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS
        )
        case = case_seen_by(user, number, on=today(now))
    except (signing.BadSignature, ValueError, NotFound):
        return HttpResponseRedirect(reverse("desk:counter"))
    explanation = why(case, Timer.VERIFICATION, at=now)
    track_url = f"{settings.LAPOR_PUBLIC_URL}{reverse('portal:track')}"
    context = {
        "case": case,
        "number": number,
        "code": ids.code_shown(code),
        "qr_text": f"{track_url}#{number}.{code}",
        "track_url": track_url,
        "next_step": next_step(case).what,
        "explanation": explanation,
        "due": explanation.standing if explanation else None,
    }
    return render(request, "desk/receipt.html", context)


def _chosen(form: CounterForm, name: str, choose: Any) -> places.Choice:
    data: Any = form.data
    choice: places.Choice = choose(data.getlist(name), data.get(f"{name}_for", ""))
    if choice.error and name not in form.errors:
        form.add_error(name, choice.error)
    return choice


def _show(
    request: HttpRequest,
    form: CounterForm,
    *,
    region: places.Choice = NO_CHOICE,
    agency: places.Choice = NO_CHOICE,
) -> HttpResponse:
    if form.is_bound:
        form.change(
            region_for=form["region"].value() or "",
            agency_for=form["agency"].value() or "",
        )
    context = {
        "form": form,
        "hits": {"region": region.hits, "agency": agency.hits},
        "had_files": bool(request.FILES),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/counter.html", context, status=status)


def _submit(given: dict[str, Any], user: User, region: str, agency: str) -> Receipt:
    now = clock.now()
    accepted = files.accept_all(given["attachments"], at=now)
    try:
        taken = submit(
            Report(
                classification=given["classification"],
                title=given["title"],
                content=given["content"],
                happened_on=given["date_of_incident"],
                location=given["location"],
                region=region,
                agency=agency,
                category_id=int(given["category"]) if given["category"] else None,
                is_anonymous=given["is_anonymous"],
                is_secret=given["is_secret"],
                consent=given["consent"],
            ),
            person=Person(
                name=given["name"],
                email=given["email"],
                phone=given["phone"],
                address=given["address"],
            ),
            key=given["key"],
            channel=Channel(given["channel"]),
            by=user.actor,
            at=now,
            files=accepted,
        )
    except DomainError:
        # Refused for certain. After any other failure the commit may have happened:
        # then the files stay, and the sweep finds out.
        files.discard(file.key for file in accepted)
        raise
    if not taken.is_new:
        files.discard(file.key for file in accepted)
    return taken


def _thanks(taken: Receipt) -> HttpResponse:
    address = reverse("desk:receipt")
    response = HttpResponseRedirect(address)
    response.set_cookie(
        COOKIE,
        signing.dumps([taken.case.number, taken.code], salt=SALT),
        max_age=LASTS,
        path=address,
        secure=settings.SITE_IS_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
