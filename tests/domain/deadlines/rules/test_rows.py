from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.deadlines.rules import Evidence, HolidayKind, StartsAt, Timer, Unit
from lapor.domain.deadlines.rules.rows import (
    HolidayRow,
    RowError,
    validate_holiday_rows,
    validate_term_rows,
)

GOOD_DAY = {
    "kalender": "nasional",
    "tanggal": "2026-03-20",
    "nama": "Hari Suci Nyepi",
    "jenis": "public",
    "dasar_hukum": "SKB 3 Menteri",
}
GOOD_TERM = {
    "jenis": "completion",
    "klasifikasi": "information",
    "instansi": "",
    "jumlah": 5,
    "satuan": "working_days",
    "dihitung": "dispatch",
    "peraturan": "PermenPANRB 5/2025",
    "pasal": "",
    "bukti": "assumption",
    "berlaku_dari": "2026-01-01",
    "berlaku_sampai": "",
    "peralihan": None,
}
CELLS = st.none() | st.text() | st.integers() | st.floats() | st.booleans() | st.dates()


def holidays(*rows):
    return validate_holiday_rows(rows, calendars={"nasional"})


def terms(*rows):
    return validate_term_rows(
        rows,
        organisations={"kemenkes"},
        regulations={"PermenPANRB 5/2025"},
        classifications={"information"},
    )


class TestHolidayRows:
    def test_takes_a_good_row(self):
        good, errors = holidays(GOOD_DAY)

        assert errors == []
        assert good == [
            HolidayRow(
                "nasional",
                date(2026, 3, 20),
                "Hari Suci Nyepi",
                HolidayKind.PUBLIC,
                "SKB 3 Menteri",
            )
        ]

    @pytest.mark.parametrize(
        "changes",
        [
            {"tanggal": date(2026, 3, 20)},
            {"tanggal": datetime(2026, 3, 20)},  # noqa: DTZ001 - as spreadsheets do
            {"tanggal": " 2026-03-20 "},
            {"jenis": "Libur nasional"},
            {"jenis": "PUBLIC"},
        ],
    )
    def test_takes_what_spreadsheets_make_of_it(self, changes):
        assert holidays(GOOD_DAY | changes) == holidays(GOOD_DAY)

    def test_headings_may_have_capitals_and_spaces(self):
        row = {f" {key.upper()} ": value for key, value in GOOD_DAY.items()}

        assert holidays(row) == holidays(GOOD_DAY)

    @pytest.mark.parametrize(
        ("changes", "column", "words"),
        [
            ({"kalender": "bulan"}, "kalender", "“bulan” belum ada"),
            ({"kalender": ""}, "kalender", "harus diisi"),
            ({"tanggal": "20/03/2026"}, "tanggal", "bukan tanggal"),
            ({"tanggal": "2026-02-30"}, "tanggal", "bukan tanggal"),
            ({"tanggal": None}, "tanggal", "harus diisi"),
            ({"nama": "  "}, "nama", "harus diisi"),
            ({"nama": "x" * 201}, "nama", "paling panjang 200"),
            ({"nama": "a\x00b"}, "nama", "tidak dapat dicetak"),
            ({"nama": "a\ud800b"}, "nama", "tidak dapat dicetak"),
            ({"jenis": "cuti"}, "jenis", "pilih salah satu: public, collective"),
            ({"dasar_hukum": ""}, "dasar_hukum", "harus diisi"),
        ],
    )
    def test_names_what_is_wrong(self, changes, column, words):
        good, errors = holidays(GOOD_DAY | changes)

        assert good == []
        assert [(error.row, error.column) for error in errors] == [(2, column)]
        assert words in errors[0].why

    def test_names_every_bad_cell_of_every_row(self):
        good, errors = holidays({}, GOOD_DAY, GOOD_DAY | {"nama": "", "jenis": "?"})

        assert len(good) == 1
        assert [(error.row, error.column) for error in errors] == [
            (2, "kalender"),
            (2, "tanggal"),
            (2, "nama"),
            (2, "jenis"),
            (2, "dasar_hukum"),
            (4, "nama"),
            (4, "jenis"),
        ]

    def test_refuses_a_day_named_twice(self):
        good, errors = holidays(GOOD_DAY, GOOD_DAY | {"nama": "Lain"})

        assert len(good) == 1
        assert errors == [
            RowError(3, "tanggal", "sama dengan baris 2; hapus salah satu")
        ]

    @pytest.mark.parametrize("length", [199, 200])
    def test_takes_names_up_to_the_limit(self, length):
        assert holidays(GOOD_DAY | {"nama": "x" * length})[1] == []

    @given(st.lists(st.dictionaries(st.sampled_from(sorted(GOOD_DAY)), CELLS)))
    def test_every_row_is_good_or_named(self, rows):
        good, errors = holidays(*rows)

        assert len(good) + len({error.row for error in errors}) == len(rows)


