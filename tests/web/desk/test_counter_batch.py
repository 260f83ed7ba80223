"""Many reports from one file."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from lapor.domain.cases.models import Case
from lapor.domain.cases.queries import open_with
from lapor.domain.cases.rules import Channel
from lapor.domain.intake.models import CounterEntry
from lapor.domain.reporters.queries import has_identity
from lapor.kernel import ids

ADDRESS = "/meja/loket/kiriman/"
HEADER = "nomor,jenis,judul,isi,tanggal_kejadian,nama,nomor_surat,tanggal_tiba"
GOOD = [
    "1,Pengaduan,Lampu jalan padam,Lampu jalan padam sejak seminggu lalu,2026-02-20,"
    "Ibu Wati,12/RW,2026-03-01",
    "2,Aspirasi,Minta taman bermain,Mohon dibuatkan taman bermain anak,,,,2026-03-01",
]


def csv(*rows: str, header: str = HEADER) -> SimpleUploadedFile:
    return SimpleUploadedFile("surat.csv", "\n".join([header, *rows]).encode())


def given(file: SimpleUploadedFile, **changes: str) -> dict[str, object]:
    return {
        "label": "Surat minggu 9",
        "channel": "letter",
        "consent": "on",
        "file": file,
        **changes,
    }


class TestBatch:
    """/meja/loket/kiriman/ …"""

    def test_looks_first_and_takes_after_a_second_look(self, world, as_user):
        client = as_user(world.clerk)

        look = client.post(ADDRESS, given(csv(*GOOD)))
        assert look.status_code == 200
        assert not Case.objects.exists()
        page = client.post(ADDRESS, {"ticket": look.context["ticket"]})

        cases = list(Case.objects.order_by("pk"))
        assert [case.channel for case in cases] == [Channel.LETTER] * 2
        assert {case.entered_by for case in cases} == {world.clerk.actor.ref}
        assert {case.agency for case in cases} == {world.regency}
        assert has_identity(cases[0].number)
        assert CounterEntry.objects.get(case=cases[0]).letter_number == "12/RW"
        for slip, case in zip(page.context["slips"], cases, strict=True):
            assert slip.number in page.text
            code = ids.normalise_code(slip.code)
            assert open_with(slip.number, code or "") == case

    def test_names_every_bad_row_and_saves_nothing(self, world, as_user):
        bad = csv(
            *GOOD,
            "3,Pengaduan,Air,Pendek,2026-02-20,,,2026-03-01",
            "4,Gugatan,Judul cukup panjang,Isi yang cukup panjang juga,,,,2026-03-01",
            "5,Aspirasi,Judul cukup panjang,Isi yang cukup panjang juga,,,,",
            "1,Aspirasi,Judul cukup panjang,Isi yang cukup panjang,,,,2026-03-01",
            "7,Aspirasi,Judul cukup panjang,Isi cukup panjang juga,esok,,,2026-03-01",
        )

        page = as_user(world.clerk).post(ADDRESS, given(bad))

        assert page.status_code == 422
        found = {(e.row, e.column) for e in page.context["result"].errors}
        assert found == {
            (4, "judul"),
            (4, "isi"),
            (5, "jenis"),
            (6, "tanggal_tiba"),
            (7, "nomor"),
            (8, "tanggal_kejadian"),
        }
        assert not Case.objects.exists()
        assert "ticket" not in page.context

    def test_takes_the_same_pile_once_with_the_same_codes(self, world, as_user):
        client = as_user(world.clerk)
        seen = []
        for _ in range(2):
            look = client.post(ADDRESS, given(csv(*GOOD)))
            page = client.post(ADDRESS, {"ticket": look.context["ticket"]})
            seen.append([(s.number, s.code) for s in page.context["slips"]])

        assert seen[0] == seen[1]
        assert Case.objects.count() == 2
        assert page.context["result"].unchanged == 2

    def test_refuses_a_known_row_with_another_text(self, world, as_user):
        client = as_user(world.clerk)
        look = client.post(ADDRESS, given(csv(*GOOD)))
        client.post(ADDRESS, {"ticket": look.context["ticket"]})

        other = csv(GOOD[0].replace("seminggu", "dua bulan"))
        page = client.post(ADDRESS, given(other))

        assert [e.row for e in page.context["result"].errors] == [2]
        assert Case.objects.count() == 2

    def test_reads_a_workbook(self, world, as_user):
        book = Workbook()
        assert book.active is not None
        for row in [HEADER, *GOOD]:
            book.active.append(row.split(","))
        file = BytesIO()
        book.save(file)
        sent = SimpleUploadedFile("surat.xlsx", file.getvalue())

        page = as_user(world.clerk).post(ADDRESS, given(sent))

        assert page.context["result"].created == 2

    @pytest.mark.parametrize(
        ("file", "sentence"),
        [
            (csv("x", header="nomer"), "Kolom ini"),
            (csv(), "tidak berisi satu baris"),
            (SimpleUploadedFile("a.xlsx", b"PK\3\4rusak"), ""),
            (csv(*[GOOD[1].replace("2,", f"{n},", 1) for n in range(501)]), "500"),
        ],
    )
    def test_says_what_is_wrong_with_a_file(self, world, as_user, file, sentence):
        page = as_user(world.clerk).post(ADDRESS, given(file))

        assert page.status_code == 422
        assert sentence in page.text

    def test_needs_the_consent_of_the_pile(self, world, as_user):
        page = as_user(world.clerk).post(ADDRESS, given(csv(*GOOD), consent=""))

        assert set(page.context["form"].errors) == {"consent"}

    def test_takes_no_ticket_of_somebody_else(self, world, as_user):
        look = as_user(world.clerk).post(ADDRESS, given(csv(*GOOD)))

        page = as_user(world.admin).post(ADDRESS, {"ticket": look.context["ticket"]})

        assert page.status_code == 409
        assert not Case.objects.exists()

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_gives_an_example_that_is_good(self, world, as_user, form):
        client = as_user(world.clerk)
        example = client.get(f"{ADDRESS}contoh.{form}").content

        page = client.post(
            ADDRESS, given(SimpleUploadedFile(f"contoh.{form}", example))
        )

        assert page.context["result"].errors == []
        assert page.context["result"].created == 1
