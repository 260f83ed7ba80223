"""Reading one row of an official export, without a database."""

from datetime import UTC, date, datetime, time

import pytest

from lapor.domain.cases.rules import ArchiveReason, Channel, Closing, State
from lapor.domain.intake.rules import (
    COLUMNS,
    ExportedRow,
    missing_columns,
    read_exported,
)
from lapor.domain.intake.rules.official_export import (
    channel_of,
    parse_day,
    parse_time,
    reason_of,
)
from tests.factories.exports import exported

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def read(**changes: object) -> ExportedRow:
    row = read_exported(2, exported(**changes), at=NOW)
    assert isinstance(row, ExportedRow), row
    return row


def faults(**changes: object) -> list[tuple[str, str]]:
    found = read_exported(7, exported(**changes), at=NOW)
    assert isinstance(found, list)
    assert {fault.row for fault in found} == {7}
    return [(fault.column, fault.why) for fault in found]


class TestDays:
    @pytest.mark.parametrize(
        ("cell", "day"),
        [
            ("18 Jan 2024", date(2024, 1, 18)),
            ("5 May 2022", date(2022, 5, 5)),
            ("05 May 2022", date(2022, 5, 5)),
            ("5 Mei 2022", date(2022, 5, 5)),
            ("17 Agu 2022", date(2022, 8, 17)),
            ("1 December 2022", date(2022, 12, 1)),
            ("2022-05-05", date(2022, 5, 5)),
            (date(2022, 5, 5), date(2022, 5, 5)),
            (datetime(2022, 5, 5, 3, 10), date(2022, 5, 5)),  # noqa: DTZ001
            ("31 Feb 2022", None),
            ("5 Foo 2022", None),
            ("", None),
            (44686, None),
        ],
    )
    def test_are_read_in_every_shape_the_exports_have(self, cell, day):
        assert parse_day(cell) == day

    @pytest.mark.parametrize(
        ("cell", "hour"),
        [
            ("03:10:45", time(3, 10, 45)),
            ("3:10", time(3, 10)),
            ("03.10.45", time(3, 10, 45)),
            (time(3, 10, 45), time(3, 10, 45)),
            (datetime(1900, 1, 1, 3, 10), time(3, 10)),  # noqa: DTZ001
            (0.25, time(6, 0)),
            ("24:00", None),
            ("pagi", None),
        ],
    )
    def test_carry_their_time(self, cell, hour):
        assert parse_time(cell) == hour

    def test_are_moments_in_utc(self):
        assert read().received_at == datetime(2022, 5, 5, 3, 10, 45, tzinfo=UTC)


class TestStates:
    @pytest.mark.parametrize(
        ("written", "state", "closing"),
        [
            ("Ditutup oleh Sistem", State.CLOSED, Closing.SILENCE),
            ("Ditutup Oleh Sistem", State.CLOSED, Closing.SILENCE),
            ("Ditutup oleh Admin", State.CLOSED, Closing.OFFICER),
            ("Ditutup Oleh Pelapor", State.CLOSED, Closing.ACCEPTED),
            ("Diarsipkan oleh Sistem", State.ARCHIVED, Closing.ARCHIVED_BY_SYSTEM),
            ("Diarsipkan Oleh Admin", State.ARCHIVED, Closing.ARCHIVED_BY_OFFICER),
            ("Diarsipkan oleh Pelapor", State.ARCHIVED, Closing.ARCHIVED_BY_REPORTER),
            ("Konten Terblokir", State.ARCHIVED, Closing.ARCHIVED_BY_OFFICER),
            ("Menunggu Kelengkapan Informasi", State.ON_HOLD, None),
            ("Belum Terverifikasi", State.RECEIVED, None),
        ],
    )
    def test_are_the_nine_official_ones_in_both_spellings(
        self, written, state, closing
    ):
        row = read(status=written)

        assert (row.state, row.closing) == (state, closing)
        assert row.kept["Status Laporan"] == written

    def test_only_archived_rows_have_a_reason(self):
        assert read(status="Diarsipkan oleh Admin").reason is ArchiveReason.UNSTATED
        assert read(status="Ditutup oleh Admin", alasan="uji coba").reason is None

    @pytest.mark.parametrize(
        ("sentence", "reason"),
        [
            ("Laporan ini diarsipkan sesuai dengan keinginan Pelapor", "withdrawn"),
            (
                "Laporan diarsipkan karena sudah mencapai batas kadaluarsa pengaduan.",
                "not_completed",
            ),
            ("Diarsipkan karena Mengandung SARA, Tidak Memiliki Bukti", "unstated"),
            ("Duplikat dari laporan uji coba", "unstated"),
            ("", "unstated"),
        ],
    )
    def test_reasons_are_taken_from_words_only_when_they_name_one(
        self, sentence, reason
    ):
        assert reason_of(sentence) == reason