class TestTermRows:
    def test_takes_a_good_row(self):
        (row,), errors = terms(GOOD_TERM)

        assert errors == []
        assert (row.timer, row.unit) == (Timer.COMPLETION, Unit.WORKING_DAYS)
        assert (row.starts_at, row.evidence) == (StartsAt.DISPATCH, Evidence.ASSUMPTION)
        assert (row.amount, row.valid_until, row.transition) == (5, None, "")

    @pytest.mark.parametrize("amount", [1, "5", 5.0, "3660"])
    def test_takes_whole_numbers_as_spreadsheets_write_them(self, amount):
        (row,), _ = terms(GOOD_TERM | {"jumlah": amount})

        assert row.amount == int(float(amount))

    @pytest.mark.parametrize(
        ("changes", "column"),
        [
            ({"jenis": "T3"}, "jenis"),
            ({"klasifikasi": "gosip"}, "klasifikasi"),
            ({"instansi": "kemenbulan"}, "instansi"),
            ({"jumlah": 0}, "jumlah"),
            ({"jumlah": 3661}, "jumlah"),
            ({"jumlah": -5}, "jumlah"),
            ({"jumlah": 2.5}, "jumlah"),
            ({"jumlah": "lima"}, "jumlah"),
            ({"jumlah": "\u0665"}, "jumlah"),
            ({"jumlah": "9" * 5000}, "jumlah"),
            ({"jumlah": None}, "jumlah"),
            ({"satuan": "jam"}, "satuan"),
            ({"dihitung": "besok"}, "dihitung"),
            ({"peraturan": "PermenPANRB 99/2099"}, "peraturan"),
            ({"bukti": "yakin"}, "bukti"),
            ({"berlaku_dari": ""}, "berlaku_dari"),
            ({"berlaku_sampai": "2025-12-31"}, "berlaku_sampai"),
            ({"peralihan": "x" * 2001}, "peralihan"),
        ],
    )
    def test_names_what_is_wrong(self, changes, column):
        good, errors = terms(GOOD_TERM | changes)

        assert good == []
        assert [(error.row, error.column) for error in errors] == [(2, column)]

    def test_may_end_on_the_day_it_begins(self):
        (row,), _ = terms(GOOD_TERM | {"berlaku_sampai": "2026-01-01"})

        assert row.valid_until == row.valid_from

    def test_refuses_two_limits_that_begin_together(self):
        good, errors = terms(GOOD_TERM, GOOD_TERM | {"jumlah": 4})

        assert len(good) == 1
        assert [(error.row, error.column) for error in errors] == [(3, "berlaku_dari")]

    @given(st.lists(st.dictionaries(st.sampled_from(sorted(GOOD_TERM)), CELLS)))
    def test_every_row_is_good_or_named(self, rows):
        good, errors = terms(*rows)

        assert len(good) + len({error.row for error in errors}) == len(rows)
