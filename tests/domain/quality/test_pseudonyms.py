"""The masks of what assessors read."""

import pytest

from lapor.domain.quality.rules.pseudonyms import pseudonymised


class TestPseudonyms:
    """pseudonymised() …"""

    def test_hides_offices_officers_and_numbers(self):
        text = (
            "Dinas  Kesehatan Kota Contoh menjawab lewat Budi Santoso: hubungi "
            "Ibu Siti Aminah di 0812-3456-7890, NIK 3374010101900001."
        )

        shown = pseudonymised(
            text, ["Dinas Kesehatan Kota Contoh", "Kota Contoh"], ["Budi Santoso"]
        )

        for hidden in ("Kesehatan", "Budi", "Siti", "0812", "3374010101900001"):
            assert hidden not in shown
        assert shown.startswith("[instansi] menjawab lewat [nama]")

    def test_leaves_other_words_alone(self):
        assert pseudonymised("Jalan rusak parah.", ["PU"], []) == "Jalan rusak parah."

    @pytest.mark.parametrize(
        ("text", "hidden", "kept"),
        [
            ("Nama saya Budi Hartono, minta tolong", "Budi Hartono", "minta tolong"),
            ("motor B 1234 XYZ diambil", "1234", "motor"),
            ("tulis ke ani.r@contoh.id ya", "ani.r@contoh.id", "tulis ke"),
            ("rekening BRI 1234567890123", "1234567890123", "BRI"),
            ("a.n. Rini Wulandari di loket 2", "Rini", "loket 2"),
            ("Terlampir.\nSalam,\nAgus Salim", "Agus", "Terlampir."),
            ("DINAS   sosial belum datang", "sosial", "belum datang"),
            ("petugas kami Joko Susilo datang", "Joko", "datang"),
        ],
    )
    def test_hides_each_kind_and_keeps_the_matter(self, text, hidden, kept):
        shown = pseudonymised(text, ["Dinas Sosial"], ["Joko Susilo"])

        assert hidden not in shown
        assert kept in shown

    @pytest.mark.parametrize(
        "text",
        [
            "Ibu Kepala Sekolah melarang",
            "Pak RT dan Bu Lurah setuju",
            "hubungi kami di loket 3 pada 4 Mei 2026",
            "Bapak Camat belum menjawab",
        ],
    )
    def test_keeps_offices_that_are_no_names(self, text):
        assert pseudonymised(text, []) == text

    def test_does_not_hide_parts_of_words(self):
        assert pseudonymised("sosialisasi", ["Sosial"]) == "sosialisasi"

    def test_takes_time_that_grows_with_the_text_only(self):
        text = "Ibu " * 20_000 + "A" * 50_000

        assert len(pseudonymised(text, ["Dinas Sosial"] * 500)) > 50_000
