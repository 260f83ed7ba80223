"""Word files by python-docx, for documents that a person edits before sending."""

import io
from typing import Any, Final

from django.utils.translation import gettext

from lapor.domain.reports import wording
from lapor.domain.reports.rendering.pdf import RIGHT, shown, source_of
from lapor.domain.reports.rules.documents import (
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Points,
)
from lapor.domain.reports.rules.tables import Table

SMALL: Final = 8  # points of the letters of tables and sources


def docx_of(document: Document) -> bytes:
    """Return the Word file, or raise NotAddingUp: then nothing is made.

    Figures are given by their tables: a person may change words, not drawings.
    """
    from docx import Document as Word  # noqa: PLC0415 - few processes need it

    document.check()
    word: Any = Word()
    word.core_properties.title = document.title
    word.core_properties.author = document.publisher
    word.core_properties.created = document.made_at.replace(tzinfo=None)
    word.add_paragraph(document.publisher).runs[0].bold = True
    word.add_heading(document.title, 0)
    if document.subtitle:
        word.add_paragraph(document.subtitle)
    if document.number:
        word.add_paragraph(f"{gettext('Nomor')}: {document.number}")
    _facts(word, document.facts)
    for block in document.blocks:
        _block(word, block)
    _close(word, document)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _block(word: Any, block: Block) -> None:
    match block:
        case Heading(text, level):
            word.add_heading(text, level)
        case Paragraph(text, strong):
            for part in text.split("\n"):
                word.add_paragraph().add_run(part).bold = strong
        case Points(items, numbered):
            style = "List Number" if numbered else "List Bullet"
            for item in items:
                word.add_paragraph(item, style=style)
        case Facts(pairs):
            _facts(word, pairs)
        case Figure():
            _table(word, block.table)
        case Table():
            _table(word, block)


def _facts(word: Any, pairs: tuple[tuple[str, str], ...]) -> None:
    for name, value in pairs:
        line = word.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(value)


def _table(word: Any, table: Table) -> None:
    word.add_paragraph().add_run(table.title).bold = True
    made = word.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    _fill(made.rows[0], [column.label for column in table.columns], table, bold=True)
    for row in table.rows:
        _fill(made.add_row(), shown(table, row, table.columns), table)
    if table.total is not None:
        line = shown(table, table.total, table.columns)
        _fill(made.add_row(), line, table, bold=True)
    _small(word.add_paragraph(source_of(table)))


def _fill(row: Any, cells: list[str], table: Table, *, bold: bool = False) -> None:
    for cell, text, column in zip(row.cells, cells, table.columns, strict=True):
        line = cell.paragraphs[0]
        line.add_run(text).bold = bold
        line.alignment = 2 if column.kind in RIGHT else 0
        _small(line)


def _small(line: Any) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - few processes need it

    for run in line.runs:
        run.font.size = Pt(SMALL)


def _close(word: Any, document: Document) -> None:
    if signer := document.signer:
        for text in (
            signer.place_and_day,
            signer.post,
            signer.organisation,
            "",
            signer.name,
        ):
            word.add_paragraph(text)
    made = wording.moment(document.made_at)
    _small(word.add_paragraph(f"{gettext('Dibuat')}: {made}"))
    if document.verify_url:
        _small(word.add_paragraph(f"{gettext('Periksa di')}: {document.verify_url}"))
