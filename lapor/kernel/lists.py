"""Lists that people take out and bring back as tables, with a dry run.

A room describes each of its lists once (``ListSpec``) and registers it; commands and
pages then export and import any of them alike. A dry run does exactly what the import
does and rolls back, so it cannot promise too much.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db import DataError, IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from lapor.kernel import tables
from lapor.kernel.actor import Actor
from lapor.kernel.enums import Labelled, noop
from lapor.kernel.errors import DomainError, NotFound

Values = dict[str, Any]
#: Told after every so many rows: how many have been looked at.
Tell = Callable[[int], None]
_STEP: Final = 1_000


def as_text(value: tables.Cell) -> str:
    """Return the cell as text without outer blanks."""
    return tables.text(value)


def as_day(value: tables.Cell) -> date | None:
    """Return a day from a date cell, ``2025-04-15`` or ``15/04/2025``.

    Raises ValueError with a sentence.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    plain = tables.text(value)
    if not plain:
        return None
    try:
        if "/" in plain:
            day, month, year = plain.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(plain)
    except ValueError:
        raise ValueError(
            gettext("Tanggal harus seperti 2025-04-15 atau 15/04/2025.")
        ) from None


def as_number(value: tables.Cell) -> int | None:
    """Return a whole number, None for an empty cell; raises ValueError."""
    plain = tables.text(value)
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:
        raise ValueError(gettext("Isi dengan bilangan bulat, misalnya 5."))
    return int(plain)


def as_flag(value: tables.Cell) -> bool:
    """Return yes or no from ya/tidak, true/false, 1/0; raises ValueError."""
    plain = tables.text(value).lower()
    if plain in {"ya", "true", "1", "y"}:
        return True
    if plain in {"tidak", "false", "0", "t", ""}:
        return False
    raise ValueError(gettext("Isi dengan ya atau tidak."))


def show_flag(value: bool) -> str:
    """Return what ``as_flag`` reads."""
    return "ya" if value else "tidak"


def as_several(value: tables.Cell) -> list[str]:
    """Return the parts of a cell between semicolons."""
    parts = (each.strip() for each in tables.text(value).split(";"))
    return [each for each in parts if each]


def choice_of(kind: type[Labelled]) -> Callable[[tables.Cell], str]:
    """Return a reader of the value or the label of an enumeration."""

    def read(value: tables.Cell) -> str:
        plain = tables.text(value).casefold()
        for member in kind:
            if plain in {member.value, member.source.casefold()}:
                return member.value
        raise ValueError(
            gettext("Tidak dikenal. Pilih salah satu: %(all)s.")
            % {"all": ", ".join(kind)}
        )

    return read


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, how a cell is read and shown, whether it is a must.

    ``read`` makes the value of a cell and raises ValueError with a sentence for
    people; ``show`` makes a cell of the value. ``note`` explains the column.
    """

    name: str
    read: Callable[[tables.Cell], Any] = as_text
    show: Callable[[Any], Any] = _as_it_is
    required: bool = False
    note: str = ""


def flag(name: str, note: str = "") -> Column:
    """Return a column that says yes or no."""
    return Column(name, as_flag, show_flag, note=note)


def several(name: str, note: str, *, required: bool = False) -> Column:
    """Return a column of several texts between semicolons."""
    return Column(name, as_several, "; ".join, required=required, note=note)


#: The columns of a dated row.
VALID_FROM: Final = Column("valid_from", read=as_day, required=True)
VALID_UNTIL: Final = Column(
    "valid_until", read=as_day, note=noop("Hari terakhir berlaku")
)
LEGAL_BASIS: Final = Column("legal_basis", required=True, note=noop("Dasar hukum"))


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One list. ``key`` names the columns that tell rows apart.

    ``current`` yields the rows as they stand, a value for every column.
    ``write`` adds or changes one row and its ledger entry; it gets the columns that
    the file has, of a row that stands the others too, and raises a DomainError with
    ``fields`` for what it refuses.
    ``settle`` does once, in the same transaction, what follows from the changes.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    current: Callable[[], Iterable[Values]]
    write: Callable[[Values, Actor, datetime], object]
    settle: Callable[[], object] = lambda: None

    @property
    def header(self) -> list[str]:
        """The column names in the order of the file."""
        return [column.name for column in self.columns]


class RowError(NamedTuple):
    """Why one row cannot be taken. ``column`` is empty when it is the whole row."""

    row: int
    column: str
    why: str


@dataclass(slots=True)
class ImportResult:
    """What an import did, or would do. Unit: rows; blank rows do not count."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    dry_run: bool = False

    @property
    def is_saved(self) -> bool:
        """True when the changes stand: no dry run and not one bad row."""
        return not self.dry_run and not self.errors

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "rows": self.rows,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": len({error.row for error in self.errors}),
            "errors": [error._asdict() for error in self.errors],
            "dry_run": self.dry_run,
            "saved": self.is_saved,
        }


REGISTRY: Final[dict[str, ListSpec]] = {}


def register(*specs: ListSpec) -> None:
    """Make lists known to commands and pages; a name once."""
    for spec in specs:
        if REGISTRY.setdefault(spec.name, spec) is not spec:
            raise ValueError(f"Two lists are called {spec.name}.")


def find(name: str) -> ListSpec:
    """Return a registered list; raises NotFound that names those there are."""
    try:
        return REGISTRY[name]
    except KeyError:
        raise NotFound(
            gettext("Daftar “%(name)s” tidak ada. Yang ada: %(all)s.")
            % {"name": name, "all": ", ".join(sorted(REGISTRY))}
        ) from None


