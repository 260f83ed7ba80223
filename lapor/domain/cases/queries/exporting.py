"""The rows of a list that is taken out: official columns, never an identity.

The order of the official export ("Laporan Ringkas") without the reporter's name, then
the columns that local dashboards use (domain §13.5). What a reporter kept secret stays
in the system, and an anonymous report shows its day without the hour.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import CharField, F, Func, Q, QuerySet
from django.db.models.functions import Trunc, TruncDate

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases.models import Case, Category
from lapor.domain.cases.rules import ArchiveReason, Channel, Closing, State
from lapor.domain.organisations.models import Region
from lapor.kernel.enums import noop, translate

from .desk import Filters, Tab, queue

COLUMNS: Final = (
    "Nomor Laporan",
    "Tracking ID",
    "Tanggal Laporan Masuk",
    "Waktu Laporan Masuk",
    "Klasifikasi Laporan",
    "ID Kategori",
    "Kategori",
    "Judul Laporan",
    "Isi Laporan Awal",
    "Tipe Laporan (Anonim/Rahasia)",
    "Sumber Laporan",
    "Instansi Induk",
    "ID Instansi Terdisposisi",
    "Instansi Terdisposisi",
    "Status Laporan",
    "Alasan Tunda/Arsip",
    "Provinsi",
    "Kota/Kabupaten",
    "Kecamatan",
    "Kelurahan",
    "Batas Waktu",
    "Cara Ditutup",
    "tracking_id",
    "tanggal_masuk",
    "dinas_tujuan",
    "kecamatan",
    "status",
    "kategori",
)
SECRET: Final = noop("(rahasia, baca di meja kerja)")
CHUNK: Final = 5_000


def export_rows(
    user: User, tab: Tab, filters: Filters, *, at: datetime, on: date, zone: ZoneInfo
) -> Iterator[tuple[Any, ...]]:
    """Yield one tuple of ``COLUMNS`` for each case of the tab, due first.

    Only cases this user may take out. ``zone`` is where the reader's days begin. Reads
    from a cursor on the server: memory stays flat however many rows there are.
    """
    line = _Line()
    cases = queue(user, tab, filters, at=at, on=on, action=Action.EXPORT)
    newest_first = ("-received_at", "-pk")
    due_first = (F("due_at").asc(nulls_last=True), "pk")
    ordered = cases.order_by(*(newest_first if tab == Tab.DONE else due_first))
    rows = _rows(ordered, zone)
    # Outside a transaction the database would prepare all before handing out the first.
    with transaction.atomic():
        for row in rows.iterator(chunk_size=CHUNK):
            yield line(*row)


FIELDS: Final = (
    "number",
    "tracking_id",
    "day",
    "hour",
    "classification__label",
    "category_id",
    "title",
    "edited_title",
    "content",
    "is_anonymous",
    "is_secret",
    "channel",
    "agency__name",
    "target_code",
    "unit__name",
    "state",
    "archive_reason",
    "region_id",
    "due_day",
    "closing",
)


class Hour(Func):
    """The clock time of a moment in a zone, as text: the database is quicker at it."""

    function = "to_char"
    template = "%(function)s(%(expressions)s, 'HH24:MI')"
    output_field = CharField()


def _rows(cases: QuerySet[Case], zone: ZoneInfo) -> QuerySet[Case, tuple[Any, ...]]:
    named = cases.select_related(None).annotate(
        target_code=F("agency__code"),
        day=TruncDate("received_at", tzinfo=zone),
        hour=Hour(Trunc("received_at", "minute", tzinfo=zone)),
        due_day=TruncDate("due_at", tzinfo=zone),
    )
    return named.values_list(*FIELDS)


class _Line:
    """Turns one row of the table into one line of the file."""

    def __init__(self) -> None:
        self.states = {str(state): state.label for state in State}
        self.channels = {str(channel): channel.label for channel in Channel}
        self.reasons = {str(reason): reason.label for reason in ArchiveReason}
        self.closings = {str(closing): closing.label for closing in Closing}
        self.topics = {
            pk: (external_id or "", name)
            for pk, external_id, name in Category.objects.values_list(
                "pk", "external_id", "name"
            )
        }
        self.places: dict[str | None, tuple[str, str, str, str]] = {
            None: ("", "", "", "")
        }
        self.names: dict[str, str] = {}
        self.regencies: set[str] = set()
        self.secret = translate(SECRET)

    def __call__(self, *row: Any) -> tuple[Any, ...]:
        (number, tracking_id, day, hour, class_label, category_id, title, edited,
         content, is_anonymous, is_secret, channel, agency, target_code, unit, state,
         reason, region_id, due_day, closing) = row  # fmt: skip
        external_id, topic = self.topics.get(category_id, ("", ""))
        place = self.places.get(region_id) or self._place(region_id)
        words = self.states[state]
        kinds = ("Anonim" if is_anonymous else "", "Rahasia" if is_secret else "")
        return (
            number,
            tracking_id or "",
            day,
            "" if is_anonymous else hour,
            class_label or "",
            external_id,
            topic,
            self.secret if is_secret else edited or title,
            self.secret if is_secret else content,
            "|".join(filter(None, kinds)),
            self.channels[channel],
            agency,
            target_code,
            unit or agency,
            words,
            self.reasons.get(reason, ""),
            *place,
            due_day or "",
            self.closings.get(closing, ""),
            tracking_id or number,
            day,
            unit or agency,
            place[2],
            words,
            topic,
        )

    def _place(self, code: str) -> tuple[str, str, str, str]:
        """Name province, regency, district and village; a regency is read at once."""
        parts = code.split(".")
        regency = ".".join(parts[:2])
        if regency not in self.regencies:
            self.regencies.add(regency)
            near = Q(pk=parts[0]) | Q(pk__startswith=regency)
            self.names |= dict(Region.objects.filter(near).values_list("pk", "name"))
        codes = [".".join(parts[: n + 1]) for n in range(len(parts))]
        found = [self.names.get(each, "") for each in codes] + [""] * 4
        self.places[code] = (found[0], found[1], found[2], found[3])
        return self.places[code]
