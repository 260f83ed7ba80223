"""Action plans in the browser: the board, the editor, the leader, the auditor."""

import pytest
from django.test import Client
from django.urls import reverse

from lapor.domain.plans import actions
from lapor.domain.plans.models import Item, Plan, Progress
from lapor.domain.plans.rules import PlanState, ProgressState
from tests.factories.cases import MONDAY, World
from tests.factories.files import upload
from tests.factories.plans import (
    add_item,
    approved_plan,
    make_plan,
    make_recommendation,
    proof,
)

HEADER = {
    "year": "2026",
    "until_year": "2026",
    "title": "Rencana aksi 2026",
    "legal_basis": "PermenPANRB 46/2020",
    "team_decree": "SK 12/2026",
    "target_P3": "95",
}
ITEM = {
    "aspect": "people",
    "activity": "Melatih pejabat penghubung.",
    "indicator": "Orang yang lulus",
    "target_value": "40",
    "target_unit": "orang",
    "owner_person": "Kepala bidang",
    "year": "2026",
    "quarters": ["1", "2"],
    "weight": "1",
    "budget": "25.000.000",
}


def as_(client: Client, world: World, who: str) -> Client:
    client.force_login(world.officers[who])
    return client


def test_a_plan_is_written_approved_carried_out_and_checked(client, world):
    asked = make_recommendation(world)
    admin = as_(client, world, "admin")
    made = admin.post(
        reverse("monev:plan_make"), {**HEADER, "agency": world.regency.code}
    )
    plan = Plan.objects.get()
    assert made.url == reverse("monev:plan", args=[plan.pk])
    page = admin.get(made.url).content.decode()
    assert asked.number in page
    assert "Rencana belum berisi butir kegiatan." in page
    admin.post(
        reverse("monev:item_make", args=[plan.pk]),
        {**ITEM, "owner": world.unit.code, "recommendations": [asked.pk]},
    )
    item = Item.objects.get()
    admin.post(reverse("monev:plan_submit", args=[plan.pk]))

    leader = as_(client, world, "leader")
    assert (
        "Melatih pejabat"
        in leader.get(reverse("monev:plan_approve", args=[plan.pk])).content.decode()
    )
    leader.post(reverse("monev:plan_approve", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.standing == PlanState.APPROVED

    liaison = as_(client, world, "liaison")
    liaison.post(
        reverse("monev:progress", args=[item.pk]),
        {"quarter": "2026-1", "value": "40", "uploads": proof()},
    )
    report = Progress.objects.get()
    auditor = as_(client, world, "auditor")
    assert (
        "bukti.jpg"
        in auditor.get(
            reverse("monev:progress_check", args=[report.pk])
        ).content.decode()
    )
    auditor.post(reverse("monev:progress_check", args=[report.pk]), {"verdict": "ya"})

    item.refresh_from_db()
    assert item.progress == 10_000
    shown = auditor.get(reverse("monev:item", args=[item.pk])).content.decode()
    assert "Diperiksa APIP" in shown
    assert "Selesai" in shown


class TestEditor:
    """The editor …"""

    def test_keeps_a_half_written_item_and_says_what_it_lacks(self, client, world):
        plan = make_plan(world)

        answer = as_(client, world, "admin").post(
            reverse("monev:item_make", args=[plan.pk]),
            {"aspect": "people", "year": "2026", "weight": "1", "activity": "Melatih."},
            follow=True,
        )

        page = answer.content.decode()
        assert Item.objects.get().activity == "Melatih."
        assert "Butir 1 tersimpan, tetapi belum dapat diajukan." in page
        assert "Isi target dengan angka di atas 0, supaya dapat diukur." in page
        assert "Pilih unit yang bertanggung jawab." in page
        assert "Pilih sedikitnya satu triwulan, supaya ada tanggalnya." in page

    def test_refuses_to_submit_it_and_keeps_all(self, client, world):
        plan = make_plan(world)
        add_item(world, plan, target_value=None, owner=None, quarters=[])

        answer = as_(client, world, "admin").post(
            reverse("monev:plan_submit", args=[plan.pk])
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Rencana belum dapat diajukan" in page
        assert "Semua yang sudah ditulis tetap tersimpan." in page
        assert "Melatih pejabat penghubung." in page
        plan.refresh_from_db()
        assert plan.standing == PlanState.DRAFT

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"target_value": "empat"}, "Isi target dengan angka, misalnya 40."),
            ({"target_value": "-4"}, "tidak di bawah 0"),
            ({"target_value": "1e999999"}, "Isi target dengan angka"),
            ({"budget": "dua juta"}, "Isi anggaran dengan angka rupiah"),
            ({"budget": "9" * 19}, "Anggaran harus angka rupiah"),
            ({"weight": "0"}, ""),
            ({"owner": "instansi-lain"}, ""),
            ({"quarters": ["9"]}, ""),
            ({"year": "1999"}, ""),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, client, world, more, words
    ):
        plan = make_plan(world)

        answer = as_(client, world, "admin").post(
            reverse("monev:item_make", args=[plan.pk]),
            {**ITEM, "owner": world.unit.code, **more},
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page
        assert "Melatih pejabat penghubung." in page
        assert not Item.objects.exists()

    def test_changes_an_item_as_people_type_numbers(self, client, world):
        item = add_item(world, make_plan(world))
        url = reverse("monev:item_edit", args=[item.pk])
        page = as_(client, world, "admin").get(url).content.decode()
        assert 'value="40"' in page

        client.post(url, {**ITEM, "owner": world.unit.code, "target_value": "97,5"})

        item.refresh_from_db()
        assert str(item.target_value) == "97.50"

    def test_changes_the_header(self, client, world):
        plan = make_plan(world)
        url = reverse("monev:plan_edit", args=[plan.pk])
        assert "SK 12/2026" in as_(client, world, "admin").get(url).content.decode()

        client.post(url, {**HEADER, "team_decree": "SK 14/2026", "target_P3": "97,5"})

        plan.refresh_from_db()
        assert (plan.team_decree, plan.targets) == ("SK 14/2026", {"P3": "97.5"})

    def test_drops_and_cancels(self, client, world):
        plan = make_plan(world)
        item = add_item(world, plan)
        as_(client, world, "admin").post(reverse("monev:item_drop", args=[item.pk]))
        assert not Item.objects.exists()
        item = add_item(world, plan)
        url = reverse("monev:item_cancel", args=[item.pk])
        assert client.post(url, {"why": ""}).status_code == 422

        client.post(url, {"why": "Tanpa anggaran."})

        item.refresh_from_db()
        assert item.cancelled_why == "Tanpa anggaran."

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"title": ""}, "Bagian ini perlu diisi."),
            ({"until_year": "2020"}, "Tahun terakhir paling awal 2026"),
            ({"target_P3": "banyak"}, "Isi sasaran dengan angka"),
        ],
    )
    def test_says_what_is_wrong_in_the_header(self, client, world, more, words):
        answer = as_(client, world, "admin").post(
            reverse("monev:plan_make"),
            {**HEADER, "agency": world.regency.code, **more},
        )

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not Plan.objects.exists()

    def test_is_closed_to_those_who_do_not_keep_the_plan(self, client, world):
        plan = make_plan(world)

        for who in ("leader", "auditor"):
            answer = as_(client, world, who).get(
                reverse("monev:item_make", args=[plan.pk])
            )
            assert answer.status_code in {403, 404}


