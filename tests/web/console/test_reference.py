"""Calendars, limits, topics, classes, regions and the trail through the console."""

from datetime import date

import pytest
from django.test import Client

from lapor.domain.cases.models import Category, Classification, Clock
from lapor.domain.deadlines.models import Calendar, Holiday, Regulation, Term
from lapor.domain.ledger.models import Entry
from lapor.domain.organisations.models import Region
from lapor.kernel import queue
from tests.factories.cases import World, receive
from tests.factories.organisations import region

DAY = {
    "on": "2026-03-04",
    "kind": "public",
    "name": "Hari Pemilihan",
    "legal_basis": "Keppres 9/2026",
}
CALENDAR = "/kelola/kalender/nasional/"


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, object]]]:
    """What was deferred."""
    found: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(
        queue, "defer", lambda name, **given: found.append((name, given))
    )
    return found


class TestCalendar:
    """The calendar …"""

    def test_shows_a_year_with_its_days_off(self, national: Client, world: World):
        page = national.get(f"{CALENDAR}?tahun=2026").content.decode()

        assert "Kalender nasional 2026" in page
        assert page.count('class="month"') == 12

    @pytest.mark.parametrize("year", ["0", "99999", "x", "-1"])
    def test_keeps_to_years_that_exist(self, national: Client, world: World, year: str):
        assert national.get(CALENDAR, {"tahun": year}).status_code == 200

    def test_tells_first_what_a_day_would_move(
        self, national: Client, world: World, jobs
    ):
        receive(world)
        before = list(Clock.objects.order_by("pk").values_list("due_at", flat=True))
        known = Holiday.objects.count()

        page = national.post(CALENDAR, DAY).content.decode()

        assert "1 dari 2 tenggat" in page
        assert Holiday.objects.count() == known
        assert (
            list(Clock.objects.order_by("pk").values_list("due_at", flat=True))
            == before
        )
        assert jobs == []

    def test_writes_the_day_down_and_lets_clocks_be_folded_again(
        self, national: Client, world: World, jobs
    ):
        national.post(CALENDAR, {**DAY, "save": "1"})

        day = Holiday.objects.get(on=date(2026, 3, 4))
        assert (day.name, day.legal_basis) == ("Hari Pemilihan", "Keppres 9/2026")
        assert ("cases.recompute", {"calendar": "nasional"}) in jobs
        assert (
            "Hari Pemilihan" in national.get(f"{CALENDAR}?tahun=2026").content.decode()
        )

    def test_cancels_a_day_with_its_decree(self, national: Client, world: World, jobs):
        national.post(CALENDAR, {**DAY, "save": "1"})

        national.post(
            CALENDAR,
            {**DAY, "kind": "working_day", "name": "", "save": "1"},
        )

        assert Entry.objects.filter(fact="holiday.cancelled").count() == 1

    def test_does_not_cancel_what_is_no_holiday(self, national: Client, world: World):
        page = national.post(
            CALENDAR, {**DAY, "kind": "working_day", "name": "", "save": "1"}
        )

        assert "bukan hari libur" in page.content.decode()

    def test_wants_a_decree_and_a_name(self, national: Client, world: World):
        page = national.post(CALENDAR, {**DAY, "name": "", "legal_basis": ""})

        assert "Tulis nama hari libur ini" in page.content.decode()

    def test_of_a_region_stands_on_the_national_one(
        self, national: Client, world: World, jobs
    ):
        national.post(
            "/kelola/kalender/tambah/",
            {"code": "aceh", "name": "Kalender Aceh", "base": "nasional"},
        )
        national.post(
            "/kelola/kalender/aceh/", {**DAY, "kind": "regional", "save": "1"}
        )

        assert Calendar.objects.get(code="aceh").base.code == "nasional"
        assert jobs == [("cases.recompute", {"calendar": "aceh"})]


class TestTerms:
    """Limits …"""

    def sent(self, **changed: str) -> dict[str, str]:
        regulation = Regulation.objects.order_by("-valid_from").first()
        return {
            "organisation": "",
            "timer": "first_follow_up",
            "classification": "",
            "amount": "3",
            "unit": "working_days",
            "starts_at": "dispatch",
            "regulation": regulation.code,
            "article": "Pasal 9",
            "evidence": "article",
            "valid_from": "2026-04-01",
            "valid_until": "",
            "transition": "",
            **changed,
        }

    def test_are_listed_as_they_stand_on_a_day(self, national: Client, world: World):
        page = national.get("/kelola/batas-waktu/").content.decode()

        assert "Tindak lanjut pertama" in page
        assert "hari kerja" in page

    def test_are_added_from_a_day_on(self, national: Client, world: World):
        national.post("/kelola/batas-waktu/tambah/", self.sent())

        made = Term.objects.get(timer="first_follow_up", valid_from=date(2026, 4, 1))
        assert (made.amount, made.organisation) == (3, None)

    def test_cite_decrees_whose_end_is_entered_later(
        self, national: Client, world: World
    ):
        decree = Regulation.objects.order_by("valid_from").first()
        path = f"/kelola/batas-waktu/peraturan/{decree.pk}/"
        backwards = {"title": decree.title, "valid_until": "1990-01-01"}

        refused = national.post(path, backwards)
        national.post(path, {**backwards, "valid_until": "2099-12-31"})

        decree.refresh_from_db()
        assert "sesudah tanggal mulai" in refused.content.decode()
        assert decree.valid_until == date(2099, 12, 31)
        entry = Entry.objects.get(fact="regulation.changed")
        assert entry.data == {"code": decree.code, "valid_until": "2099-12-31"}

    def test_are_shortened_by_an_agency_for_itself(self, admin: Client, world: World):
        admin.post(
            "/kelola/batas-waktu/tambah/",
            self.sent(organisation=world.regency.code, amount="2"),
        )

        assert Term.objects.filter(organisation=world.regency, amount=2).exists()

    def test_are_never_lengthened_by_an_agency(self, admin: Client, world: World):
        page = admin.post(
            "/kelola/batas-waktu/tambah/",
            self.sent(organisation=world.regency.code, amount="30"),
        ).content.decode()

        assert "hanya boleh memperpendek" in page
        assert not Term.objects.filter(organisation=world.regency).exists()

    def test_of_the_nation_are_out_of_an_agencys_reach(
        self, admin: Client, world: World
    ):
        admin.post("/kelola/batas-waktu/tambah/", self.sent())

        assert not Term.objects.filter(valid_from=date(2026, 4, 1)).exists()

    def test_cite_a_new_decree(self, national: Client, world: World):
        national.post(
            "/kelola/batas-waktu/peraturan/",
            {
                "code": "PermenPANRB 9/2026",
                "title": "Tentang pengaduan",
                "valid_from": "2026-04-01",
            },
        )

        assert Regulation.objects.filter(code="PermenPANRB 9/2026").exists()


