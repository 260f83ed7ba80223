"""How a row of the official export ("Laporan Ringkas") is read. Pure.

Twenty or twenty-one columns. Days carry English month abbreviations, padded or not;
times are UTC. What the file does not say (when it was dispatched, answered, closed)
stays unsaid.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from lapor.domain.cases.rules import ArchiveReason, Channel, Closing, State
from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import DomainError
from lapor.kernel.text import clean

T = TypeVar("T")
Cell = str | int | float | bool | date | datetime | time

COLUMNS: Final = (
    "Tracking ID",
    "Tanggal Laporan Masuk",
    "Waktu Laporan Masuk",
    "Nama Pelapor",
    "Klasifikasi Laporan",
    "ID Kategori",
    "Kategori",
    "Judul Laporan",
    "Isi Laporan Awal",
    "Isi Laporan Akhir",
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
)
#: Some agencies' files have it, some have not.
OPTIONAL: Final = frozenset({"Nama Pelapor"})

NEEDED: Final = noop("harus diisi")
NO_NUMBER: Final = noop("bukan nomor; isi angka saja")
NO_DAY: Final = noop("bukan tanggal; tulis seperti 18 Jan 2024")
NO_TIME: Final = noop("bukan waktu; tulis seperti 07:45:10 (UTC)")
NO_STATE: Final = noop("status ini tidak dikenal")
NO_CLASS: Final = noop("klasifikasi ini tidak dikenal")
NO_TYPE: Final = noop("bukan Anonim, Rahasia, atau Anonim|Rahasia")
NO_TEXT: Final = noop("judul dan isi laporan sama-sama kosong")
TOO_EARLY: Final = noop("tanggal ini lebih tua daripada LAPOR! sendiri")

FIRST_DAY: Final = date(2011, 1, 1)  # LAPOR! began in 2011
LONGEST_TITLE: Final = 255
LONGEST_TEXT: Final = 100_000
LARGEST_ID: Final = 2**63 - 1
LARGEST_SMALL_ID: Final = 2**31 - 1

MONTHS: Final = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                "jan januari january",
                "feb februari february",
                "mar maret march",
                "apr april",
                "may mei",
                "jun juni june",
                "jul juli july",
                "aug agu agt agustus august",
                "sep sept september",
                "oct okt oktober october",
                "nov november",
                "dec des desember december",
            ),
            start=1,
        )
        for name in names.split()
    }
)
CLASSES: Final = MappingProxyType(
    {
        "pengaduan": "complaint",
        "pengaduan berkadar pengawasan": "complaint_oversight",
        "pengaduan tidak berkadar pengawasan": "complaint_ordinary",
        "permintaan informasi": "information",
        "aspirasi": "aspiration",
    }
)


class End(NamedTuple):
    """What an official end state is here."""

    state: State
    closing: Closing | None = None


STATES: Final[Mapping[str, End]] = MappingProxyType(
    {
        "ditutup oleh sistem": End(State.CLOSED, Closing.SILENCE),
        "ditutup oleh admin": End(State.CLOSED, Closing.OFFICER),
        "ditutup oleh pelapor": End(State.CLOSED, Closing.ACCEPTED),
        "diarsipkan oleh sistem": End(State.ARCHIVED, Closing.ARCHIVED_BY_SYSTEM),
        "diarsipkan oleh admin": End(State.ARCHIVED, Closing.ARCHIVED_BY_OFFICER),
        "diarsipkan oleh pelapor": End(State.ARCHIVED, Closing.ARCHIVED_BY_REPORTER),
        "konten terblokir": End(State.ARCHIVED, Closing.ARCHIVED_BY_OFFICER),
        "menunggu kelengkapan informasi": End(State.ON_HOLD),
        "belum terverifikasi": End(State.RECEIVED),
    }
)
CHANNELS: Final = (
    ("website -", Channel.PORTAL),
    ("website", Channel.WEB),
    ("android", Channel.APP),
    ("ios", Channel.APP),
    ("sms", Channel.SMS),
    ("twitter", Channel.TWITTER),
    ("instagram", Channel.INSTAGRAM),
    ("whatsapp", Channel.WHATSAPP),
    ("email", Channel.EMAIL),
    ("surel", Channel.EMAIL),
    ("hotline", Channel.PHONE),
    ("telepon", Channel.PHONE),
    ("call center", Channel.PHONE),
    ("tatap muka", Channel.WALK_IN),
    ("pos surat", Channel.LETTER),
    ("surat", Channel.LETTER),
    ("kotak saran", Channel.BOX),
    ("lapor mas wapres", Channel.VICE_PRESIDENT),
    ("api", Channel.API),
)
"""How the official names of channels begin, the longer ones first."""
REASONS: Final = (
    ("keinginan pelapor", ArchiveReason.WITHDRAWN),
    ("dicabut", ArchiveReason.WITHDRAWN),
    ("kadaluarsa", ArchiveReason.NOT_COMPLETED),
    ("kedaluwarsa", ArchiveReason.NOT_COMPLETED),
    ("tidak dilengkapi", ArchiveReason.NOT_COMPLETED),
    ("duplikat", ArchiveReason.DUPLICATE),
    ("uji coba", ArchiveReason.TRIAL),
    ("peradilan", ArchiveReason.IN_COURT),
)
"""Words that tell one reason. The commonest official sentence lists several reasons at
once and so tells none: it is kept as it stands and counted as unstated."""
NAMES: Final = (
    *("Kategori", "Instansi Induk", "Instansi Terdisposisi"),
    *("Provinsi", "Kota/Kabupaten", "Kecamatan", "Kelurahan"),
)
NOT_KNOWN: Final = frozenset({"", "-", "tidak diketahui", "nan", "null", "none"})


class Fault(NamedTuple):
    """What is wrong in a row, in words. ``row`` is its line in the sheet."""

    row: int
    column: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedRow:
    """One good row. Names are as written; whether they are known is asked later."""

    row: int
    tracking_id: int
    received_at: datetime  # UTC
    reporter: str
    classification: str
    category_id: int | None
    category: str
    title: str
    content: str
    is_anonymous: bool
    is_secret: bool
    channel: Channel | None
    agency: str
    unit_id: int | None
    unit: str
    state: State
    closing: Closing | None
    reason: ArchiveReason | None
    places: tuple[str, str, str, str]
    kept: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""


def missing_columns(header: Iterable[str]) -> list[str]:
    """Return the columns that a sheet would need and has not."""
    there = {_key(name) for name in header}
    return [
        name for name in COLUMNS if name not in OPTIONAL and _key(name) not in there
    ]


def read_exported(
    row: int, values: Mapping[str, Cell], *, at: datetime
) -> ExportedRow | list[Fault]:
    """Return the row as we understand it, or everything that is wrong with it.

    ``at`` is now (UTC): a report from the future is a fault.
    """
    cells = _Cells(row, values)
    moment = _moment(cells, at)
    end = cells.choice("Status Laporan", STATES, NO_STATE, needed=True)
    classification = cells.choice("Klasifikasi Laporan", CLASSES, NO_CLASS)
    tracking_id = cells.whole("Tracking ID", LARGEST_ID, needed=True)
    title, content, kept = _words(cells)
    is_anonymous, is_secret = _protection(cells)
    category_id = cells.whole("ID Kategori", LARGEST_SMALL_ID)
    unit_id = cells.whole("ID Instansi Terdisposisi", LARGEST_SMALL_ID)
    category, agency, unit, province, regency, district, village = (
        cells.name(column) for column in NAMES
    )
    reporter = cells.text("Nama Pelapor")
    kept |= _as_written(cells)
    if cells.faults or moment is None or end is None or tracking_id is None:
        return cells.faults
    is_archived = end.state == State.ARCHIVED
    return ExportedRow(
        row=row,
        tracking_id=tracking_id,
        received_at=moment,
        reporter=reporter,
        classification=classification or "",
        category_id=category_id,
        category=category,
        title=title,
        content=content,
        is_anonymous=is_anonymous,
        is_secret=is_secret,
        channel=channel_of(kept.get("Sumber Laporan", "")),
        agency=agency,
        unit_id=unit_id,
        unit=unit,
        state=end.state,
        closing=end.closing,
        reason=reason_of(kept.get("Alasan Tunda/Arsip", "")) if is_archived else None,
        places=(province, regency, district, village),
        kept=kept,
        fingerprint=cells.fingerprint(),
    )


def channel_of(words: str) -> Channel | None:
    """Return the channel an official name means, None when we do not know it.

    >>> channel_of("Website - pemerintah-kabupaten-Bandung").value
    'sub_portal'
    >>> channel_of("Pos Surat").value, channel_of("Telegraf")
    ('letter', None)
    """
    plain = words.casefold()
    return next((kind for start, kind in CHANNELS if plain.startswith(start)), None)


def reason_of(sentence: str) -> ArchiveReason:
    """Return the one reason a sentence names, else "unstated".

    >>> reason_of("Laporan ini diarsipkan sesuai dengan keinginan Pelapor").value
    'withdrawn'
    >>> reason_of("").value
    'unstated'
    """
    plain = sentence.casefold()
    named = {reason for word, reason in REASONS if word in plain}
    return named.pop() if len(named) == 1 else ArchiveReason.UNSTATED


def parse_day(cell: Cell) -> date | None:
    """Return the day of a cell: a real date, ``5 May 2022``, or ``2022-05-05``.

    >>> parse_day("5 May 2022"), parse_day("05 Mei 2022"), parse_day("31 Feb 2022")
    (datetime.date(2022, 5, 5), datetime.date(2022, 5, 5), None)
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    try:
        if found := _DAY.fullmatch(text):
            day, month, year = found.groups()
            return date(int(year), MONTHS.get(month.casefold(), 0), int(day))
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_time(cell: Cell) -> time | None:
    """Return the time of a cell: real, a fraction of a day, or ``7:45:10``.

    >>> parse_time("7:45:10"), parse_time(0.5), parse_time("25:00")
    (datetime.time(7, 45, 10), datetime.time(12, 0), None)
    """
    if isinstance(cell, datetime):
        return cell.time().replace(microsecond=0)
    if isinstance(cell, time):
        return cell.replace(microsecond=0, tzinfo=None)
    if isinstance(cell, float) and 0 <= cell < 1:
        midnight = datetime(2000, 1, 1, tzinfo=UTC)
        return (midnight + timedelta(seconds=round(cell * 86_400))).time()
    found = _TIME.fullmatch(str(cell).strip())
    if not found:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


