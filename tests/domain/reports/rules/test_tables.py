from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.reports.rules.tables import (
    Column,
    Kind,
    NotAddingUp,
    Origin,
    Table,
)

ORIGIN = Origin("Lapor", datetime(2018, 6, 15, tzinfo=UTC), "laporan yang masuk")
COLUMNS = (
    Column("name", "Keadaan", Kind.TEXT),
    Column("n", "Laporan", adds=True),
    Column("share", "Persen", Kind.SHARE, part="n"),
)
#: January to mid-June 2018 as the press printed it (domain §12.9).
PRESS = {
    "Selesai": 15_061,
    "Proses": 3_189,
    "Belum ditindaklanjuti": 7_542,
    "Tertunda": 1_158,
    "Terverifikasi dan terdisposisi": 4_876,
    "Dihapus atau tidak diproses": 24_345,
}
PRESS_TOTAL = 57_171


def table_of(amounts: dict[str, int], total: int | None) -> Table:
    rows = tuple({"name": name, "n": n} for name, n in amounts.items())
    whole = None if total is None else {"name": "Jumlah", "n": total}
    return Table("Laporan 2018", COLUMNS, rows, ORIGIN, whole)


class TestCheck:
    """Table.check() …"""

    def test_refuses_the_numbers_of_2018_and_says_what_they_come_to(self):
        with pytest.raises(NotAddingUp) as refusal:
            table_of(PRESS, PRESS_TOTAL).check()

        assert "56.171" in refusal.value.message
        assert "57.171" in refusal.value.message
        assert "“Laporan”" in refusal.value.message

    def test_takes_the_same_numbers_with_the_total_they_have(self):
        table = table_of(PRESS, sum(PRESS.values()))

        assert table.check() is table

    @given(st.lists(st.integers(0, 10**9), min_size=1), st.integers(-5, 5))
    def test_takes_the_exact_sum_only(self, amounts: list[int], off: int):
        table = table_of(
            {str(at): n for at, n in enumerate(amounts)}, sum(amounts) + off
        )

        if off:
            with pytest.raises(NotAddingUp):
                table.check()
        else:
            assert table.check() is table

    def test_refuses_a_row_whose_parts_are_not_its_sum(self):
        columns = (
            Column("name", "Bulan", Kind.TEXT),
            Column("a", "A", adds=True),
            Column("b", "B", adds=True),
            Column("all", "Jumlah", adds=True, parts=("a", "b")),
        )
        rows = ({"name": "Januari", "a": 1, "b": 2, "all": 4},)
        table = Table("Bulan", columns, rows, ORIGIN).summed("Jumlah")

        with pytest.raises(NotAddingUp, match="Januari"):
            table.check()

    def test_refuses_more_than_all(self):
        columns = (
            Column("name", "Unit", Kind.TEXT),
            Column("kept", "Tepat"),
            Column("n", "Semua"),
            Column("share", "Persen", Kind.SHARE, part="kept", whole="n"),
        )
        table = Table("T", columns, ({"name": "U", "kept": 3, "n": 2},), ORIGIN)

        with pytest.raises(NotAddingUp, match="100 persen"):
            table.check()

    def test_refuses_a_table_without_source(self):
        table = replace(table_of(PRESS, None), origin=replace(ORIGIN, source=""))

        with pytest.raises(NotAddingUp, match="sumber"):
            table.check()


class TestCells:
    """Table.cells() …"""

    def test_works_shares_out_of_counts_and_of_the_total(self):
        table = table_of({"A": 1, "B": 3}, None).summed("Jumlah")

        assert [line[2] for line in table.lines()] == [Fraction(1, 4), Fraction(3, 4)]
        assert table.cells(table.total or {}) == ["Jumlah", 4, Fraction(1)]

    def test_a_share_of_nothing_is_unknown(self):
        assert table_of({"A": 0}, 0).lines() == [["A", 0, None]]
