"""Lists taken out and brought back through the console."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from lapor.domain.accounts.models import Grant, User
from lapor.domain.cases.models import Category
from lapor.domain.deadlines.models import Holiday
from lapor.domain.ledger.models import Entry
from lapor.domain.organisations.models import Organisation
from lapor.web.console.lists import SHELVES
from tests.factories.cases import World

NAMES = list(SHELVES)


def sheet(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("daftar.csv", text.encode())


def bring(client: Client, name: str, text: str) -> str:
    """Send a file for a dry run and return the page."""
    response = client.post(f"/kelola/daftar/{name}/", {"file": sheet(text)})
    return response.content.decode()


def confirm(client: Client, name: str, page: str) -> str:
    """Press "save" on the page of a dry run."""
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found, page
    response = client.post(f"/kelola/daftar/{name}/", {"ticket": found[1]})
    return response.content.decode()


class TestExport:
    """Taking out …"""

    @pytest.mark.parametrize("name", NAMES)
    def test_works_for_every_list_and_is_on_record(
        self, national: Client, world: World, name: str
    ):
        csv = national.get(f"/kelola/daftar/{name}/csv/")
        xlsx = national.get(f"/kelola/daftar/{name}/xlsx/")

        head = next(iter(csv.streaming_content)) + b"".join(csv.streaming_content)
        book = load_workbook(io.BytesIO(b"".join(xlsx.streaming_content)))
        columns = head.decode("utf-8-sig").splitlines()[0].split(",")
        assert [cell.value for cell in book.active[1]] == columns
        assert Entry.objects.filter(subject=f"list:{name}").count() == 2

    def test_reaches_as_far_as_the_manager(self, admin: Client, world: World):
        text = b"".join(admin.get("/kelola/daftar/accounts/csv/").streaming_content)
        offices = b"".join(
            admin.get("/kelola/daftar/organisations/csv/").streaming_content
        )

        assert world.liaison.username.encode() in text
        assert world.other_admin.username.encode() not in text
        assert world.other.code.encode() not in offices

    def test_of_what_is_not_his_is_not_found(self, admin: Client, world: World):
        assert admin.get("/kelola/daftar/regions/csv/").status_code == 404
        assert admin.get("/kelola/daftar/apa/csv/").status_code == 404
        assert admin.get("/kelola/daftar/accounts/pdf/").status_code == 404


class TestImport:
    """Bringing back …"""

    def test_shows_first_what_would_happen(self, national: Client, world: World):
        page = bring(national, "categories", "slug,name\ntaman,Taman\n")

        assert "belum ada yang disimpan" in page
        assert "1 baru" in page
        assert not Category.objects.filter(slug="taman").exists()

    def test_saves_after_the_second_look(self, national: Client, world: World):
        page = bring(national, "categories", "slug,name\ntaman,Taman\n")

        done = confirm(national, "categories", page)

        assert "Tersimpan" in done
        assert Category.objects.get(slug="taman").name == "Taman"

    def test_saves_a_ticket_once(self, national: Client, world: World):
        page = bring(national, "categories", "slug,name\ntaman,Taman\n")
        confirm(national, "categories", page)

        again = confirm(national, "categories", page)

        assert "Berkas tidak tersimpan lagi" in again

    def test_takes_no_ticket_of_somebody_else(
        self, national: Client, as_user, world: World
    ):
        page = bring(national, "categories", "slug,name\ntaman,Taman\n")

        other = confirm(as_user(world.system), "categories", page)

        assert "Berkas tidak tersimpan lagi" in other
        assert not Category.objects.filter(slug="taman").exists()

    def test_names_every_bad_row(self, national: Client, world: World):
        page = bring(
            national,
            "holidays",
            "calendar,on,name,kind,legal_basis\n"
            "nasional,2026-13-01,Libur,public,SKB 1\n"
            "nasional,2026-05-04,Libur,pesta,SKB 1\n"
            "nasional,2026-05-05,Libur,public,\n",
        )

        for row, column in ((2, "on"), (3, "kind"), (4, "legal_basis")):
            assert re.search(rf">{row}</th><td[^>]*>{column}</td>", page)
        assert "Tidak ada yang disimpan" in page
        assert 'name="ticket"' not in page

    def test_of_days_off_is_one_decision_each(self, national: Client, world: World):
        page = bring(
            national,
            "holidays",
            "calendar,on,name,kind,legal_basis\n"
            "nasional,04/05/2026,Pilkada,Libur nasional,Keppres 3/2026\n",
        )

        confirm(national, "holidays", page)

        assert Holiday.objects.filter(on=date(2026, 5, 4), name="Pilkada").count() == 1

    @pytest.mark.parametrize(
        "content", [b"", b"PK\x03\x04rusak", b"\xd0\xcf\x11\xe0xxxx", b"a\x00b"]
    )
    def test_explains_a_file_it_cannot_read(
        self, national: Client, world: World, content: bytes
    ):
        response = national.post(
            "/kelola/daftar/regions/", {"file": SimpleUploadedFile("x.xlsx", content)}
        )

        assert response.status_code == 200
        assert "perlu diperbaiki" in response.content.decode()

    def test_opens_accounts_without_password(self, admin: Client, world: World):
        page = bring(
            admin,
            "accounts",
            f"username,name,organisation\nsiti.a,Siti,{world.unit.code}\n",
        )
        confirm(admin, "accounts", page)

        user = User.objects.get(username="siti.a")
        assert not user.has_usable_password()

    def test_gives_mandates_within_ones_own(self, admin: Client, world: World):
        head = "username,role,organisation,valid_from,legal_basis\n"
        User.objects.create_user("siti.a", name="Siti", organisation=world.unit)
        good = f"siti.a,liaison_officer,{world.unit.code},2026-03-02,SK 1\n"
        bad = f"siti.a,agency_admin,{world.regency.code},2026-03-02,SK 1\n"
        himself = f"{world.admin.username},auditor,{world.regency.code},2026-03-02,S\n"

        refused = bring(admin, "grants", head + bad + himself)
        confirm(admin, "grants", bring(admin, "grants", head + good))

        assert "tidak dapat memberi peran ini" in refused
        assert "kepada diri sendiri" in refused
        assert Grant.objects.get(user__username="siti.a").role == "liaison_officer"

    def test_lets_an_agency_admin_bring_units_of_his_own_only(
        self, admin: Client, world: World
    ):
        head = "code,name,kind,parent\n"
        mine = f"{world.regency.code}-upt,UPT Baru,unit,{world.regency.code}\n"
        foreign = f"{world.other.code}-upt,UPT Lain,unit,{world.other.code}\n"
        himself = f"{world.regency.code},Kerajaan,regency,\n"

        refused = bring(admin, "organisations", head + foreign + himself)
        confirm(admin, "organisations", bring(admin, "organisations", head + mine))

        assert refused.count("unit kerja di instansi Anda") == 2
        assert Organisation.objects.filter(name="UPT Baru").exists()
        world.regency.refresh_from_db()
        assert world.regency.name != "Kerajaan"

    def test_round_trip_changes_nothing(self, national: Client, world: World):
        for name in NAMES:
            out = national.get(f"/kelola/daftar/{name}/csv/")
            text = b"".join(out.streaming_content).decode()
            if text.count("\n") < 2:
                continue
            page = bring(national, name, text)
            assert "0 baru, 0 berubah" in page, (name, page)