_DAY: Final = re.compile(r"([0-9]{1,2})[ -]([A-Za-z]{3,9})[ -]([0-9]{4})")
_TIME: Final = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?")


class _Cells:
    """Reads the cells of one row and notes what is wrong with them."""

    def __init__(self, row: int, values: Mapping[str, Cell]) -> None:
        self.row = row
        self.values = {_key(name): value for name, value in values.items()}
        self.faults: list[Fault] = []

    def blame(self, column: str, why: str) -> None:
        self.faults.append(Fault(self.row, column, translate(why)))

    def raw(self, column: str) -> Cell:
        return self.values.get(_key(column), "")

    def text(self, column: str, *, most: int = 500) -> str:
        """Return one clean line; a wrong one is a fault."""
        return self._clean(column, most, multiline=False)

    def body(self, column: str) -> str:
        """Return clean text with its lines."""
        return self._clean(column, LONGEST_TEXT, multiline=True)

    def name(self, column: str) -> str:
        """Return a name; "Tidak Diketahui" is none."""
        found = self.text(column)
        return "" if found.casefold() in NOT_KNOWN else found

    def whole(self, column: str, largest: int, *, needed: bool = False) -> int | None:
        """Return a whole number, also one that a spreadsheet made a float."""
        text = _plain(self.raw(column)).lstrip("#")
        if text.casefold() in NOT_KNOWN:
            if needed:
                self.blame(column, NEEDED)
            return None
        is_number = text.isascii() and text.isdigit() and len(text) < 20
        if not is_number or int(text) > largest:
            self.blame(column, NO_NUMBER)
            return None
        return int(text)

    def choice(
        self, column: str, known: Mapping[str, T], why: str, *, needed: bool = False
    ) -> T | None:
        """Return what a word of a fixed list means."""
        word = " ".join(_plain(self.raw(column)).casefold().split())
        if word in NOT_KNOWN:
            if needed:
                self.blame(column, NEEDED)
            return None
        if word not in known:
            self.blame(column, why)
        return known.get(word)

    def fingerprint(self) -> str:
        """Return what tells one version of the row from another, without a name."""
        name = _key("Nama Pelapor")
        body = "\x1f".join(
            f"{key}={_plain(value)}"
            for key, value in sorted(self.values.items())
            if key != name
        )
        digest = hashlib.sha256(body.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:32]

    def _clean(self, column: str, most: int, *, multiline: bool) -> str:
        try:
            return clean(_plain(self.raw(column)), max_length=most, multiline=multiline)
        except DomainError as error:
            self.blame(column, error.message)
            return ""


