"""Workbooks by xlsxwriter: one sheet for each table, charts left to the PDF.

Texts are stored as texts and never as formulas or links. Totals are numbers and not
formulas, since they were checked before.
"""

import io
import re
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext

from lapor.domain.reports import wording
from lapor.domain.reports.rendering.pdf import source_of
from lapor.domain.reports.rules.documents import Document
from lapor.domain.reports.rules.tables import Cell, Column, Kind, Table

#: A workbook never takes a text for a formula or a link.
SAFE: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NAME: Final = 31  # signs of the name of a sheet
_ODD: Final = re.compile(r"[\[\]:*?/\\']")
_FORMATS: Final = {
    Kind.COUNT: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.POINTS: "0.00",
    Kind.DAYS: "0.0",
    Kind.DATE: "yyyy-mm-dd",
}


def xlsx_of(document: Document) -> bytes:
    """Return the workbook, or raise NotAddingUp: then nothing is made."""
    import xlsxwriter  # noqa: PLC0415 - slow to load, and few processes need it

    document.check()
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, SAFE)
    made = document.made_at.replace(tzinfo=None)
    about = {"title": document.title, "author": document.publisher, "created": made}
    book.set_properties(about)
    formats = _formats(book)
    front = book.add_worksheet(gettext("Isi"))
    names = _front(front, document, formats)
    for table, name in zip(document.tables(), names, strict=True):
        _sheet(book.add_worksheet(name), table, formats)
    book.close()
    return out.getvalue()


def _front(page: Any, document: Document, formats: dict[str, Any]) -> list[str]:
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 70)
    lines = [
        (document.title, document.subtitle),
        (gettext("Penerbit"), document.publisher),
        (gettext("Nomor"), document.number or wording.NOTHING),
        (gettext("Dibuat"), wording.moment(document.made_at)),
        (gettext("Periksa di"), document.verify_url or wording.NOTHING),
        *document.facts,
        ("", ""),
        (gettext("Lembar"), gettext("Tabel")),
    ]
    names: list[str] = []
    for table in document.tables():
        names.append(_name(len(names) + 1, table.title))
        lines.append((names[-1], table.title))
    for at, (left, right) in enumerate(lines):
        style = formats["head"] if left == gettext("Lembar") or at == 0 else None
        page.write_string(at, 0, left, style)
        page.write_string(at, 1, right, style)
    return names


def _sheet(page: Any, table: Table, formats: dict[str, Any]) -> None:
    page.write_string(0, 0, table.title, formats["head"])
    page.write_string(1, 0, source_of(table))
    page.freeze_panes(4, 1)
    for at, column in enumerate(table.columns):
        width = 34 if column.kind == Kind.TEXT and at == 0 else 16
        page.set_column(at, at, width)
        page.write_string(3, at, column.label, formats["head"])
    line = 4
    for row in table.rows:
        _row(page, line, table.cells(row), table.columns, formats, "")
        line += 1
    if table.total is not None:
        _row(page, line, table.cells(table.total), table.columns, formats, "bold")


def _row(
    page: Any,
    line: int,
    cells: list[Cell],
    columns: tuple[Column, ...],
    formats: dict[str, Any],
    weight: str,
) -> None:
    for at, (value, column) in enumerate(zip(cells, columns, strict=True)):
        style = formats[f"{weight}{column.kind}"]
        if value is None or value == "":
            page.write_string(line, at, wording.NOTHING, style)
        elif column.kind == Kind.POINTS and isinstance(value, int):
            page.write_number(line, at, value / 100, style)
        elif isinstance(value, Fraction | int):
            page.write_number(line, at, float(value), style)
        elif column.kind == Kind.DATE and not isinstance(value, str):
            page.write_datetime(line, at, value, style)
        else:
            page.write_string(line, at, _plain(str(value)), style)


def _formats(book: Any) -> dict[str, Any]:
    found = {"head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1})}
    for weight in ("", "bold"):
        for kind in Kind:
            how: dict[str, Any] = {"bold": bool(weight)}
            if kind in _FORMATS:
                how["num_format"] = _FORMATS[kind]
            if weight:
                how["top"] = 1
            found[f"{weight}{kind}"] = book.add_format(how)
    return found


def _name(number: int, title: str) -> str:
    """Return a name of a sheet that spreadsheets accept; the number keeps it single."""
    return f"{number} {_ODD.sub(' ', title)}"[:NAME].rstrip()


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode()[:32_767]
