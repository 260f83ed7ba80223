"""Invented pairs, labelled by hand: what is the same matter and what is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.triage.rules.similar import LIKE_ENOUGH, About, likeness, stems

MELATI = "Jalan Melati"
#: Title, content, location of one and of another; the same village and week.
SAME = [
    (
        "Lampu jalan mati di depan pasar",
        "Lampu jalan di depan pasar mati sejak seminggu, warga takut lewat.",
        "Lampu depan pasar padam",
        "Sudah seminggu lampu jalan depan pasar padam, gelap sekali.",
    ),
    (
        "Sampah menumpuk di Jalan Anggrek",
        "Sampah tidak diangkut dua minggu di Jalan Anggrek, bau busuk.",
        "Tumpukan sampah Jalan Anggrek tidak diangkut",
        "Truk sampah tidak datang, sampah di Anggrek menumpuk dan bau.",
    ),
    (
        "Pungutan liar saat urus KTP di kecamatan",
        "Petugas kecamatan meminta uang seratus ribu untuk KTP.",
        "Diminta uang untuk KTP",
        "Saat mengurus KTP di kecamatan petugas meminta uang seratus ribu.",
    ),
    (
        "Air PDAM keruh sejak Senin",
        "Air ledeng dari PDAM keruh dan berbau di perumahan kami.",
        "Air PDAM keruh dan bau",
        "Sejak Senin air PDAM di perumahan keruh, tidak dapat diminum.",
    ),
    (
        "Jembatan gantung hampir putus",
        "Tali jembatan gantung penghubung dua dusun hampir putus.",
        "Jembatan gantung dusun rusak parah",
        "Jembatan gantung antara dusun talinya hampir putus, anak sekolah lewat.",
    ),
    (
        "Antrean puskesmas sangat lama",
        "Antre di puskesmas dari pagi sampai siang, dokter datang terlambat.",
        "Puskesmas: dokter terlambat, antrean lama",
        "Dokter puskesmas datang siang, pasien antre lama sejak pagi.",
    ),
    (
        "Drainase tersumbat menyebabkan banjir",
        "Saluran drainase tersumbat sampah sehingga banjir setiap hujan.",
        "Banjir tiap hujan karena saluran tersumbat",
        "Tiap hujan banjir, drainase di gang kami tersumbat sampah.",
    ),
    (
        "Bantuan sosial tidak tepat sasaran",
        "Penerima bansos di RT kami orang mampu, yang miskin tidak dapat.",
        "Bansos salah sasaran di RT kami",
        "Orang mampu menerima bansos, warga miskin tidak mendapat bantuan.",
    ),
]
DIFFERENT = [
    (
        "Lampu jalan mati di depan pasar",
        "Lampu jalan di depan pasar mati sejak seminggu.",
        "Pedagang pasar menempati trotoar",
        "Trotoar depan pasar penuh pedagang, pejalan kaki turun ke jalan.",
    ),
    (
        "Sampah menumpuk di Jalan Anggrek",
        "Sampah tidak diangkut dua minggu di Jalan Anggrek.",
        "Jalan Anggrek berlubang",
        "Aspal Jalan Anggrek rusak, motor terperosok.",
    ),
    (
        "Pungutan liar saat urus KTP",
        "Petugas meminta uang untuk KTP.",
        "KTP elektronik belum jadi",
        "Sudah enam bulan KTP saya belum dicetak karena blangko habis.",
    ),
    (
        "Air PDAM keruh sejak Senin",
        "Air ledeng keruh dan berbau.",
        "Tagihan PDAM melonjak",
        "Tagihan bulan ini tiga kali lipat padahal pemakaian tetap.",
    ),
    (
        "Antrean puskesmas sangat lama",
        "Antre di puskesmas dari pagi sampai siang.",
        "Obat di puskesmas habis",
        "Obat darah tinggi tidak tersedia, pasien disuruh membeli di apotek.",
    ),
    (
        "Guru sering tidak masuk",
        "Guru kelas tiga sering tidak masuk, murid tidak belajar.",
        "Atap sekolah bocor",
        "Atap kelas tiga bocor, buku murid basah.",
    ),
    (
        "Bantuan sosial tidak tepat sasaran",
        "Penerima bansos orang mampu.",
        "Kartu bantuan tidak dapat dipakai",
        "Mesin menolak kartu saya sejak kemarin.",
    ),
    (
        "Izin usaha tidak keluar",
        "Izin usaha saya di dinas perizinan tidak keluar.",
        "Parkir liar di depan kantor dinas",
        "Tukang parkir liar memungut uang di depan kantor.",
    ),
]
REGION, DAY = "32.04.05.2001", date(2026, 3, 2)


def about(title: str, content: str, region: str = REGION) -> About:
    return About(title, content, region, "", None, DAY)


class TestLabelledPairs:
    """On pairs labelled by hand …"""

    def test_finds_nearly_all_that_are_the_same(self):
        found = [
            likeness(about(a, b), about(c, d), within=90).score >= LIKE_ENOUGH
            for a, b, c, d in SAME
        ]

        assert sum(found) / len(found) >= 0.9

    def test_offers_few_that_differ(self):
        found = [
            likeness(about(a, b), about(c, d), within=90).score >= LIKE_ENOUGH
            for a, b, c, d in DIFFERENT
        ]

        assert sum(found) / len(found) <= 0.25

    def test_the_same_words_in_another_province_are_another_matter(self):
        a, b, c, d = SAME[0]
        here = likeness(about(a, b), about(c, d), within=90)
        there = likeness(about(a, b), about(c, d, "73.71.01.1001"), within=90)

        assert there.score < here.score - 0.2


class TestReasons:
    """The reasons …"""

    def test_name_what_is_the_same(self):
        a, b, c, d = SAME[0]

        why = likeness(about(a, b), about(c, d), within=90).why

        assert any(reason.startswith("kata yang sama: lampu") for reason in why)
        assert "desa atau kelurahan yang sama" in why
        assert "dilaporkan dalam minggu yang sama" in why

    def test_say_nothing_of_what_is_unknown(self):
        one, other = About("Lampu mati", "Lampu mati"), About("KTP", "KTP belum jadi")

        assert likeness(one, other, within=90).why == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("berlubang", "lubang"), ("pembangunan", "membangun"), ("jalanan", "jalan")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str):
    assert stems(one) == stems(other)


TEXTS = st.text(max_size=200)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_any_texts_compare_alike_both_ways(a: str, b: str, c: str, d: str):
    one, other = about(a, b), about(c, d)

    found = likeness(one, other, within=90)

    assert 0 <= found.score <= 1
    assert found.score == pytest.approx(likeness(other, one, within=90).score)


@given(TEXTS)
def test_the_same_telling_words_are_surely_alike(b: str):
    one = about("Lampu jalan padam", b)

    assert likeness(one, one, within=90).score > 0.9
