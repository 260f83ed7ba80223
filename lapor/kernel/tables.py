"""Tables in files: CSV and XLSX read with row numbers, written formula-safe."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from math import isfinite
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from django.utils.translation import gettext

from lapor.kernel.errors import Invalid, TooLarge

if TYPE_CHECKING:
    import xlsxwriter

Cell = str | int | float | bool | date | datetime | time

#: Bytes of a file we take; unpacked bytes of a workbook; rows; columns.
MAX_BYTES: Final = 60 * 1024 * 1024
MAX_UNPACKED: Final = 400 * 1024 * 1024
MAX_ROWS: Final = 300_000
MAX_COLUMNS: Final = 200
#: A spreadsheet takes a text that begins so for a formula (OWASP, CSV injection).
#: The last four are the full-width forms of the first four.
FORMULA_STARTS: Final = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_SUSPECT: Final = FORMULA_STARTS | {"'"}
_SHEET_ROWS: Final = 1_048_576
_CHUNK: Final = 64 * 1024

csv.field_size_limit(1024 * 1024)


class Row(NamedTuple):
    """One row under the header. ``number`` is its line in the sheet, header = 1.

    ``values`` has every header as key, empty cells as empty text. ``excess`` counts
    filled cells to the right of the last header.
    """

    number: int
    values: dict[str, Cell]
    excess: int = 0


def text(value: Cell) -> str:
    """Return a cell as text: whole numbers without point, days as ISO.

    >>> text(12938.0), text(True), text(date(2025, 4, 15)), text("  a ")
    ('12938', 'true', '2025-04-15', 'a')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()


def read_rows(file: BinaryIO, name: str = "") -> Iterator[Row]:
    """Return the rows of the first sheet, or of a CSV file; blank rows are left out.

    What the file is decides its content, not its ``name``. CSV may be UTF-8 or
    Windows-1252, with comma, semicolon or tab. Raises Invalid for what cannot be
    read and TooLarge above the limits, some only while the rows are walked.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > MAX_BYTES:
        raise TooLarge(
            gettext("Berkas lebih besar dari 60 MB. Bagi menjadi beberapa berkas.")
        )
    start = file.read(8)
    file.seek(0)
    if start[:4] == b"\xd0\xcf\x11\xe0":
        raise Invalid(
            gettext(
                "Berkas dikunci kata sandi atau berformat .xls lama. "
                "Simpan sebagai .xlsx tanpa kata sandi."
            )
        )
    lines = _sheet_lines(file) if start[:2] == b"PK" else _csv_lines(file)
    return _with_header(lines, name)


def write_csv(
    header: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[bytes]:
    """Yield a CSV file in pieces: UTF-8 with mark, so that spreadsheets see it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield codecs.BOM_UTF8
    writer.writerow(header)
    for row in rows:
        writer.writerow(
            [
                _safe(cell) if type(cell) is str and cell[:1] in _SUSPECT else cell
                for cell in row
            ]
        )
        if buffer.tell() > _CHUNK:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def write_xlsx(
    target: BinaryIO,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    sheet: str = "Data",
) -> int:
    """Write a workbook in constant memory and return how many rows it holds.

    Texts are stored as texts, never as formulas or links. Aware moments lose their
    zone, not their clock time. Above a million rows a further sheet is begun.
    """
    import xlsxwriter  # noqa: PLC0415 - slow to load, and few processes need it

    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    page = _new_page(book, sheet, header, formats)
    count, line = 0, 0
    for row in rows:
        line += 1
        if line == _SHEET_ROWS:
            page, line = _new_page(book, "", header, formats), 1
        for column, cell in enumerate(row):
            _write_cell(page, line, column, cell, formats)
        count += 1
    book.close()
    return count


def _with_header(lines: Iterator[tuple[int, list[Cell]]], name: str) -> Iterator[Row]:
    first = next(lines, None)
    if first is None:
        raise Invalid(gettext("Berkas kosong. Baris pertama harus berisi nama kolom."))
    header = [text(cell) for cell in first[1]]
    while header and not header[-1]:
        header.pop()
    if not header or len(header) > MAX_COLUMNS:
        raise Invalid(
            gettext("Baris pertama harus berisi nama kolom, paling banyak 200.")
        )
    filled = [each for each in header if each]
    if len(set(filled)) < len(filled):
        raise Invalid(gettext("Ada nama kolom yang sama dua kali di baris pertama."))
    return _rows(lines, header)


def _rows(lines: Iterator[tuple[int, list[Cell]]], header: list[str]) -> Iterator[Row]:
    width = len(header)
    for count, (number, cells) in enumerate(lines, start=1):
        if count > MAX_ROWS:
            raise TooLarge(
                gettext("Lebih dari 300.000 baris. Bagi menjadi beberapa berkas.")
            )
        cells.extend([""] * (width - len(cells)))
        values = {key: cell for key, cell in zip(header, cells, strict=False) if key}
        yield Row(number, values, sum(cell != "" for cell in cells[width:]))


