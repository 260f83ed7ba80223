"""Many reports at once: letters of a week, the papers of a suggestion box.

A file of rows is looked at first (nothing is saved, every bad row is named), then taken
whole or not at all. The rows are told apart by the name of the batch and their number
in it, so a file that is sent twice is taken once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from lapor.domain.cases.models import Category
from lapor.domain.cases.queries import public_classes
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.rules import Origin, Report
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import (
    organisation_by_code,
    region_by_code,
    search_organisations,
    search_regions,
)
from lapor.domain.reporters.rules import Person
from lapor.kernel import lists, tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import DomainError, Invalid, NotFound, TooLarge
from lapor.kernel.lists import Column, ImportResult, ListSpec, Values

from .submitting import submit

MOST_ROWS: Final = 500  # of one file; a second takes about 100
#: The ways in which papers pile up.
CHANNELS: Final = (Channel.LETTER, Channel.BOX, Channel.WALK_IN, Channel.PHONE)

COLUMNS: Final = (
    Column("nomor", required=True, note=noop("Nomor urut di kiriman ini")),
    Column("jenis", required=True, note=noop("Pengaduan, aspirasi, atau permintaan")),
    Column("judul", required=True, note=noop("10 sampai 150 huruf")),
    Column("isi", required=True, note=noop("Seperti yang ditulis pelapor")),
    Column("tanggal_kejadian", read=lists.as_day, note=noop("Wajib untuk pengaduan")),
    Column("lokasi"),
    Column("wilayah", note=noop("Nama atau kode Kemendagri")),
    Column("instansi", note=noop("Nama atau kode; kosong: instansi Anda")),
    Column("kategori", note=noop("Nama kategori")),
    lists.flag("anonim"),
    lists.flag("rahasia"),
    Column("nama"),
    Column("telepon"),
    Column("surel"),
    Column("alamat"),
    Column("nomor_surat"),
    Column("tanggal_surat", read=lists.as_day),
    Column("tanggal_tiba", read=lists.as_day, note=noop("Wajib untuk surat")),
    Column("kotak", note=noop("Nama kotak saran")),
)
#: Where a refusal of the report belongs in the file.
_COLUMN_OF: Final = {
    "classification": "jenis",
    "title": "judul",
    "content": "isi",
    "date_of_incident": "tanggal_kejadian",
    "location": "lokasi",
    "region": "wilayah",
    "agency": "instansi",
    "category": "kategori",
    "name": "nama",
    "phone": "telepon",
    "email": "surel",
    "address": "alamat",
    "letter_number": "nomor_surat",
    "letter_on": "tanggal_surat",
    "arrived_on": "tanggal_tiba",
    "box": "kotak",
}


class Taken(NamedTuple):
    """One row that was taken: its number in the file, and what the reporter gets."""

    row: str
    number: str
    code: str
    title: str
    is_new: bool


@dataclass
class Batch:
    """One pile of papers. ``label`` tells it from other piles of the same agency.

    ``agency`` takes the rows that name none. ``has_consent``: every reporter agreed,
    or wrote himself, which the clerk confirms for the pile.
    """

    label: str
    channel: Channel
    agency: Organisation | None
    has_consent: bool
    taken: list[Taken] = field(default_factory=list)

    @property
    def spec(self) -> ListSpec:
        """The pile as a list that can be imported; it has no rows of its own."""
        return ListSpec(
            name="counter",
            title=noop("Laporan dari loket"),
            columns=COLUMNS,
            key=("nomor",),
            current=lambda: (),
            write=self._take,
        )

    def _take(self, values: Values, by: Actor, at: datetime) -> None:
        try:
            self.taken.append(self._submitted(values, by, at))
        except DomainError as refusal:
            if not refusal.fields:
                raise
            named = {
                _COLUMN_OF.get(name, ""): sentence
                for name, sentence in refusal.fields.items()
            }
            raise Invalid(refusal.message, fields=named) from None

    def _submitted(self, values: Values, by: Actor, at: datetime) -> Taken:
        given = {column.name: values.get(column.name) or "" for column in COLUMNS}
        row = str(given["nomor"])
        home = self.agency.code if self.agency else ""
        receipt = submit(
            Report(
                classification=_class(given["jenis"]),
                title=given["judul"],
                content=given["isi"],
                happened_on=values.get("tanggal_kejadian"),
                location=given["lokasi"],
                region=_region(given["wilayah"]),
                agency=_agency(given["instansi"]) or home,
                category_id=_category(given["kategori"]),
                is_anonymous=bool(values.get("anonim")),
                is_secret=bool(values.get("rahasia")),
                consent=self.has_consent,
            ),
            person=Person(
                name=given["nama"],
                phone=given["telepon"],
                email=given["surel"],
                address=given["alamat"],
            ),
            key=f"{home}:{self.label}:{row}",
            channel=self.channel,
            by=by,
            at=at,
            origin=Origin(
                letter_number=given["nomor_surat"],
                letter_on=values.get("tanggal_surat"),
                arrived_on=values.get("tanggal_tiba"),
                box=given["kotak"],
            ),
        )
        case = receipt.case
        return Taken(row, case.number, receipt.code, case.title, receipt.is_new)


def import_batch(
    batch: Batch,
    rows: Iterable[tables.Row],
    *,
    dry_run: bool,
    by: Actor,
    at: datetime,
) -> ImportResult:
    """Take all rows or none; afterwards ``batch.taken`` has them in order.

    A row that was taken before counts as unchanged and keeps its number and code.
    Raises Invalid or TooLarge for a file that cannot be read.
    """
    batch.taken.clear()
    result = lists.import_rows(
        batch.spec, _not_too_many(rows), dry_run=dry_run, by=by, at=at
    )
    known = sum(not each.is_new for each in batch.taken)
    result.created -= known
    result.unchanged += known
    return result


def _not_too_many(rows: Iterable[tables.Row]) -> Iterator[tables.Row]:
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise TooLarge(
                _("Berkas ini lebih dari %(most)d baris. Bagi menjadi beberapa berkas.")
                % {"most": MOST_ROWS}
            )
        yield row


def _class(text: str) -> str:
    wanted = text.strip().casefold()
    for row in public_classes():
        if wanted in {row.code.casefold(), translate(row.label).casefold()}:
            return row.code
    names = ", ".join(translate(row.label) for row in public_classes())
    raise _wrong("classification", _("Isi dengan salah satu: %(names)s."), names=names)


def _region(text: str) -> str:
    if not text:
        return ""
    try:
        return region_by_code(text).code
    except NotFound:
        found = search_regions(text, limit=3)
    exact = [row for row in found if row.name.casefold() == text.casefold()]
    for only in (found, exact):
        if len(only) == 1:
            return only[0].code
    raise _wrong(
        "region", _("Wilayah “%(text)s” tidak jelas. Tulis kodenya."), text=text
    )


def _agency(text: str) -> str:
    if not text:
        return ""
    try:
        return organisation_by_code(text).code
    except NotFound:
        found = search_organisations(text, limit=3)
    exact = [row for row in found if row.name.casefold() == text.casefold()]
    for only in (found, exact):
        if len(only) == 1:
            return only[0].code
    raise _wrong(
        "agency", _("Instansi “%(text)s” tidak jelas. Tulis kodenya."), text=text
    )


def _category(text: str) -> int | None:
    if not text:
        return None
    found = list(
        Category.objects.filter(name__iexact=text, is_active=True)
        .order_by("parent_id")
        .values_list("pk", flat=True)[:1]
    )
    if not found:
        raise _wrong("category", _("Kategori “%(text)s” tidak dikenal."), text=text)
    return int(found[0])


def _wrong(name: str, sentence: str, **words: str) -> Invalid:
    told = sentence % words
    return Invalid(told, fields={name: told})