class TestLeader:
    """The leader …"""

    def test_returns_a_plan_with_words(self, client, world):
        plan = make_plan(world)
        add_item(world, plan)
        actions.submit_plan(plan, by=world.admin, at=MONDAY)
        url = reverse("monev:plan_return", args=[plan.pk])
        assert as_(client, world, "leader").post(url, {"why": ""}).status_code == 422

        client.post(url, {"why": "Target terlalu rendah."})

        page = as_(client, world, "admin").get(reverse("monev:plan", args=[plan.pk]))
        assert "Target terlalu rendah." in page.content.decode()

    def test_sees_on_the_board_what_waits_for_him(self, client, world):
        plan = make_plan(world)
        add_item(world, plan)
        actions.submit_plan(plan, by=world.admin, at=MONDAY)

        page = as_(client, world, "leader").get(reverse("monev:plans"))

        assert "Menunggu persetujuan Anda" in page.content.decode()


class TestBoard:
    """The board …"""

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("", 1),
            ("triwulan=1", 1),
            ("triwulan=4", 0),
            ("tahun=2027", 0),
            ("keadaan=not_started", 1),
            ("keadaan=late", 0),
            ("keadaan=ngawur&tahun=x&rencana=99", 1),
            ("sesudah=rusak", 1),
        ],
    )
    def test_is_narrowed_by_year_quarter_and_status(self, client, world, query, count):
        approved_plan(world)

        page = as_(client, world, "admin").get(f"{reverse('monev:plans')}?{query}")

        assert len(page.context["lines"]) == count

    def test_shows_overseers_no_draft(self, client, world):
        plan = make_plan(world)
        add_item(world, plan)

        page = as_(client, world, "coordinator").get(reverse("monev:plans"))

        assert page.context["lines"] == []
        one = client.get(reverse("monev:plan", args=[plan.pk]))
        assert one.status_code == 404

    def test_shows_overseers_what_was_approved(self, client, world):
        approved_plan(world)

        page = as_(client, world, "coordinator").get(reverse("monev:plans"))

        assert len(page.context["lines"]) == 1

    @pytest.mark.parametrize("who", ["other_admin", "programme"])
    def test_is_empty_for_strangers(self, client, world, who):
        _plan, item = approved_plan(world)

        page = as_(client, world, who).get(reverse("monev:plans"))

        assert page.context["lines"] == []
        assert client.get(reverse("monev:item", args=[item.pk])).status_code == 404