def standing(spec: ListSpec, rows: QuerySet[Any], **paths: str) -> Iterator[Values]:
    """Yield the rows of a query as values of a list.

    ``paths`` say where a column is found that has another name in the model. What is
    empty in a column of texts is the empty text.
    """
    empty = {each.name: "" if each.read is as_text else None for each in spec.columns}
    cells = rows.values_list(*(paths.get(name, name) for name in spec.header))
    for row in cells.iterator():
        yield {
            name: empty[name] if cell is None else cell
            for name, cell in zip(spec.header, row, strict=True)
        }


def exported(spec: ListSpec) -> Iterator[list[Any]]:
    """Yield the rows of a list as cells in the order of its header."""
    for values in spec.current():
        yield [column.show(values[column.name]) for column in spec.columns]


class _Undone(Exception):
    """Leaves the transaction of a dry run or of a file with bad rows."""


def import_rows(
    spec: ListSpec,
    rows: Iterable[tables.Row],
    *,
    dry_run: bool,
    by: Actor,
    at: datetime,
    tell: Tell = lambda done: None,
) -> ImportResult:
    """Add and change rows, all or none; every bad row is named with its column.

    Columns missing in the file keep their value, or take the default in a new row.
    Rows that are not in the file stay. Nothing is saved in a dry run, nor when any
    row is bad. Raises Invalid or TooLarge for a file that cannot be read.
    """
    result = ImportResult(dry_run=dry_run)
    standing = {_key(spec, values): values for values in spec.current()}
    seen: dict[tuple[Any, ...], int] = {}
    try:
        with transaction.atomic():
            for row in rows:
                if not result.rows:
                    result.errors.extend(_misnamed(spec, row))
                    if result.errors:
                        break
                result.rows += 1
                _import_row(spec, row, standing, seen, result, by, at)
                if result.rows % _STEP == 0:
                    tell(result.rows)
            tell(result.rows)
            if not result.is_saved:
                raise _Undone
            if result.created or result.changed:
                spec.settle()
    except _Undone:
        pass
    return result


def _import_row(
    spec: ListSpec,
    row: tables.Row,
    standing: Mapping[tuple[Any, ...], Values],
    seen: dict[tuple[Any, ...], int],
    result: ImportResult,
    by: Actor,
    at: datetime,
) -> None:
    values, errors = _read(spec, row)
    if not errors:
        key = _key(spec, values)
        if key in seen:
            why = gettext("Sama dengan baris %(row)d.") % {"row": seen[key]}
            errors = [RowError(row.number, spec.key[0], why)]
        seen.setdefault(key, row.number)
    if not errors:
        before = standing.get(key)
        if before is not None and _alike(values, before):
            result.unchanged += 1
            return
        errors = _incomplete(spec, row) if before is None else []
    if not errors:
        errors = _write(spec, row.number, {**(before or {}), **values}, by, at)
        if not errors:
            result.created += before is None
            result.changed += before is not None
    result.errors.extend(errors)


def _misnamed(spec: ListSpec, first: tables.Row) -> list[RowError]:
    """Name unknown and missing columns, once, as errors of the header."""
    unknown = [name for name in first.values if name not in spec.header]
    missing = [name for name in spec.key if name not in first.values]
    return [
        *(RowError(1, name, gettext("Kolom ini tidak dikenal.")) for name in unknown),
        *(RowError(1, name, gettext("Kolom ini harus ada.")) for name in missing),
    ]


def _incomplete(spec: ListSpec, row: tables.Row) -> list[RowError]:
    """Name the columns that a new row needs and the file does not have."""
    return [
        RowError(row.number, column.name, gettext("Wajib diisi."))
        for column in spec.columns
        if column.required and column.name not in row.values
    ]


def _read(spec: ListSpec, row: tables.Row) -> tuple[Values, list[RowError]]:
    values: Values = {}
    errors: list[RowError] = []
    if row.excess:
        why = gettext("Ada isi di kanan kolom terakhir. Periksa pemisah kolomnya.")
        errors.append(RowError(row.number, "", why))
    for column in spec.columns:
        if column.name not in row.values:
            continue
        cell = row.values[column.name]
        if column.required and tables.text(cell) == "":
            errors.append(RowError(row.number, column.name, gettext("Wajib diisi.")))
            continue
        try:
            values[column.name] = column.read(cell)
        except ValueError as refusal:
            errors.append(RowError(row.number, column.name, str(refusal)))
    return values, errors


def _write(
    spec: ListSpec, number: int, values: Values, by: Actor, at: datetime
) -> list[RowError]:
    try:
        with transaction.atomic():
            spec.write(values, by, at)
    except DomainError as refusal:
        if refusal.fields:
            return [RowError(number, *pair) for pair in refusal.fields.items()]
        return [RowError(number, "", refusal.message)]
    except IntegrityError:
        why = gettext("Bertentangan dengan baris lain dalam daftar.")
        return [RowError(number, "", why)]
    except DataError:
        why = gettext("Ada isi yang terlalu panjang atau bilangan yang terlalu besar.")
        return [RowError(number, "", why)]
    return []


def _key(spec: ListSpec, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(values.get(name) for name in spec.key)


def _alike(values: Values, before: Values) -> bool:
    return all(before.get(name) == value for name, value in values.items())
