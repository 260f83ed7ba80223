import io
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pikepdf
import pytest
from docx import Document as Word

from lapor.domain.reports.charts import Funnel
from lapor.domain.reports.contents.context import figure
from lapor.domain.reports.rendering import rendered
from lapor.domain.reports.rules.documents import (
    Document,
    Facts,
    Heading,
    Paragraph,
    Points,
    Signer,
)
from lapor.domain.reports.rules.kinds import DocumentKind, Format
from lapor.domain.reports.rules.tables import (
    Column,
    Kind,
    NotAddingUp,
    Origin,
    Table,
)

AT = datetime(2026, 7, 1, 3, 4, 5, 678, tzinfo=UTC)
ORIGIN = Origin("Lapor", AT, "laporan yang masuk")
HOSTILE = '=HYPERLINK("http://x") #let <script> $ @ \\ *tebal*'
TABLE = Table(
    HOSTILE,
    (
        Column("name", HOSTILE, Kind.TEXT),
        Column("n", "Laporan", adds=True),
        Column("share", "Persen", Kind.SHARE, part="n"),
        Column("score", "Nilai", Kind.POINTS),
        Column("on", "Hari", Kind.DATE),
    ),
    (
        {"name": HOSTILE, "n": 1, "score": 8765, "on": AT.date()},
        {"name": "B", "n": 3, "score": None, "on": None},
    ),
    ORIGIN,
).summed("Jumlah")
DOCUMENT = Document(
    DocumentKind.MONTHLY,
    "Laporan uji",
    "bulan 6",
    "Kementerian",
    AT,
    (
        Heading("Ringkasan"),
        Paragraph(f"{HOSTILE}\nBaris kedua", strong=True),
        Points((HOSTILE, "dua"), numbered=True),
        Points(("satu",)),
        Heading("Rinci", 2),
        Facts((("Nama", HOSTILE),)),
        TABLE,
        figure(Funnel("Corong", ORIGIN, (("Masuk", 4), ("Selesai", 1)))),
    ),
    number="001/MONEV/PANRB/2026",
    verify_url="https://lapor.example/periksa/abc/",
    signer=Signer("Jakarta", "Ketua", "Budi", "Kementerian"),
)
WRONG = replace(TABLE, total={"name": "Jumlah", "n": 5})


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return rendered(DOCUMENT, Format.PDF)


class TestPdf:
    """pdf_of() …"""

    def test_is_tagged_and_says_that_it_is_pdf_ua(self, pdf: bytes):
        with pikepdf.open(io.BytesIO(pdf)) as made:
            about = made.open_metadata()
            root = made.Root

            assert bool(root.MarkInfo.Marked)
            assert "/StructTreeRoot" in root
            assert str(root.Lang) == "id"
            assert bool(root.ViewerPreferences.DisplayDocTitle)
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == "Laporan uji"

    def test_has_table_heads_and_words_for_each_picture(self, pdf: bytes):
        kinds, spoken = [], []
        with pikepdf.open(io.BytesIO(pdf)) as made:
            for thing in made.objects:
                if isinstance(thing, pikepdf.Dictionary) and "/S" in thing:
                    kinds.append(str(thing.S))
                    if str(thing.S) == "/Figure" and "/Alt" in thing:
                        spoken.append(str(thing.Alt))

        assert {"/Table", "/TH", "/TD", "/H1", "/L", "/Figure"} <= set(kinds)
        assert kinds.count("/Figure") == len(spoken) == 2  # the chart, the QR code

    def test_carries_its_fonts(self, pdf: bytes):
        with pikepdf.open(io.BytesIO(pdf)) as made:
            fonts = [
                thing
                for thing in made.objects
                if isinstance(thing, pikepdf.Dictionary)
                and thing.get("/Type") == "/FontDescriptor"
            ]

            assert fonts
            assert all("/FontFile3" in each or "/FontFile2" in each for each in fonts)

    def test_gives_the_same_bytes_for_the_same_document(self, pdf: bytes):
        assert rendered(DOCUMENT, Format.PDF) == pdf

    def test_letters_are_tagged_too(self):
        letter = rendered(replace(DOCUMENT, is_letter=True), Format.PDF)

        with pikepdf.open(io.BytesIO(letter)) as made:
            assert made.open_metadata()["pdfuaid:part"] == "1"


@pytest.mark.parametrize("wanted", list(Format))
@pytest.mark.parametrize("in_figure", [False, True])
def test_what_does_not_add_up_is_never_made(wanted: Format, in_figure: bool):
    drawn = figure(Funnel("Corong", ORIGIN, ()))
    wrong = replace(drawn, table=WRONG) if in_figure else WRONG

    with pytest.raises(NotAddingUp):
        rendered(replace(DOCUMENT, blocks=(wrong,)), wanted)


class TestWorkbook:
    """xlsx_of() …"""

    def test_holds_numbers_as_numbers_and_texts_as_texts(self):
        made = rendered(DOCUMENT, Format.XLSX)
        book = openpyxl.load_workbook(io.BytesIO(made))
        page = book.worksheets[1]

        assert page["A5"].value == HOSTILE
        assert page["A5"].data_type == "s"
        assert page["B5"].value == 1
        assert page["C5"].value == 0.25
        assert page["D5"].value == 87.65
        assert [page["A7"].value, page["B7"].value] == ["Jumlah", 4]

    def test_has_no_formula_and_no_link_anywhere(self):
        book = openpyxl.load_workbook(io.BytesIO(rendered(DOCUMENT, Format.XLSX)))
        cells = [cell for page in book for row in page for cell in row]

        assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)

    def test_names_source_and_basis_on_every_sheet(self):
        book = openpyxl.load_workbook(io.BytesIO(rendered(DOCUMENT, Format.XLSX)))

        for page in book.worksheets[1:]:
            assert "Sumber: Lapor" in page["A2"].value
            assert "laporan yang masuk" in page["A2"].value


def test_a_word_file_holds_the_words_and_the_tables():
    word = Word(io.BytesIO(rendered(DOCUMENT, Format.DOCX)))
    text = "\n".join(line.text for line in word.paragraphs)

    assert HOSTILE in text
    assert "001/MONEV/PANRB/2026" in text
    assert "https://lapor.example/periksa/abc/" in text
    assert word.tables[0].rows[-1].cells[1].text == "4"
