"""PDF/UA-1 by typst: tagged, with headings, lists, table heads and words for charts.

Only the fonts that typst brings are used, and the clock is that of the document: the
same document gives the same bytes.
"""

import io
import json
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language, gettext

from lapor.domain.reports import wording
from lapor.domain.reports.rules.documents import (
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Points,
)
from lapor.domain.reports.rules.tables import Column, Kind, Row, Table

TEMPLATES: Final = Path(__file__).parent.parent / "templates"
SHORT: Final = 18  # signs that never need a second line
LONG: Final = 40
RIGHT: Final = frozenset({Kind.COUNT, Kind.SHARE, Kind.POINTS, Kind.DAYS})


def pdf_of(document: Document) -> bytes:
    """Return the PDF, or raise NotAddingUp: then nothing is made."""
    import typst  # noqa: PLC0415 - large; only who makes a document pays for it

    made = typst.compile(
        str(TEMPLATES / "document.typ"),
        root=str(TEMPLATES),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        timestamp=document.made_at.replace(microsecond=0),
        sys_inputs={"data": json.dumps(data_of(document.check()), ensure_ascii=False)},
    )
    assert isinstance(made, bytes)  # noqa: S101 - one document, one file
    return _packed(made)


def data_of(document: Document) -> dict[str, Any]:
    """Return what the template reads: every number is already words."""
    signer = document.signer
    return {
        "language": (get_language() or settings.LANGUAGE_CODE)[:2],
        "title": document.title,
        "subtitle": document.subtitle,
        "publisher": document.publisher,
        "made": wording.moment(document.made_at),
        "number": document.number,
        "facts": [list(pair) for pair in document.facts],
        "verify": document.verify_url,
        "qr": _qr(document.verify_url) if document.verify_url else "",
        "is_letter": document.is_letter,
        "blocks": [_block(block) for block in document.blocks],
        "signer": None
        if signer is None
        else {
            "place": signer.place_and_day,
            "post": signer.post,
            "name": signer.name,
            "organisation": signer.organisation,
        },
        "words": {
            "contents": gettext("Daftar isi"),
            "table": gettext("Tabel"),
            "figure": gettext("Gambar"),
            "number": gettext("Nomor"),
            "made": gettext("Dibuat"),
            "page": gettext("Halaman"),
            "check": gettext(
                "Periksa keaslian dokumen ini: pindai kode di samping atau buka"
            ),
            "qr": gettext("Kode QR menuju halaman pemeriksaan keaslian dokumen"),
        },
    }


def _packed(made: bytes) -> bytes:
    """Return the same PDF with its tags compressed: a fifth of the bytes."""
    import pikepdf  # noqa: PLC0415 - only who makes a document pays for it

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        modes = pikepdf.ObjectStreamMode
        pdf.save(out, object_stream_mode=modes.generate, deterministic_id=True)
    return out.getvalue()


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"is": "heading", "text": text, "level": level}
        case Paragraph(text, strong):
            return {"is": "paragraph", "text": text, "strong": strong}
        case Points(items, numbered):
            return {"is": "points", "items": list(items), "numbered": numbered}
        case Facts(pairs):
            return {"is": "facts", "pairs": [list(pair) for pair in pairs]}
        case Figure(title, svg, spoken, table):
            drawn = {"is": "figure", "title": title, "svg": svg, "spoken": spoken}
            return {**drawn, "table": _table(table)}
        case Table():
            return _table(block)


def _table(table: Table) -> dict[str, Any]:
    rows = [shown(table, row, table.columns) for row in table.rows]
    return {
        "is": "table",
        "title": table.title,
        "head": [column.label for column in table.columns],
        "right": [column.kind in RIGHT for column in table.columns],
        "widths": _widths(table, rows),
        "rows": rows,
        "total": shown(table, table.total, table.columns) if table.total else None,
        "source": source_of(table),
    }


def _widths(table: Table, rows: list[list[str]]) -> list[int]:
    """Return how wide each column is against the others; 0: as wide as it needs.

    Texts that may need a second line share what room is left; else the first column
    has it.
    """
    found = []
    for at, column in enumerate(table.columns):
        longest = max((len(row[at]) for row in rows), default=0)
        is_text = column.kind not in RIGHT
        found.append(min(longest, LONG) if is_text and longest > SHORT else 0)
    return found if any(found) else [1, *found[1:]]


def shown(table: Table, row: Row, columns: tuple[Column, ...]) -> list[str]:
    """Return the cells of a row as people read them."""
    return [
        wording.cell(value, column.kind)
        for value, column in zip(table.cells(row), columns, strict=True)
    ]


def source_of(table: Table) -> str:
    """Return the line under a table: source, cut-off, what was counted."""
    line = gettext(
        "Sumber: %(source)s. Keadaan: %(moment)s. Dasar hitungan: %(basis)s."
    ) % {
        "source": table.origin.source,
        "moment": wording.moment(table.origin.cut_off),
        "basis": table.origin.basis,
    }
    return f"{line} {table.note}".strip()


def _qr(text: str) -> str:
    import segno  # noqa: PLC0415 - only who makes a document pays for it

    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=2, border=2, xmldecl=False)
    return out.getvalue().decode()
