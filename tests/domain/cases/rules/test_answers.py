from lapor.domain.cases.rules import answer_hints

FULL = (
    "Petugas Dinas Pekerjaan Umum memeriksa Jalan Melati pada 3 Maret 2026, menambal "
    "empat lubang di depan nomor 12 sampai 20, dan memasang rambu sementara. Perbaikan "
    "tetap dikerjakan pada 10 Maret 2026 oleh Bidang Bina Marga."
)


def test_an_answer_with_facts_needs_no_hint():
    assert answer_hints(FULL) == []


def test_an_empty_phrase_is_pointed_out():
    hints = answer_hints("Laporan Anda sedang  kami proses.")

    assert any("sedang diproses" in hint for hint in hints)
    assert len(hints) == 3


def test_an_answer_without_any_figure_is_pointed_out():
    text = "kata " * 30

    assert answer_hints(text) == [
        "Tambahkan tanggal, nomor surat, atau angka yang pasti."
    ]