def _csv_lines(file: BinaryIO) -> Iterator[tuple[int, list[Cell]]]:
    stream = io.TextIOWrapper(file, encoding=_encoding(file), newline="")
    try:
        head = stream.readline(_CHUNK)
        stream.seek(0)
        reader = csv.reader(stream, delimiter=_delimiter(head), strict=True)
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                yield number, [_unsafe(cell) for cell in cells]
    except csv.Error:
        raise Invalid(
            gettext(
                "Berkas CSV rusak di sekitar baris %(line)d: periksa tanda kutipnya."
            )
            % {"line": reader.line_num}
        ) from None
    finally:
        stream.detach()


def _encoding(file: BinaryIO) -> str:
    """Return utf-8-sig when the whole file is that, else cp1252 when it is text."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    encoding = "utf-8-sig"
    while piece := file.read(_CHUNK):
        if b"\0" in piece:
            raise Invalid(
                gettext("Berkas ini bukan CSV atau XLSX. Simpan ulang sebagai .xlsx.")
            )
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            encoding = "cp1252"
            break
    file.seek(0)
    if encoding == "cp1252":
        try:
            file.read().decode(encoding)
        except UnicodeDecodeError:
            raise Invalid(
                gettext("Huruf dalam berkas tidak terbaca. Simpan ulang sebagai UTF-8.")
            ) from None
        file.seek(0)
    return encoding


def _delimiter(head: str) -> str:
    return max(",;\t", key=head.count)


def _sheet_lines(file: BinaryIO) -> Iterator[tuple[int, list[Cell]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load

    _refuse_bombs(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            for number, cells in enumerate(
                book.worksheets[0].iter_rows(values_only=True, max_col=MAX_COLUMNS + 1),
                start=1,
            ):
                if any(cell not in (None, "") for cell in cells):
                    yield number, [_cell(cell) for cell in cells]
        finally:
            book.close()
    except (Invalid, TooLarge, GeneratorExit):
        raise
    except Exception:
        # openpyxl raises whatever it stumbles over: KeyError, ParseError, zlib.error
        raise Invalid(
            gettext("Buku kerja XLSX rusak. Buka di Excel, lalu simpan ulang.")
        ) from None


def _refuse_bombs(file: BinaryIO) -> None:
    """Refuse what unpacks to too much; zipfile never unpacks more than declared."""
    try:
        parts = zipfile.ZipFile(file).infolist()
    except zipfile.BadZipFile:
        raise Invalid(
            gettext("Buku kerja XLSX rusak. Buka di Excel, lalu simpan ulang.")
        ) from None
    if any(part.flag_bits & 1 for part in parts):
        raise Invalid(gettext("Berkas dikunci kata sandi. Simpan tanpa kata sandi."))
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TooLarge(gettext("Isi buku kerja terlalu besar. Bagi menjadi beberapa."))
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Invalid(gettext("Berkas ZIP ini bukan buku kerja XLSX."))
    file.seek(0)


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date() if value.time() == time(0) else value
    if isinstance(value, str | bool | int | float | date | time):
        return value
    return str(value)


def _safe(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.lstrip("'")[:1] in FORMULA_STARTS else cell


def _unsafe(cell: str) -> str:
    """Take away the apostrophe that ``_safe`` has put there."""
    if cell[:1] == "'" and cell.lstrip("'")[:1] in FORMULA_STARTS:
        return cell[1:]
    return cell


def _new_page(
    book: "xlsxwriter.Workbook",
    name: str,
    header: Sequence[str],
    formats: dict[str, object],
) -> "xlsxwriter.worksheet.Worksheet":
    page = book.add_worksheet(name[:31] or None)
    page.freeze_panes(1, 0)
    for column, title in enumerate(header):
        page.set_column(column, column, min(max(len(title) + 2, 12), 40))
        page.write_string(0, column, title, formats["head"])
    return page


def _write_cell(
    page: "xlsxwriter.worksheet.Worksheet",
    line: int,
    column: int,
    cell: object,
    formats: dict[str, object],
) -> None:
    if cell is None or cell == "" or (isinstance(cell, float) and not isfinite(cell)):
        return
    if isinstance(cell, bool):
        page.write_boolean(line, column, cell)
    elif isinstance(cell, int | float):
        page.write_number(line, column, cell)
    elif isinstance(cell, datetime):
        naive = cell.replace(tzinfo=None)
        page.write_datetime(line, column, naive, formats["moment"])
    elif isinstance(cell, date):
        page.write_datetime(line, column, cell, formats["day"])
    else:
        plain = str(cell).encode("utf-8", "replace").decode()
        page.write_string(line, column, plain[:32_767])