class TestProgress:
    """Reporting …"""

    def test_asks_for_proof_and_keeps_what_was_typed(self, client, world):
        _plan, item = approved_plan(world)

        answer = as_(client, world, "liaison").post(
            reverse("monev:progress", args=[item.pk]),
            {"quarter": "2026-1", "value": "10", "note": "Kelas pertama."},
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Unggah sedikitnya satu berkas bukti" in page
        assert "Kelas pertama." in page

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"value": "sepuluh"}, "Isi capaian dengan angka"),
            ({"value": ""}, "Isi capaian dengan angka"),
            ({"value": "-1"}, "tidak di bawah 0"),
            ({"quarter": "2026-4"}, ""),
        ],
    )
    def test_says_what_is_wrong(self, client, world, more, words):
        _plan, item = approved_plan(world)

        answer = as_(client, world, "liaison").post(
            reverse("monev:progress", args=[item.pk]),
            {"quarter": "2026-1", "value": "10", "uploads": proof(), **more},
        )

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not Progress.objects.exists()

    def test_refuses_a_file_that_is_none_by_its_name(self, client, world):
        _plan, item = approved_plan(world)

        answer = as_(client, world, "liaison").post(
            reverse("monev:progress", args=[item.pk]),
            {
                "quarter": "2026-1",
                "value": "10",
                "uploads": [upload("daftar.exe", b"MZ\0\0")],
            },
        )

        assert "daftar.exe" in answer.content.decode()
        assert not Progress.objects.exists()

    def test_is_rejected_with_words_only(self, client, world):
        _plan, item = approved_plan(world)
        made = actions.report_progress(
            item,
            year=2026,
            quarter=1,
            value=item.target_value,
            uploads=proof(),
            by=world.liaison,
            at=MONDAY,
        )
        url = reverse("monev:progress_check", args=[made.pk])
        answer = as_(client, world, "auditor").post(url, {"verdict": "tidak"})
        assert answer.status_code == 422

        client.post(url, {"verdict": "tidak", "remark": "Tanpa daftar hadir."})

        made.refresh_from_db()
        assert made.standing == ProgressState.REJECTED


def test_documents_are_kept_and_handed_out(client, world):
    plan, _item = approved_plan(world)
    url = reverse("monev:plan_file", args=[plan.pk])
    assert as_(client, world, "admin").post(url, {}).status_code == 422

    client.post(url, {"uploads": proof()})

    page = client.get(reverse("monev:plan", args=[plan.pk]))
    file = page.context["files"][0]
    answer = client.get(file.url)
    assert answer["Content-Disposition"].startswith("attachment")
    b"".join(answer.streaming_content)
    assert as_(client, world, "other_admin").get(file.url).status_code == 404
