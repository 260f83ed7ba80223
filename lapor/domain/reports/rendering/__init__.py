"""A document becomes a file: PDF/UA, workbook, or Word.

Each checks the document first: what does not add up is never made.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from lapor.domain.reports.rendering.pdf import pdf_of
from lapor.domain.reports.rendering.word import docx_of
from lapor.domain.reports.rendering.workbook import xlsx_of
from lapor.domain.reports.rules.documents import Document
from lapor.domain.reports.rules.kinds import Format

_MAKERS: Final[Mapping[Format, Callable[[Document], bytes]]] = MappingProxyType(
    {Format.PDF: pdf_of, Format.XLSX: xlsx_of, Format.DOCX: docx_of}
)
MEDIA_TYPES: Final[Mapping[Format, str]] = MappingProxyType(
    {
        Format.PDF: "application/pdf",
        Format.XLSX: "application/vnd.openxmlformats-officedocument"
        ".spreadsheetml.sheet",
        Format.DOCX: "application/vnd.openxmlformats-officedocument"
        ".wordprocessingml.document",
    }
)


def rendered(document: Document, wanted: Format) -> bytes:
    """Return the file. Raises NotAddingUp when a table contradicts itself."""
    return _MAKERS[wanted](document)


__all__ = ["MEDIA_TYPES", "docx_of", "pdf_of", "rendered", "xlsx_of"]
