"""Text: cleaned once, the same ever after; personal data found by its shape."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.kernel import text
from lapor.kernel.errors import Invalid
from lapor.kernel.text import Personal, clean, mask

# Every code point, lone surrogates too.
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)


class TestClean:
    """clean() …"""

    @given(ANYTHING, st.booleans())
    def test_cleans_any_text_and_a_second_time_changes_nothing(self, raw, multiline):
        once = clean(raw, max_length=2000, multiline=multiline)

        assert clean(once, max_length=2000, multiline=multiline) == once
        assert unicodedata.is_normalized("NFC", once)
        assert once == once.strip()
        assert once.encode("utf-8").decode("utf-8") == once

    @given(ANYTHING)
    def test_leaves_no_control_and_no_invisible_reordering(self, raw):
        cleaned = clean(raw, max_length=2000, multiline=True)

        assert not {
            char
            for char in cleaned
            if unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t"
        }
        assert not set(cleaned) & set(
            "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069"
        )

    @pytest.mark.parametrize(
        ("raw", "kept"),
        [
            ("  jalan\trusak \r\n parah\x00 ", "jalan rusak parah"),
            ("a\u00a0\u2003b", "a b"),
            ("Cafe\u0301", "Caf\u00e9"),
            ("\ud800jalan\udfff", "jalan"),
            ("evil\u202etxt.exe", "eviltxt.exe"),
            ("ja\u200blan", "jalan"),
            ("\U0001f6a7 jalan rusak \U0001f468\u200d\U0001f527", None),
            ("ꦱꦸꦫꦧꦪ", None),
            ("\ufdd0\uffff\U0010ffffx", "x"),
            ("", ""),
            ("\n\t \x00", ""),
        ],
    )
    def test_keeps_what_was_meant(self, raw, kept):
        assert clean(raw, max_length=100) == (raw if kept is None else kept)

    def test_keeps_newlines_and_tabs_of_a_longer_text(self):
        raw = "Satu  \r\n\tdua\rtiga\u2028empat\n\n"

        assert clean(raw, max_length=100, multiline=True) == "Satu\n\tdua\ntiga\nempat"

    def test_tames_heaped_marks(self):
        assert len(clean("a" + "\u0301" * 500, max_length=600)) <= 17

    def test_refuses_what_is_too_long_with_both_figures(self):
        with pytest.raises(Invalid, match=r"101 .* 100"):
            clean("x" * 101, max_length=100)

    def test_counts_after_cleaning(self):
        assert clean("x" * 100 + " " * 50, max_length=100) == "x" * 100

    def test_refuses_the_very_long_at_once(self):
        raw = "x" * 50_000_000
        began = time.process_time()

        with pytest.raises(Invalid):
            clean(raw, max_length=100)

        assert time.process_time() - began < 0.1

    @pytest.mark.parametrize("raw", [None, 7, b"x", ["x"]])
    def test_refuses_what_is_no_text(self, raw):
        with pytest.raises(Invalid):
            clean(raw, max_length=100)

    def test_is_fast_on_marks_that_need_sorting(self):
        raw = "a" + "\u0301\u0316" * 32_000
        began = time.process_time()

        clean(raw, max_length=100_000)

        assert time.process_time() - began < 0.5


SHOWN = {
    Personal.EMAIL: "surel",
    Personal.NIK: "NIK",
    Personal.TAX: "NPWP",
    Personal.PHONE: "nomor telepon",
    Personal.PLATE: "nomor polisi",
}


class TestMask:
    """mask() …"""

    @pytest.mark.parametrize(
        ("kind", "given"),
        [
            (Personal.NIK, "3204051203890001"),
            (Personal.NIK, "3204 0512 0389 0001"),
            (Personal.NIK, "320405.120389.0001"),
            (Personal.NIK, "32.04.05.120389.0001"),
            (Personal.PHONE, "081234567890"),
            (Personal.PHONE, "0812-3456-7890"),
            (Personal.PHONE, "+62 812 3456 7890"),
            (Personal.PHONE, "6281234567890"),
            (Personal.PHONE, "(022) 4201234"),
            (Personal.PHONE, "021-5551234"),
            (Personal.PHONE, "+65 6123 4567"),
            (Personal.EMAIL, "ani.b+lapor@surat.example.co.id"),
            (Personal.TAX, "01.234.567.8-912.000"),
            (Personal.PLATE, "B 1234 XYZ"),
            (Personal.PLATE, "D1234ABC"),
            (Personal.PLATE, "AB-4567-KL"),
        ],
    )
    def test_find_and_hide(self, kind, given):
        sentence = f"Mohon dicek {given}, terima kasih."

        assert (
            mask(sentence)
            == f"Mohon dicek [{SHOWN[kind]} disembunyikan], terima kasih."
        )

    def test_hide_an_account_number_that_a_word_announces(self):
        masked = mask("Transfer ke rekening BCA nomor 123-456-7890 a.n. Budi")

        assert masked == (
            "Transfer ke rekening BCA nomor [nomor rekening disembunyikan] a.n. Budi"
        )

    def test_hide_a_plate_in_small_letters_that_a_word_announces(self):
        assert mask("nopol d 12 abc") == "nopol [nomor polisi disembunyikan]"

    @pytest.mark.parametrize(
        "harmless",
        [
            "Sejak 08-10-2021 10:00 sampai 09-10-2021 jalan rusak.",
            "Perpres 76 Tahun 2013, PermenPANRB 62/2018",
            "RT 005 RW 010, jalan raya KM 12",
            "Biaya Rp1.500.000,00 untuk 3 orang",
            "Tahun 1445 H 2024 M",
            "Blok B 12 RT 5",
            "Laporan 7K2M-P042-QRX",
        ],
    )
    def test_leave_the_harmless(self, harmless):
        assert mask(harmless) == harmless

    @given(ANYTHING)
    def test_masked_text_has_nothing_left_to_mask(self, raw):
        masked = mask(raw)

        assert mask(masked) == masked

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "unit",
        ["a", "1 ", "a@", "0", "+6", "rek ", "plat ", "A1", "a.", "bca-", "B-", "é"],
    )
    def test_take_time_in_proportion_on_hostile_text(self, unit):
        hostile = unit * (65_536 // len(unit))
        began = time.process_time()

        mask(hostile)

        assert time.process_time() - began < 0.5


def test_every_kind_has_its_replacement():
    assert set(text._SHOWN) == set(Personal)
