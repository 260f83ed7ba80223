"""The helper against empty answers."""

import pytest

from lapor.domain.quality.rules.normative import Facts, doubt_of
from lapor.domain.quality.rules.wording import overlap

QUESTION = "Lampu jalan di depan Pasar Baru mati sejak seminggu, jalan gelap dan rawan"
EMPTY = (
    "Terima kasih atas laporan Anda. Laporan sedang ditindaklanjuti. Mohon menunggu.",
    "Laporan Saudara sudah diteruskan kepada pihak terkait untuk ditindaklanjuti.",
    "Akan kami koordinasikan dengan bidang terkait sesuai ketentuan yang berlaku.",
    "Terima kasih, akan segera ditindaklanjuti dan menjadi perhatian kami bersama.",
)
FULL = (
    "Petugas Dinas Perhubungan memeriksa lampu jalan di depan Pasar Baru pada 3 Maret "
    "2026. Ditemukan kabel putus pada dua tiang. Kabel telah diganti dan lampu menyala "
    "kembali pukul 19.00; foto terlampir. Bila mati lagi, hubungi UPT Penerangan.",
    "Lampu jalan yang mati sudah kami ganti pada Senin, 2 Maret 2026 oleh regu UPT "
    "Penerangan Jalan. Penyebabnya panel terbakar. Jalan Pasar Baru kini terang; "
    "surat tugas nomor 12/UPT/2026 terlampir sebagai bukti pekerjaan.",
)


class TestHelper:
    """doubt_of() …"""

    @pytest.mark.parametrize("text", EMPTY)
    def test_doubts_empty_answers_and_says_how_to_do_better(self, text):
        doubt = doubt_of(Facts(text, QUESTION, 0, has_files=False))

        assert doubt.is_likely
        assert len(doubt.sentences) == len(doubt.reasons) >= 2

    @pytest.mark.parametrize("text", FULL)
    def test_leaves_substantive_answers_alone(self, text):
        assert not doubt_of(Facts(text, QUESTION, 0, has_files=True)).is_likely

    def test_sees_copies(self):
        once = doubt_of(Facts(FULL[0], QUESTION, 0, has_files=True))
        copied = doubt_of(Facts(FULL[0], QUESTION, 6, has_files=True))

        assert copied.likelihood > once.likelihood
        assert "copy" in copied.reasons

    def test_compares_words_by_their_beginning(self):
        assert overlap("Lampunya diganti", "lampu") == 1
        assert overlap("Jalannya diaspal", "lampu") == 0
        assert overlap("apa saja", "di dan yang") == 1
