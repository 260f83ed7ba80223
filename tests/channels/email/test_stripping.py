"""The new words of an answer, without what it quotes and signs."""

import pytest

from lapor.channels.email.stripping import new_words, without_signature

NEW = "Masih gelap. Petugas belum datang."
QUOTED = "> Lampu sudah diperbaiki.\n> Terima kasih."


class TestNewWords:
    """new_words() …"""

    @pytest.mark.parametrize(
        "announced",
        [
            "Pada Sen, 2 Mar 2026 pukul 09.00 Lapor <lapor@x.id> menulis:",
            "Pada tanggal Sen, 2 Mar 2026 pukul 09.00\nLapor <lapor@x.id> menulis:",
            "On Mon, Mar 2, 2026 at 9:00 AM Lapor <lapor@x.id> wrote:",
            "-------- Pesan Asli --------",
            "----- Original Message -----",
            "---------- Pesan terusan ---------",
        ],
    )
    def test_drops_the_quote_however_it_is_announced(self, announced: str):
        assert new_words(f"{NEW}\n\n{announced}\n{QUOTED}") == NEW

    def test_drops_the_head_of_outlook(self):
        text = (
            f"{NEW}\n\nDari: Lapor <lapor@x.id>\nTerkirim: Senin, 2 Maret 2026\n"
            "Kepada: Ani\nPerihal: Laporan Anda\n\nLampu sudah diperbaiki."
        )

        assert new_words(text) == NEW

    def test_finds_the_answer_below_the_quote(self):
        head = "Pada Sen, 2 Mar 2026 Lapor menulis:"

        assert new_words(f"{head}\n{QUOTED}\n\n{NEW}") == NEW

    def test_keeps_a_list_with_dashes(self):
        text = "Yang belum:\n- lampu\n- jalan\n- selokan"

        assert new_words(text) == text

    @pytest.mark.parametrize(
        "end",
        [
            "Dikirim dari iPhone saya",
            "Sent from my Galaxy",
            "Salam hormat,\nAni Wijaya\nRT 05",
            "-- \nAni Wijaya",
            "Terima kasih.\nAni",
            "Wassalamualaikum\nAni",
        ],
    )
    def test_drops_a_short_signature(self, end: str):
        assert new_words(f"{NEW}\n\n{end}") == NEW

    def test_keeps_what_stands_below_thanks_when_it_is_more_than_a_name(self):
        more = "Satu hal lagi.\n" + "Jalan di depan sekolah juga berlubang.\n" * 12

        assert "berlubang" in new_words(f"{NEW}\n\nTerima kasih.\n{more}")

    def test_is_empty_for_a_mail_that_only_quotes(self):
        assert new_words(QUOTED) == ""

    def test_keeps_a_mail_that_is_only_thanks(self):
        assert new_words("Terima kasih.") == "Terima kasih."

    def test_bears_a_text_made_to_be_slow(self):
        worst = "Pada " * 4_000 + "\n" + "On a\n" * 3_000 + "Dari: x\n" * 2_000

        assert isinstance(new_words(worst), str)


class TestWithoutSignature:
    """without_signature() …"""

    def test_never_takes_the_first_line(self):
        assert without_signature("Salam,\nAni") == "Salam,\nAni"
