"""Checking lists that people bring as tables: days off and limits.

A row is a mapping of heading to cell (text, number or date). Nothing is stored here;
every bad row is named with its column and what to do.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple, TypeVar

from lapor.domain.deadlines.rules.counting import LONGEST
from lapor.domain.deadlines.rules.terms import (
    Evidence,
    HolidayKind,
    StartsAt,
    Timer,
    Unit,
)
from lapor.kernel.enums import Labelled, noop, translate

Row = Mapping[str, object]

NEEDED: Final = noop("harus diisi")
TOO_LONG: Final = noop("paling panjang {limit} huruf")
NO_DATE: Final = noop("bukan tanggal; tulis seperti 2025-04-15")
NO_NUMBER: Final = noop("bukan bilangan bulat 1 sampai {limit}")
NO_CHOICE: Final = noop("tidak dikenal; pilih salah satu: {choices}")
NOT_THERE: Final = noop("“{value}” belum ada; buat dahulu atau perbaiki ejaannya")
TWICE: Final = noop("sama dengan baris {row}; hapus salah satu")
BACKWARDS: Final = noop("mendahului tanggal mulai berlaku")


class RowError(NamedTuple):
    """What is wrong in a row; the first row below the headings is 2."""

    row: int
    column: str
    why: str


class HolidayRow(NamedTuple):
    """One good row of a list of days off."""

    calendar: str
    on: date
    name: str
    kind: HolidayKind
    legal_basis: str


class TermRow(NamedTuple):
    """One good row of a list of limits."""

    timer: Timer
    classification: str
    organisation: str
    amount: int
    unit: Unit
    starts_at: StartsAt
    regulation: str
    article: str
    evidence: Evidence
    valid_from: date
    valid_until: date | None
    transition: str


class _Bad(Exception):
    """A cell that cannot be read; the message is for people."""


Read = TypeVar("Read")
Choice = TypeVar("Choice", bound=Labelled)


class _Reader:
    """Reads the cells of one row and collects what is wrong with them."""

    def __init__(self, row: Row) -> None:
        self.row = {str(key).strip().lower(): value for key, value in row.items()}
        self.wrong: list[tuple[str, str]] = []

    def read(self, column: str, how: Callable[[object], Read]) -> Read | None:
        """Return the cell as ``how`` reads it, or None and a note."""
        try:
            return how(self.row.get(column))
        except _Bad as error:
            self.wrong.append((column, str(error)))
            return None


def validate_holiday_rows(
    rows: Iterable[Row], *, calendars: Collection[str]
) -> tuple[list[HolidayRow], list[RowError]]:
    """Return the good rows and every error; ``calendars`` are the codes that exist.

    Headings: kalender, tanggal, nama, jenis, dasar_hukum. ``jenis`` is a value or a
    label of ``HolidayKind``. The same day twice in one list is an error.
    """

    def read(cells: _Reader) -> Sequence[object]:
        return (
            cells.read("kalender", _one_of(calendars)),
            cells.read("tanggal", _date),
            cells.read("nama", _text(200)),
            cells.read("jenis", _choice(HolidayKind)),
            cells.read("dasar_hukum", _text(300)),
        )

    return _validate(rows, read, HolidayRow, key=lambda row: row[:2], column="tanggal")


def validate_term_rows(
    rows: Iterable[Row],
    *,
    organisations: Collection[str],
    regulations: Collection[str],
    classifications: Collection[str],
) -> tuple[list[TermRow], list[RowError]]:
    """Return the good rows and every error; the collections are codes that exist.

    Headings: jenis, klasifikasi, instansi, jumlah, satuan, dihitung, peraturan,
    pasal, bukti, berlaku_dari, berlaku_sampai, peralihan.
    """

    def read(cells: _Reader) -> Sequence[object]:
        return (
            cells.read("jenis", _choice(Timer)),
            cells.read("klasifikasi", _one_of(classifications, or_empty=True)),
            cells.read("instansi", _one_of(organisations, or_empty=True)),
            cells.read("jumlah", _amount),
            cells.read("satuan", _choice(Unit)),
            cells.read("dihitung", _choice(StartsAt)),
            cells.read("peraturan", _one_of(regulations)),
            cells.read("pasal", _text(200, or_empty=True)),
            cells.read("bukti", _choice(Evidence)),
            (first := cells.read("berlaku_dari", _date)),
            cells.read("berlaku_sampai", _date_after(first)),
            cells.read("peralihan", _text(2_000, or_empty=True)),
        )

    return _validate(
        rows,
        read,
        TermRow,
        key=lambda row: (*row[:3], row.valid_from),
        column="berlaku_dari",
    )


Made = TypeVar("Made", HolidayRow, TermRow)


def _validate(
    rows: Iterable[Row],
    read: Callable[[_Reader], Sequence[object]],
    kind: Callable[..., Made],
    *,
    key: Callable[[Made], Any],
    column: str,
) -> tuple[list[Made], list[RowError]]:
    good: list[Made] = []
    errors: list[RowError] = []
    seen: dict[object, int] = {}
    for number, row in enumerate(rows, start=2):
        cells = _Reader(row)
        values = read(cells)
        if cells.wrong:
            errors += [RowError(number, where, why) for where, why in cells.wrong]
            continue
        made = kind(*values)
        if (first := seen.setdefault(key(made), number)) != number:
            errors.append(RowError(number, column, _say(TWICE, row=first)))
            continue
        good.append(made)
    return good, errors


def _say(sentence: str, **values: object) -> str:
    return translate(sentence).format(**values)


def _plain(value: object) -> str:
    return "" if value is None else str(value).strip()


def _text(limit: int, *, or_empty: bool = False) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = _plain(value)
        if not text and not or_empty:
            raise _Bad(_say(NEEDED))
        if len(text) > limit:
            raise _Bad(_say(TOO_LONG, limit=limit))
        if not text.isprintable() or not _is_unicode(text):
            raise _Bad(_say(noop("berisi karakter yang tidak dapat dicetak")))
        return text

    return read


def _is_unicode(text: str) -> bool:
    """Refuse lone surrogates, which no database stores."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _plain(value)
    if not text:
        raise _Bad(_say(NEEDED))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Bad(_say(NO_DATE)) from None


def _date_after(first: date | None) -> Callable[[object], date | None]:
    def read(value: object) -> date | None:
        if not _plain(value):
            return None
        day = _date(value)
        if first and day < first:
            raise _Bad(_say(BACKWARDS))
        return day

    return read


def _amount(value: object) -> int:
    text = _plain(value)
    if text.endswith(".0"):  # a spreadsheet's whole number
        text = text[:-2]
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LONGEST):
        raise _Bad(_say(NO_NUMBER, limit=LONGEST))
    return int(text)


def _choice(kind: type[Choice]) -> Callable[[object], Choice]:
    def read(value: object) -> Choice:
        text = _plain(value).casefold()
        for member in kind:
            if text in {
                member.value,
                member.source.casefold(),
                member.label.casefold(),
            }:
                return member
        raise _Bad(_say(NO_CHOICE, choices=", ".join(kind)))

    return read


def _one_of(
    codes: Collection[str], *, or_empty: bool = False
) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = _plain(value)
        if text in codes or (or_empty and not text):
            return text
        if not text:
            raise _Bad(_say(NEEDED))
        raise _Bad(_say(NOT_THERE, value=text[:60]))

    return read
