"""Lists as tables: all or none, and every bad row named."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lapor.kernel import lists, tables
from lapor.kernel.actor import SYSTEM, Actor
from lapor.kernel.errors import Invalid, NotFound
from lapor.kernel.lists import Column, ListSpec, RowError

AT = datetime(2025, 4, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> dict[str, lists.Values]:
    return {"a": {"code": "a", "size": 1, "on": None}}


@pytest.fixture
def spec(shelf: dict[str, lists.Values]) -> ListSpec:
    def write(values: lists.Values, by: Actor, at: datetime) -> None:
        if values.get("size") == 13:
            raise Invalid("Tidak boleh 13.", fields={"size": "Tidak boleh 13."})
        shelf[values["code"]] = shelf.get(values["code"], {}) | values

    return ListSpec(
        name="boxes",
        title="Kotak",
        columns=(
            Column("code", required=True),
            Column("size", read=lists.as_number),
            Column("on", read=lists.as_day),
        ),
        key=("code",),
        current=lambda: [dict(values) for values in shelf.values()],
        write=write,
    )


def rows(*lines: str) -> Iterator[tables.Row]:
    return tables.read_rows(io.BytesIO("\n".join(lines).encode()))


def bring(spec: ListSpec, *lines: str, dry_run: bool = False) -> lists.ImportResult:
    return lists.import_rows(spec, rows(*lines), dry_run=dry_run, by=SYSTEM, at=AT)


class TestImport:
    def test_adds_changes_and_leaves_alone(
        self, spec: ListSpec, shelf: dict[str, Any]
    ) -> None:
        first = bring(spec, "code,size", "a,2", "b,3")
        second = bring(spec, "code,size", "a,2", "b,3")

        assert (first.created, first.changed, first.unchanged) == (1, 1, 0)
        assert (second.created, second.changed, second.unchanged) == (0, 0, 2)
        assert shelf["a"] == {"code": "a", "size": 2, "on": None}
        assert first.is_saved

    def test_names_every_bad_row_with_its_column(self, spec: ListSpec) -> None:
        result = bring(
            spec,
            "code,size,on",
            ",1,",
            "c,besar,kemarin",
            "d,13,",
            "a,1,",
            "a,1,",
            "e,1,,x",
        )

        assert [(error.row, error.column) for error in result.errors] == [
            (2, "code"),
            (3, "size"),
            (3, "on"),
            (4, "size"),
            (6, "code"),
            (7, ""),
        ]
        assert result.errors[4].why == "Sama dengan baris 5."
        assert not result.is_saved
        assert result.as_json()["rejected"] == 5

    def test_names_unknown_and_missing_columns_once(self, spec: ListSpec) -> None:
        result = bring(spec, "kode,size", "a,1", "b,2")

        assert result.errors == [
            RowError(1, "kode", "Kolom ini tidak dikenal."),
            RowError(1, "code", "Kolom ini harus ada."),
        ]

    def test_asks_for_what_a_new_row_needs_and_fills_up_one_that_stands(
        self, spec: ListSpec, shelf: dict[str, Any]
    ) -> None:
        given: list[lists.Values] = []
        strict = replace(
            spec,
            columns=(
                Column("code", required=True),
                Column("size", read=lists.as_number, required=True),
                Column("on", read=lists.as_day),
            ),
            write=lambda values, by, at: given.append(values),
        )

        result = bring(strict, "code,on", "a,2025-01-01", "b,2025-01-01")

        assert result.errors == [RowError(3, "size", "Wajib diisi.")]
        assert given == [{"code": "a", "size": 1, "on": date(2025, 1, 1)}]

    def test_has_nothing_to_do_for_a_header_alone(self, spec: ListSpec) -> None:
        assert bring(spec, "code,size").as_json()["rows"] == 0

    def test_gives_back_its_own_export(self, spec: ListSpec) -> None:
        pieces = tables.write_csv(spec.header, lists.exported(spec))

        taken = tables.read_rows(io.BytesIO(b"".join(pieces)))

        result = lists.import_rows(spec, taken, dry_run=False, by=SYSTEM, at=AT)
        assert (result.rows, result.unchanged) == (1, 1)


class TestRegistry:
    def test_says_which_lists_there_are(self) -> None:
        with pytest.raises(NotFound, match="organisations"):
            lists.find("tidak-ada")

    def test_refuses_a_second_list_of_the_same_name(self, spec: ListSpec) -> None:
        taken = next(iter(lists.REGISTRY))
        other = ListSpec(taken, "", spec.columns, ("code",), spec.current, spec.write)

        with pytest.raises(ValueError, match=taken):
            lists.register(other)


class TestCells:
    @pytest.mark.parametrize("cell", ["2025-04-15", "15/04/2025", " 15/4/2025 "])
    def test_reads_days(self, cell: str) -> None:
        assert lists.as_day(cell) == date(2025, 4, 15)

    @pytest.mark.parametrize("cell", ["31/02/2025", "besok", "1/2", "20250415x"])
    def test_refuses_what_is_no_day(self, cell: str) -> None:
        with pytest.raises(ValueError, match="Tanggal harus"):
            lists.as_day(cell)

    @pytest.mark.parametrize(
        ("cell", "flag"), [("Ya", True), (True, True), ("0", False)]
    )
    def test_reads_flags(self, cell: tables.Cell, flag: bool) -> None:
        assert lists.as_flag(cell) is flag

    def test_refuses_other_flags(self) -> None:
        with pytest.raises(ValueError, match="ya atau tidak"):
            lists.as_flag("mungkin")

    @pytest.mark.parametrize("cell", ["-1", "1.5", "satu", "1" * 10, "²"])
    def test_refuses_what_is_no_number(self, cell: str) -> None:
        with pytest.raises(ValueError, match="bilangan bulat"):
            lists.as_number(cell)
