"""Tables in files: what is read, what is refused, and that formulas stay texts."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook

from lapor.kernel import tables
from lapor.kernel.errors import Invalid, TooLarge


def csv_of(header: Sequence[str], rows: Sequence[Sequence[object]]) -> io.BytesIO:
    return io.BytesIO(b"".join(tables.write_csv(header, rows)))


def xlsx_of(header: Sequence[str], rows: Sequence[Sequence[object]]) -> io.BytesIO:
    target = io.BytesIO()
    tables.write_xlsx(target, header, rows)
    return target


def workbook(*rows: Sequence[object]) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target


class TestReadingCsv:
    def test_gives_rows_with_the_number_a_spreadsheet_shows(self) -> None:
        file = io.BytesIO(b'kode,nama\n1,"dua\nbaris"\n\n3,tiga\n')

        rows = list(tables.read_rows(file))

        assert [(row.number, row.values["nama"]) for row in rows] == [
            (2, "dua\nbaris"),
            (4, "tiga"),
        ]

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_takes_comma_semicolon_and_tab(self, mark: str) -> None:
        file = io.BytesIO(f"kode{mark}nama\n1{mark}satu\n".encode())

        assert next(tables.read_rows(file)).values == {"kode": "1", "nama": "satu"}

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_takes_utf8_and_windows(self, encoding: str) -> None:
        file = io.BytesIO("kode,nama\n1,Kaféngan\n".encode(encoding))

        assert next(tables.read_rows(file)).values["nama"] == "Kaféngan"

    def test_counts_cells_right_of_the_header(self) -> None:
        file = io.BytesIO(b"kode,nama\n1,Sukamaju,Bandung\n2\n")

        first, second = tables.read_rows(file)

        assert first.excess == 1
        assert second == tables.Row(3, {"kode": "2", "nama": ""}, 0)

    def test_leaves_the_file_open(self) -> None:
        file = io.BytesIO(b"kode\n1\n")

        list(tables.read_rows(file))

        assert not file.closed

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "kosong"),
            (b"\n\n", "kosong"),
            (b"a," * 201 + b"\n", "paling banyak 200"),
            (b"a,a\n1,2\n", "dua kali"),
            (b"GIF89a\0\0\0", "bukan CSV"),
            (b'a,b\n"x"y,2\n', "rusak di sekitar baris 2"),
            (b"a,b\n\x81\x8d,2\n", "tidak terbaca"),
        ],
    )
    def test_refuses_with_a_sentence(self, content: bytes, sentence: str) -> None:
        with pytest.raises(Invalid, match=sentence):
            list(tables.read_rows(io.BytesIO(content)))

    def test_refuses_too_many_rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tables, "MAX_ROWS", 2)

        with pytest.raises(TooLarge, match=r"300\.000"):
            list(tables.read_rows(io.BytesIO(b"a\n1\n2\n3\n")))

    def test_refuses_too_many_bytes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tables, "MAX_BYTES", 3)

        with pytest.raises(TooLarge, match="60 MB"):
            tables.read_rows(io.BytesIO(b"a\n1\n"))


class TestReadingXlsx:
    def test_gives_typed_cells(self) -> None:
        file = workbook(
            ["kode", "tanggal", "angka", "saat"],
            [None, None],
            ["x", datetime(2025, 4, 15), 12938, datetime(2025, 4, 15, 8, 30)],  # noqa: DTZ001
        )

        (row,) = tables.read_rows(file)

        assert row.number == 3
        assert row.values == {
            "kode": "x",
            "tanggal": date(2025, 4, 15),
            "angka": 12938,
            "saat": datetime(2025, 4, 15, 8, 30),  # noqa: DTZ001
        }

    def test_refuses_a_broken_workbook(self) -> None:
        whole = workbook(["kode"], [1]).getvalue()

        for broken in (whole[:200], b"PK" + bytes(50), whole[: len(whole) // 2]):
            with pytest.raises(Invalid, match="rusak"):
                list(tables.read_rows(io.BytesIO(broken)))

    def test_refuses_a_workbook_with_a_broken_sheet(self) -> None:
        file = io.BytesIO()
        with (
            zipfile.ZipFile(workbook(["kode"], [1])) as source,
            zipfile.ZipFile(file, "w") as target,
        ):
            for part in source.infolist():
                content = source.read(part)
                if "sheet1" in part.filename:
                    content = content[:-40]
                target.writestr(part, content)

        with pytest.raises(Invalid, match="rusak"):
            list(tables.read_rows(file))

    def test_refuses_a_password(self) -> None:
        locked = io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))

        with pytest.raises(Invalid, match="kata sandi"):
            tables.read_rows(locked)

    def test_refuses_another_archive(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as target:
            target.writestr("foto.jpg", b"x")

        with pytest.raises(Invalid, match="bukan buku kerja"):
            list(tables.read_rows(file))

    def test_refuses_a_bomb_before_unpacking(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tables, "MAX_UNPACKED", 100_000)
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr("xl/workbook.xml", bytes(1_000_000))

        with pytest.raises(TooLarge, match="terlalu besar"):
            list(tables.read_rows(file))


class TestWritingCsv:
    @pytest.mark.parametrize("start", sorted(tables.FORMULA_STARTS - {"\r", "\n"}))
    def test_puts_an_apostrophe_before_a_formula(self, start: str) -> None:
        written = csv_of(["isi"], [[f"{start}cmd|' /C calc'!A0"]]).getvalue()

        assert f"'{start}cmd".encode() in written

    def test_leaves_numbers_and_days_alone(self) -> None:
        written = csv_of(["a", "b", "c"], [[-5, date(2025, 4, 15), None]]).getvalue()

        assert written.endswith(b"-5,2025-04-15,\r\n")

    def test_survives_lone_surrogates(self) -> None:
        written = csv_of(["a"], [["x\ud800y"]]).getvalue()

        assert b"x?y" in written

    def test_comes_in_pieces(self) -> None:
        pieces = list(tables.write_csv(["a"], (["x" * 100] for _ in range(2_000))))

        assert len(pieces) > 3

    @given(some.lists(some.text(some.characters(exclude_categories=["C"])), min_size=1))
    def test_gives_back_what_was_written(self, cells: list[str]) -> None:
        marked = [f"={cell}" if len(cell) % 2 else f"'{cell}" for cell in cells]
        kept = [["x", cell] for cell in [*cells, *marked]]

        rows = tables.read_rows(csv_of(["kunci", "isi"], kept))

        assert [row.values["isi"] for row in rows] == [cell for _, cell in kept]


class TestWritingXlsx:
    def test_keeps_formulas_links_and_numbers_as_texts(self) -> None:
        texts = ["=1+1", "@SUM(A1)", "https://contoh.id", "0012", "{=A1}"]

        book = load_workbook(xlsx_of(["isi"], [[each] for each in texts]))

        cells = [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]
        assert [cell.value for cell in cells] == texts
        assert {cell.data_type for cell in cells} == {"s"}

    def test_gives_back_numbers_days_and_flags(self) -> None:
        file = xlsx_of(
            ["a", "b", "c", "d", "e"],
            [[1.5, date(2025, 4, 15), True, None, datetime(2025, 1, 2, 3, tzinfo=UTC)]],
        )

        (row,) = tables.read_rows(file)

        assert row.values == {
            "a": 1.5,
            "b": date(2025, 4, 15),
            "c": True,
            "d": "",
            "e": datetime(2025, 1, 2, 3),  # noqa: DTZ001
        }

    def test_survives_what_a_sheet_cannot_hold(self) -> None:
        odd = [float("nan"), float("inf"), "x\ud800\x00y", "z" * 40_000]

        (row,) = tables.read_rows(xlsx_of(["a", "b", "c", "d"], [odd]))

        assert row.values["a"] == row.values["b"] == ""
        assert len(str(row.values["d"])) == 32_767

    def test_begins_a_further_sheet(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tables, "_SHEET_ROWS", 3)
        target = io.BytesIO()

        count = tables.write_xlsx(target, ["a"], [[n] for n in range(5)])

        sizes = [page.max_row for page in load_workbook(target).worksheets]
        assert (count, sizes) == (5, [3, 3, 2])