class TestCells:
    @pytest.mark.parametrize(
        ("written", "anonymous", "secret"),
        [
            ("", False, False),
            ("Anonim", True, False),
            ("Rahasia", False, True),
            ("Anonim|Rahasia", True, True),
            ("rahasia | anonim", True, True),
        ],
    )
    def test_protection_is_two_flags_in_one_cell(self, written, anonymous, secret):
        row = read(tipe=written)

        assert (row.is_anonymous, row.is_secret) == (anonymous, secret)

    @pytest.mark.parametrize(
        ("written", "channel"),
        [
            ("Website", Channel.WEB),
            ("Website - pemerintah-kabupaten-Bandung", Channel.PORTAL),
            ("Android", Channel.APP),
            ("Android - contoh", Channel.APP),
            ("ios", Channel.APP),
            ("Hotline Service", Channel.PHONE),
            ("Email Instansi", Channel.EMAIL),
            ("Tatap Muka", Channel.WALK_IN),
            ("Pos Surat", Channel.LETTER),
            ("Whatsapp", Channel.WHATSAPP),
            ("Telegraf", None),
        ],
    )
    def test_channels_have_official_names(self, written, channel):
        assert channel_of(written) is channel

    def test_an_empty_class_stays_empty(self):
        assert read(klasifikasi="").classification == ""
        assert read(klasifikasi="ASPIRASI").classification == "aspiration"

    def test_the_title_is_taken_off_the_front_of_the_body(self):
        assert read().content == "Lampu di Taman Contoh padam tiga malam."

    def test_an_edited_body_is_kept_beside_the_first_one(self):
        row = read(isi_laporan_awal="Lampu padam.", isi_laporan_akhir="Lampu mati.")

        assert row.content == "Lampu padam."
        assert row.kept["Isi Laporan Akhir"] == "Lampu mati."

    def test_a_title_that_is_too_long_is_kept_in_full(self):
        row = read(judul="panjang " * 60)

        assert len(row.title) <= 255
        assert row.kept["Judul Laporan"] == ("panjang " * 60).strip()

    def test_tidak_diketahui_is_no_name(self):
        row = read(kecamatan="Tidak Diketahui", instansi_terdisposisi="tidak diketahui")

        assert (row.places[2], row.unit) == ("", "")

    def test_numbers_may_be_floats_of_a_spreadsheet(self):
        row = read(tracking=900123.0, id_kategori=110.0)

        assert (row.tracking_id, row.category_id) == (900123, 110)

    def test_control_and_bidi_characters_are_gone(self):
        row = read(judul="Lampu\u202e taman\x07 mati", isi_laporan_awal="A\x00B")

        assert (row.title, row.content) == ("Lampu taman mati", "AB")

    def test_the_fingerprint_does_not_depend_on_the_name(self):
        named = read_exported(2, exported() | {"Nama Pelapor": "Contoh"}, at=NOW)
        other = read_exported(2, exported() | {"Nama Pelapor": "Lain"}, at=NOW)

        assert isinstance(named, ExportedRow)
        assert isinstance(other, ExportedRow)
        assert named.fingerprint == other.fingerprint
        assert named.fingerprint != read(status="Ditutup oleh Admin").fingerprint


class TestFaults:
    @pytest.mark.parametrize(
        ("changes", "column"),
        [
            ({"tracking": ""}, "Tracking ID"),
            ({"tracking": "12a"}, "Tracking ID"),
            ({"tracking": "9" * 30}, "Tracking ID"),
            ({"tanggal": "kemarin"}, "Tanggal Laporan Masuk"),
            ({"tanggal": ""}, "Tanggal Laporan Masuk"),
            ({"tanggal": "1 Jan 1999"}, "Tanggal Laporan Masuk"),
            ({"tanggal": "1 Jan 2030"}, "Tanggal Laporan Masuk"),
            ({"waktu": "sore"}, "Waktu Laporan Masuk"),
            ({"status": "Diproses"}, "Status Laporan"),
            ({"status": ""}, "Status Laporan"),
            ({"klasifikasi": "Gosip"}, "Klasifikasi Laporan"),
            ({"tipe": "Terbuka"}, "Tipe Laporan (Anonim/Rahasia)"),
            ({"id_kategori": "abc"}, "ID Kategori"),
            ({"nama": "x" * 501}, "Nama Pelapor"),
            ({"alasan": "x" * 2_001}, "Alasan Tunda/Arsip"),
            ({"kecamatan": "x" * 501}, "Kecamatan"),
            ({"judul": "", "isi_laporan_awal": ""}, "Judul Laporan"),
            ({"isi_laporan_awal": "x" * 100_001}, "Isi Laporan Awal"),
        ],
    )
    def test_name_the_column_and_say_what_is_wrong(self, changes, column):
        found = faults(**changes)

        assert [name for name, _why in found] == [column]
        assert all(why for _name, why in found)

    def test_are_all_named_at_once(self):
        assert len(faults(tracking="x", tanggal="y", waktu="z", status="a")) == 4


def test_a_sheet_without_its_columns_is_told_so():
    assert missing_columns(["Tracking ID", "x"])[0] == "Tanggal Laporan Masuk"
    assert missing_columns(name.upper() for name in COLUMNS) == []
    assert missing_columns(n for n in COLUMNS if n != "Nama Pelapor") == []
