"""Near copies among answers."""

from random import Random

from lapor.domain.quality.rules.copies import ALIKE, likeness, near_copies, runs_of

ANSWER = (
    "Laporan Anda tentang saluran air sudah kami periksa pada 3 Mei 2026. Petugas "
    "mengangkat endapan sepanjang dua puluh meter dan memasang penutup baru, sehingga "
    "air mengalir lagi. Bila tersumbat kembali, silakan hubungi kantor kami."
)
OTHER = (
    "Pohon di depan sekolah dipangkas oleh Dinas Pertamanan hari Senin. Dahan yang "
    "menyentuh kabel sudah diturunkan bersama petugas PLN, dan batang yang "
    "lapuk ditebang minggu depan sesudah izin keluar."
)


def test_another_date_and_word_is_still_a_copy():
    changed = ANSWER.replace("3 Mei 2026", "17 Juni 2026").replace("kantor", "loket")

    assert likeness(runs_of(ANSWER), runs_of(changed)) >= ALIKE
    assert near_copies({1: ANSWER}, {1: ANSWER, 2: changed, 3: OTHER}) == {1: 1}


def test_shared_courtesies_do_not_make_a_copy():
    greeting = "Yth. Pelapor, terima kasih atas laporan Anda."
    close = "Demikian kami sampaikan, terima kasih."
    texts = {1: f"{greeting} {ANSWER} {close}", 2: f"{greeting} {OTHER} {close}"}

    assert near_copies(texts, texts) == {1: 0, 2: 0}


def test_the_quick_count_is_that_of_all_pairs():
    luck = Random(3)
    words = ["air", "jalan", "lampu", "pohon", "sudah", "kantor", "besok", "baik"]
    texts = {
        key: " ".join(
            luck.choice(words[: 2 + key % 7]) for _ in range(luck.randint(0, 12))
        )
        for key in range(60)
    }

    slow = {
        key: sum(
            likeness(runs_of(text), runs_of(other)) >= ALIKE
            for place, other in texts.items()
            if place != key
        )
        for key, text in texts.items()
    }

    assert near_copies(texts, texts) == slow
    assert any(slow.values())
