"""What people type: commands, choices, days."""

from datetime import date

import pytest

from lapor.domain.intake.rules.dialogue import CLASSES, choice_of, command_of, day_of

MONDAY = date(2026, 3, 2)
NUMBER = "7K2M-P042-QRS"
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RS"
PLAIN_CODE = CODE.replace("-", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BANTUAN", ("help", "", "", "")),
        ("bantuan?", ("help", "", "", "")),
        ("/help", ("help", "", "", "")),
        ("STATUS", ("status", "", "", "")),
        ("status 7k2m p042 qrs", ("status", NUMBER, "", "")),
        (f"STATUS {NUMBER}", ("status", NUMBER, "", "")),
        (f"Status: {NUMBER}.", ("status", NUMBER, "", "")),
        (f"STATUS {NUMBER} {CODE}", ("status", NUMBER, PLAIN_CODE, "")),
        (f"BALAS {NUMBER} masih padam", ("reply", NUMBER, "", "masih padam")),
        (f"balas {NUMBER}\nmasih\npadam", ("reply", NUMBER, "", "masih\npadam")),
        (f"BALAS {NUMBER} {CODE} masih", ("reply", NUMBER, PLAIN_CODE, "masih")),
        ("BALAS masih padam", ("reply", "", "", "masih padam")),
        (f"SELESAI {NUMBER} 4", ("finish", NUMBER, "", "4")),
        ("selesai 5", ("finish", "", "", "5")),
        ("selesai 5 belum", ("finish", "", "", "5 belum")),
        ("KODE", ("code", "", "", "")),
        ("batal", ("cancel", "", "", "")),
        ("English", ("english", "", "", "")),
        ("bahasa indonesia", ("indonesian", "", "", "")),
    ],
)
def test_commands(text: str, expected: tuple[str, ...]):
    assert command_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Bantuan sosial tidak cair di desa kami",
        "Status tanah kami belum jelas",
        "Selesai bekerja saya melihat jalan rusak",
        "Kode pos saya salah di KTP",
        "Batal berangkat karena jalan putus",
        "Jalan rusak",
        "",
        "...",
    ],
)
def test_reports_that_begin_like_commands_are_reports(text: str):
    assert command_of(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "complaint"),
        ("1.", "complaint"),
        ("(2)", "aspiration"),
        ("no 3", "information"),
        ("Pengaduan", "complaint"),
        ("ADUAN!", "complaint"),
        ("usul", "aspiration"),
        ("4", ""),
        ("0", ""),
        ("pengaduan atau usul", ""),
        ("", ""),
    ],
)
def test_choices(text: str, value: str):
    assert choice_of(text, CLASSES) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hari ini", "2026-03-02"),
        ("tadi pagi", "2026-03-02"),
        ("Kemarin", "2026-03-01"),
        ("kemarin lusa", "2026-02-28"),
        ("3 hari yang lalu", "2026-02-27"),
        ("seminggu lalu", "2026-02-23"),
        ("2 minggu lalu", "2026-02-16"),
        ("minggu lalu", "2026-02-23"),
        ("sebulan yg lalu", "2026-01-31"),
        ("12-02-2026", "2026-02-12"),
        ("12/2/26", "2026-02-12"),
        ("12.2", "2026-02-12"),
        ("2026-02-12", "2026-02-12"),
        ("12 Februari 2026", "2026-02-12"),
        ("tanggal 12 feb", "2026-02-12"),
        ("30 Desember", "2025-12-30"),
        ("29 Februari", "2024-02-29"),
        ("hari jumat", "2026-02-27"),
        ("Senin", "2026-03-02"),
        ("senin lalu", "2026-02-23"),
        ("yesterday", "2026-03-01"),
        ("3 days ago", "2026-02-27"),
        ("5 Maret 2026", "2026-03-05"),
    ],
)
def test_days(text: str, day: str):
    found = day_of(text, MONDAY)

    assert found is not None
    assert found.day.isoformat() == day


@pytest.mark.parametrize(
    "text", ["lupa", "sudah lama", "31-02-2026", "99", "", "kapan?"]
)
def test_what_is_no_day(text: str):
    assert day_of(text, MONDAY) is None


def test_a_day_with_more_words_says_so():
    assert day_of("kemarin", MONDAY).is_all
    assert day_of("tanggal 12 februari", MONDAY).is_all
    assert not day_of("kemarin malam waktu hujan", MONDAY).is_all
