"""Invented official exports: the real columns, no real row."""

import io
from collections.abc import Iterable
from typing import Any, BinaryIO

from openpyxl import Workbook

from lapor.domain.intake.rules import COLUMNS

ROW: dict[str, Any] = {
    "Tracking ID": "900001",
    "Tanggal Laporan Masuk": "5 May 2022",
    "Waktu Laporan Masuk": "03:10:45",
    "Klasifikasi Laporan": "Pengaduan Tidak Berkadar Pengawasan",
    "ID Kategori": "",
    "Kategori": "",
    "Judul Laporan": "Lampu taman padam",
    "Isi Laporan Awal": "Lampu taman padamLampu di Taman Contoh padam tiga malam.",
    "Isi Laporan Akhir": "",
    "Tipe Laporan (Anonim/Rahasia)": "",
    "Sumber Laporan": "Website",
    "Instansi Induk": "Pemerintah Kabupaten Contoh",
    "ID Instansi Terdisposisi": "",
    "Instansi Terdisposisi": "",
    "Status Laporan": "Ditutup oleh Sistem",
    "Alasan Tunda/Arsip": "",
    "Provinsi": "",
    "Kota/Kabupaten": "",
    "Kecamatan": "",
    "Kelurahan": "",
}


def exported(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return one invented row; keywords are the beginnings of column names."""
    row = dict(ROW, **{"Tracking ID": str(900_000 + number)})
    for start, value in changes.items():
        plain = start.replace("_", " ").casefold()
        column = next(name for name in COLUMNS if name.casefold().startswith(plain))
        row[column] = value
    return row


def workbook(
    rows: Iterable[dict[str, Any]], columns: Iterable[str] = tuple(ROW)
) -> BinaryIO:
    """Return an open workbook of these rows, as the official site makes it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Laporan Ringkas")
    columns = list(columns)
    sheet.append(columns)
    for row in rows:
        sheet.append([row.get(name, "") for name in columns])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file