def _moment(cells: _Cells, at: datetime) -> datetime | None:
    day_cell, time_cell = (
        cells.raw("Tanggal Laporan Masuk"),
        cells.raw("Waktu Laporan Masuk"),
    )
    day, hour = parse_day(day_cell), parse_time(time_cell)
    if day is None:
        cells.blame("Tanggal Laporan Masuk", NO_DAY if _plain(day_cell) else NEEDED)
    elif day < FIRST_DAY:
        cells.blame("Tanggal Laporan Masuk", TOO_EARLY)
    if hour is None:
        cells.blame("Waktu Laporan Masuk", NO_TIME if _plain(time_cell) else NEEDED)
    if day is None or hour is None:
        return None
    moment = datetime.combine(day, hour, UTC)
    if moment > at:
        cells.blame(
            "Tanggal Laporan Masuk", noop("tanggal dan waktu ini ada di masa depan")
        )
    return moment


def _words(cells: _Cells) -> tuple[str, str, dict[str, str]]:
    """Return title and body; what had to be shortened is kept in full."""
    kept: dict[str, str] = {}
    title = cells.text("Judul Laporan", most=10_000)
    body, final = cells.body("Isi Laporan Awal"), cells.body("Isi Laporan Akhir")
    body, final = _unglued(body, title), _unglued(final, title)
    if final and body and final != body:
        kept["Isi Laporan Akhir"] = final
    body = body or final or title
    if not body and not cells.faults:
        cells.blame("Judul Laporan", NO_TEXT)
    title = title or body.partition("\n")[0]
    if len(title) > LONGEST_TITLE:
        kept["Judul Laporan"] = title
        title = title[: LONGEST_TITLE - 1].rstrip() + "…"
    return title, body, kept


def _unglued(body: str, title: str) -> str:
    """Take the title off the front of a body: exports glue it there."""
    if title and body.startswith(title):
        return body[len(title) :].lstrip() or body
    return body


def _protection(cells: _Cells) -> tuple[bool, bool]:
    column = "Tipe Laporan (Anonim/Rahasia)"
    words = {
        word.strip() for word in re.split(r"[|,;/]", cells.name(column).casefold())
    } - {"", "biasa", "(biasa)"}
    if words - {"anonim", "rahasia"}:
        cells.blame(column, NO_TYPE)
    return "anonim" in words, "rahasia" in words


def _as_written(cells: _Cells) -> dict[str, str]:
    columns = ("Status Laporan", "Sumber Laporan", "Alasan Tunda/Arsip")
    return {name: text for name in columns if (text := cells.text(name, most=2_000))}


def _plain(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _key(name: str) -> str:
    """Two spellings of one heading: blanks, case and a star do not count."""
    return " ".join(name.replace("*", " ").casefold().split())
