"""Many reports from one file: looked at first, taken whole, with slips to print."""

from contextlib import closing
from typing import Any, BinaryIO, Final, NamedTuple, cast

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.domain.accounts.models import User
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.actions import Batch, import_batch
from lapor.domain.intake.actions.batch import CHANNELS, COLUMNS, MOST_ROWS
from lapor.kernel import clock, drafts, ids, tables
from lapor.kernel.enums import translate
from lapor.kernel.errors import DomainError, NotFound
from lapor.kernel.lists import ImportResult
from lapor.web.desk.place import officer, today
from lapor.web.fields import Words, put_refusal

PATIENCE: Final = 60 * 60  # seconds that a file waits for the second look
SALT: Final = "lapor.web.desk.batch"
MOST_ERRORS: Final = 500
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: One row that shows how each column is filled.
EXAMPLE: Final = {
    "nomor": "1",
    "jenis": "Pengaduan",
    "judul": "Lampu jalan padam di depan pasar",
    "isi": "Lampu jalan di depan pasar padam sejak seminggu yang lalu.",
    "tanggal_kejadian": "2026-03-01",
    "lokasi": "Depan Pasar Baru",
    "anonim": "tidak",
    "rahasia": "tidak",
    "nama": "Nama pelapor",
    "nomor_surat": "12/RW/2026",
    "tanggal_surat": "2026-03-01",
    "tanggal_tiba": "2026-03-02",
}


class BatchForm(forms.Form):
    """The pile, and the file with its rows."""

    label = Words(
        longest=80,
        label=gettext_lazy("Nama kiriman"),
        help_text=gettext_lazy(
            "Misalnya “Kotak RSUD, minggu 9”. Berkas yang dikirim lagi dengan nama "
            "yang sama tidak dicatat dua kali."
        ),
    )
    channel = forms.ChoiceField(label=gettext_lazy("Masuk lewat"), choices=[])
    file = forms.FileField(
        label=gettext_lazy("Berkas CSV atau XLSX"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "Semua pelapor di berkas ini menulis sendiri atau setuju datanya dipakai "
            "untuk menangani laporan."
        ),
        error_messages={"required": gettext_lazy("Pastikan persetujuannya dulu.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill the ways in."""
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["channel"])
        field.choices = [(str(each), each.label) for each in CHANNELS]


class Slip(NamedTuple):
    """What one reporter is handed: number, code, and both as a QR code."""

    row: str
    title: str
    number: str
    code: str
    qr_text: str
    is_new: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """Look at a file without saving anything, then take it after a second look."""
    user = officer(request)
    if "ticket" in request.POST:
        return _take(request, user)
    form = BatchForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = _look(form, user, context)
    return _page(request, context, status)


@require_safe
def example(request: HttpRequest, form: str) -> HttpResponse:
    """Send an empty file with all columns and one row that shows how."""
    header = [column.name for column in COLUMNS]
    row = [EXAMPLE.get(name, "") for name in header]
    if form == "csv":
        content = b"".join(tables.write_csv(header, [row]))
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        response = HttpResponse(content_type=XLSX)
        tables.write_xlsx(cast(BinaryIO, response), header, [row], sheet="Loket")
    else:
        raise NotFound(gettext("Contoh ini ada sebagai CSV dan XLSX."))
    name = f'attachment; filename="contoh-loket.{form}"'
    response.headers["Content-Disposition"] = name
    return response


def _look(form: BatchForm, user: User, context: dict[str, Any]) -> int:
    """Try the file; a good one gets a ticket for the second look."""
    given = form.cleaned_data
    key = drafts.keep(given["file"])
    wanted = [given["label"], given["channel"]]
    try:
        result = _run(_batch(user, *wanted), key, user, dry_run=True)
    except DomainError as refusal:
        drafts.drop(key)
        put_refusal(form, refusal)
        return 422
    context |= _outcome(result)
    if result.errors or not result.rows:
        drafts.drop(key)
        return 422
    context["ticket"] = signing.dumps([user.pk, key, *wanted], salt=SALT)
    return 200


def _take(request: HttpRequest, user: User) -> HttpResponse:
    try:
        ticket = signing.loads(request.POST["ticket"], salt=SALT, max_age=PATIENCE)
        if ticket[0] != user.pk:
            raise NotFound("")
        pile = _batch(user, *ticket[2:])
        result = _run(pile, ticket[1], user, dry_run=False)
    except (signing.BadSignature, NotFound):
        return _page(request, {"form": BatchForm(), "lost": True}, 409)
    drafts.drop(ticket[1])
    context = _outcome(result)
    if not result.is_saved:
        return _page(request, context | {"form": BatchForm()}, 422)
    return render(request, "desk/batch_slips.html", context | {"slips": _slips(pile)})


def _batch(user: User, label: str, channel: str) -> Batch:
    home = user.organisation
    agency = (home.agency or home) if home else None
    return Batch(label, Channel(channel), agency, has_consent=True)


def _run(pile: Batch, key: str, user: User, *, dry_run: bool) -> ImportResult:
    # The rows are closed before their file: a refusal stops in the middle of it.
    with (
        drafts.opened(key) as file,
        closing(cast(Any, tables.read_rows(cast(BinaryIO, file)))) as rows,
    ):
        return import_batch(pile, rows, dry_run=dry_run, by=user.actor, at=clock.now())


def _slips(pile: Batch) -> list[Slip]:
    address = f"{settings.LAPOR_PUBLIC_URL}{reverse('portal:track')}"
    return [
        Slip(
            each.row,
            each.title,
            each.number,
            ids.code_shown(each.code),
            f"{address}#{each.number}.{each.code}",
            each.is_new,
        )
        for each in pile.taken
    ]


def _outcome(result: ImportResult) -> dict[str, Any]:
    return {
        "result": result,
        "errors_shown": result.errors[:MOST_ERRORS],
        "errors_more": max(0, len(result.errors) - MOST_ERRORS),
    }


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    columns = [
        (each.name, each.required, translate(each.note) if each.note else "")
        for each in COLUMNS
    ]
    more = {"columns": columns, "most": MOST_ROWS, "today": today(clock.now())}
    return render(request, "desk/batch.html", context | more, status=status)
