"""Words that say nothing, and words that take up a question."""

import pytest

from lapor.domain.quality.rules.wording import (
    DONE,
    FACTS,
    is_polite_only,
    overlap,
    says_nothing,
)


@pytest.mark.parametrize(
    "text",
    ["Sedang  ditindaklanjuti", "Kami mohon\nmenunggu.", "AKAN KAMI KOORDINASIKAN!"],
)
def test_a_phrase_is_found_whatever_its_case_and_blanks(text):
    assert says_nothing(text)


def test_thanks_are_empty_only_when_they_stand_alone():
    thanks = "Terima kasih atas laporan Anda."
    fact = "Pipa di Gang Mawar bocor sepanjang dua meter dan sudah disambung tadi pagi."

    assert is_polite_only(thanks)
    assert not is_polite_only(f"{thanks} {fact}")
    assert not is_polite_only(fact)


@pytest.mark.parametrize(
    ("text", "is_fact"),
    [
        ("Kami kerjakan 3 Mei", True),
        ("Besok petugas datang", True),
        ("oleh Dinas Perhubungan", True),
        ("oleh dinas terkait", False),
        ("oleh Dinas Terkait", False),
        ("di Jalan Melati", True),
        ("sedang berjalan", False),
        ("dalam beberapa minggu", False),
    ],
)
def test_a_fact_can_be_checked(text, is_fact):
    assert any(pattern.search(text) for pattern in FACTS) is is_fact


@pytest.mark.parametrize(
    ("text", "is_done"),
    [
        ("Lampu sudah diganti", True),
        ("Tim telah memeriksa saluran", True),
        ("Perbaikan selesai", True),
        ("Laporan sudah diteruskan", False),
        ("Laporan telah kami terima", False),
        ("telah dikoordinasikan", False),
        ("akan diperbaiki", False),
    ],
)
def test_passing_on_is_not_doing(text, is_done):
    assert bool(DONE.search(text)) is is_done


class TestOverlap:
    """overlap() …"""

    def test_sees_through_what_hangs_on_a_word(self):
        assert (
            overlap("Kami menambal lubang itu", "jalan berlubang, tolong ditambal")
            > 0.6
        )

    def test_is_nothing_for_another_matter(self):
        assert overlap("Syarat kartu keluarga", "Lampu penerangan padam") == 0

    def test_of_a_question_without_words_is_whole(self):
        assert overlap("Apa pun", "mohon segera") == 1
