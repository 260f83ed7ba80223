"""Tables that add up. A table that does not is never issued (domain §13.3). Pure.

Shares are never written down: they are worked out of the counts beside them. So only
counts can be wrong, and those are added up before anything is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import Invalid

Cell = str | int | Fraction | date | None
Row = Mapping[str, Any]  # of column key to Cell

WRONG_SUM: Final = noop(
    "Tabel “{table}” tidak cocok: kolom “{column}” berjumlah {found}, tetapi totalnya "
    "tertulis {stated}. Dokumen tidak diterbitkan."
)
WRONG_ACROSS: Final = noop(
    "Tabel “{table}” tidak cocok: di baris “{row}”, bagian-bagian “{column}” "
    "berjumlah {found}, tetapi tertulis {stated}. Dokumen tidak diterbitkan."
)
MORE_THAN_ALL: Final = noop(
    "Tabel “{table}” tidak cocok: di baris “{row}”, “{column}” lebih dari 100 persen. "
    "Dokumen tidak diterbitkan."
)
NO_ORIGIN: Final = noop(
    "Tabel “{table}” belum menyebut sumber atau dasar hitungnya. Dokumen tidak "
    "diterbitkan."
)


class NotAddingUp(Invalid):
    """A table contradicts itself; the document that holds it is not issued."""


class Kind(StrEnum):
    """What a column holds. Points are hundredths of a point; days may be fractions."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    DAYS = "days"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``adds``: its total row must be the sum of its rows.

    ``parts`` are the columns it is the sum of, row by row. A share is ``part`` of
    ``whole``; without ``whole``, of the total of ``part``.
    """

    key: str
    label: str
    kind: Kind = Kind.COUNT
    adds: bool = False
    parts: tuple[str, ...] = ()
    part: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where numbers come from: source, moment (UTC) as of which, what was counted."""

    source: str
    cut_off: datetime
    basis: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its origin. ``total`` None: its rows are no parts of a whole.

    ``Table`` holds raw values; how they look is the business of the renderer.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    origin: Origin
    total: Row | None = None
    note: str = ""

    def summed(self, label: str) -> "Table":
        """Return it with a total row that is the sum of the columns that add."""
        total: dict[str, Cell] = {self.columns[0].key: label}
        for column in self.columns:
            if column.adds:
                total[column.key] = _sum(self.rows, column.key)
        return replace(self, total=total)

    def cells(self, row: Row) -> list[Cell]:
        """Return the cells of a row in the order of the columns, shares worked out."""
        return [self._cell(row, column) for column in self.columns]

    def lines(self) -> list[list[Cell]]:
        """Return every row, without the total."""
        return [self.cells(row) for row in self.rows]

    def check(self) -> "Table":
        """Return the table itself, or raise NotAddingUp and say where it is wrong."""
        if not (self.origin.source and self.origin.basis):
            raise NotAddingUp(translate(NO_ORIGIN).format(table=self.title))
        for row in [*self.rows, *([self.total] if self.total else [])]:
            self._check_row(row)
        if self.total is not None:
            for column in self.columns:
                self._check_sum(column, self.total)
        return self

    def _cell(self, row: Row, column: Column) -> Cell:
        if column.kind != Kind.SHARE:
            return row.get(column.key)
        part = row.get(column.part)
        whole = (
            row.get(column.whole)
            if column.whole
            else (self.total or {}).get(column.part)
        )
        if not isinstance(part, int) or not isinstance(whole, int) or not whole:
            return None
        return Fraction(part, whole)

    def _check_sum(self, column: Column, total: Row) -> None:
        stated = total.get(column.key)
        if column.adds and (found := _sum(self.rows, column.key)) != stated:
            raise NotAddingUp(
                translate(WRONG_SUM).format(
                    table=self.title,
                    column=column.label,
                    found=_shown(found),
                    stated=_shown(stated),
                )
            )

    def _check_row(self, row: Row) -> None:
        for column in self.columns:
            name = row.get(self.columns[0].key) or "\N{EN DASH}"
            words = {"table": self.title, "column": column.label, "row": name}
            if column.parts and row.get(column.key) is not None:
                found = sum(_whole(row, key) for key in column.parts)
                if found != row[column.key]:
                    shown = {
                        "found": _shown(found),
                        "stated": _shown(row[column.key]),
                    }
                    raise NotAddingUp(translate(WRONG_ACROSS).format(**words, **shown))
            share = self._cell(row, column) if column.kind == Kind.SHARE else None
            if isinstance(share, Fraction) and not 0 <= share <= 1:
                raise NotAddingUp(translate(MORE_THAN_ALL).format(**words))


def bounded(share: Fraction) -> Fraction:
    """Return a share kept between 0 and 1."""
    return min(max(share, Fraction(0)), Fraction(1))


def _sum(rows: Sequence[Row], key: str) -> int:
    return sum(_whole(row, key) for row in rows)


def _whole(row: Row, key: str) -> int:
    value = row.get(key)
    return value if isinstance(value, int) else 0


def _shown(value: Cell) -> str:
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else "\N{EN DASH}"