class TestTopics:
    """Topics …"""

    def test_are_added_renamed_and_switched_off(self, national: Client, world: World):
        sent = {"name": "Taman kota", "parent": "", "external_id": "77"}
        national.post("/kelola/kategori/tambah/", {**sent, "is_active": "on"})
        made = Category.objects.get(external_id=77)

        national.post(
            f"/kelola/kategori/ubah/{made.slug}/", {**sent, "name": "Taman dan hutan"}
        )

        made.refresh_from_db()
        assert (made.name, made.is_active) == ("Taman dan hutan", False)
        assert Entry.objects.filter(fact="category.changed").count() == 1

    def test_have_two_levels_and_no_third(self, national: Client, world: World):
        top = Category.objects.create(name="Jalan", slug="jalan")
        below = Category.objects.create(name="Lubang", slug="lubang", parent=top)

        national.post(
            "/kelola/kategori/tambah/",
            {"name": "Dalam", "parent": below.slug, "is_active": "on"},
        )

        assert not Category.objects.filter(name="Dalam").exists()
        assert "Lubang" in national.get("/kelola/kategori/?q=lubang").content.decode()

    def test_of_one_parent_differ_in_name(self, national: Client, world: World):
        Category.objects.create(name="Jalan", slug="jalan")

        page = national.post(
            "/kelola/kategori/tambah/",
            {"name": "jalan", "parent": "", "is_active": "on"},
        )

        assert "sudah dipakai" in page.content.decode()

    def test_classes_are_renamed_but_not_added(self, national: Client, world: World):
        url = "/kelola/klasifikasi/aspiration/"

        national.post(url, {"label": "Usulan warga", "position": "4"})

        assert Classification.objects.get(pk="aspiration").label == "Usulan warga"
        assert national.post("/kelola/klasifikasi/baru/", {}).status_code == 404


class TestRegions:
    """Regions …"""

    def test_are_found_by_name_and_code(self, national: Client, world: World):
        region("32.04", "Kabupaten Bandung")

        for text in ("bandung", "32.04"):
            page = national.get("/kelola/wilayah/", {"q": text}).content.decode()
            assert "Kabupaten Bandung" in page

    def test_are_renamed(self, national: Client, world: World):
        region("32.04", "Kabupaten Bandung")

        national.post("/kelola/wilayah/32.04/", {"name": "Kabupaten Bandung Raya"})

        assert Region.objects.get(pk="32.04").name == "Kabupaten Bandung Raya"

    def test_that_are_not_there_are_not_found(self, national: Client, world: World):
        assert national.get("/kelola/wilayah/99/").status_code == 404
        assert national.get("/kelola/wilayah/?q=99").status_code == 200


class TestTrail:
    """The trail …"""

    def test_follows_a_report_by_its_bare_number(self, national: Client, world: World):
        case = receive(world)

        page = national.get("/kelola/jejak/", {"subjek": case.number.lower()})

        assert "case.received" in page.content.decode()

    def test_names_persons(self, national: Client, world: World):
        national.post(f"/kelola/akun/{world.liaison.pk}/keadaan/", {"active": "0"})

        page = national.get(
            "/kelola/jejak/", {"subjek": world.liaison.actor.ref}
        ).content.decode()

        assert "account.disabled" in page
        assert world.national.name in page

    def test_turns_pages(self, national: Client, world: World):
        for _ in range(60):
            national.get("/kelola/daftar/categories/csv/")

        first = national.get("/kelola/jejak/", {"subjek": "list:categories"})
        url = first.content.decode().split('rel="next"')[0].split('href="')[-1]
        second = national.get(
            "/kelola/jejak/" + url.split('"')[0].replace("&amp;", "&")
        )

        assert first.content.decode().count("list.exported") == 50
        assert second.content.decode().count("list.exported") == 10

    @pytest.mark.parametrize("before", ["x", "-5", "9" * 40])
    def test_bears_spoilt_addresses(self, national: Client, before: str):
        response = national.get("/kelola/jejak/", {"sebelum": before})

        assert response.status_code == 200

    def test_is_for_the_nation_and_the_system(
        self, admin: Client, as_user, world: World
    ):
        assert admin.get("/kelola/jejak/").status_code == 403
        assert as_user(world.system).get("/kelola/jejak/").status_code == 200
