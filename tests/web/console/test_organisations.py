"""Agencies, units, decrees and oversight through the console."""

from datetime import date

from django.test import Client

from lapor.domain.ledger.models import Entry
from lapor.domain.organisations.models import Appointment, Organisation, Oversight
from tests.factories.cases import World
from tests.factories.organisations import oversight


def filled(row: Organisation, **changed: object) -> dict[str, object]:
    return {
        "seen": row.edited_at.isoformat() if row.edited_at else "-",
        "name": row.name,
        "zone": row.zone,
        "calendar_code": row.calendar_code,
        "region": "",
        "external_id": "",
        "duties": "",
        "is_active": "on",
        "contact_name": "",
        "contact_phone": "",
        "contact_email": "",
        "contact_address": "",
        **changed,
    }


class TestList:
    """The list …"""

    def test_ends_at_the_border_of_the_agency(self, admin: Client, world: World):
        page = admin.get("/kelola/instansi/").content.decode()

        assert world.unit.name in page
        assert world.other.name not in page

    def test_finds_by_word_and_kind(self, national: Client, world: World):
        page = national.get("/kelola/instansi/?q=kota&kind=city").content.decode()

        assert world.other.name in page
        assert world.regency.name not in page


class TestDetail:
    """The page of one organisation …"""

    def test_shows_units_and_overseers(self, admin: Client, world: World):
        page = admin.get(f"/kelola/instansi/{world.regency.code}/").content.decode()

        assert world.unit.name in page
        assert world.coordinator_home.name in page

    def test_shows_who_watched_on_another_day(self, admin: Client, world: World):
        url = f"/kelola/instansi/{world.regency.code}/?pada=2020-01-01"

        page = admin.get(url).content.decode()

        assert world.coordinator_home.name not in page

    def test_is_not_there_for_others(self, admin: Client, world: World):
        url = f"/kelola/instansi/{world.other.code}/"

        assert admin.get(url).status_code == 404
        assert admin.post(f"{url}ubah/", filled(world.other)).status_code == 404


class TestEdit:
    """Editing …"""

    def test_changes_a_unit_and_says_so_in_the_ledger(
        self, admin: Client, world: World
    ):
        url = f"/kelola/instansi/{world.unit.code}/ubah/"

        admin.post(url, filled(world.unit, name="Dinas Bina Marga", is_active=""))

        world.unit.refresh_from_db()
        assert (world.unit.name, world.unit.is_active) == ("Dinas Bina Marga", False)
        entry = Entry.objects.get(fact="organisation.changed")
        assert entry.data["fields"] == ["is_active", "name"]

    def test_of_his_agency_reaches_only_the_contact(self, admin: Client, world: World):
        url = f"/kelola/instansi/{world.regency.code}/ubah/"
        before = (world.regency.name, world.regency.zone, world.regency.is_active)

        admin.post(
            url,
            filled(
                world.regency,
                name="Kerajaan",
                zone="Asia/Jayapura",
                is_active="",
                contact_phone="021-500",
            ),
        )

        row = Organisation.objects.get(pk=world.regency.pk)
        assert (row.name, row.zone, row.is_active) == before
        assert row.contact_phone == "021-500"

    def test_tells_the_second_of_two_what_the_first_has_changed(
        self, national: Client, admin: Client, world: World
    ):
        url = f"/kelola/instansi/{world.unit.code}/ubah/"
        late = filled(world.unit, name="Dinas Kedua")
        national.post(url, filled(world.unit, name="Dinas Pertama"))

        told = admin.post(url, late).content.decode()

        world.unit.refresh_from_db()
        assert world.unit.name == "Dinas Pertama"
        assert f"{world.national.name} mengubah: Nama" in told
        assert 'value="Dinas Kedua"' in told

        late["seen"] = told.split('name="seen" value="')[1].split('"')[0]
        admin.post(url, late)
        world.unit.refresh_from_db()
        assert world.unit.name == "Dinas Kedua"

    def test_names_an_unknown_region(self, national: Client, world: World):
        page = national.post(
            f"/kelola/instansi/{world.regency.code}/ubah/",
            filled(world.regency, region="99.99"),
        )

        assert "Wilayah dengan kode itu tidak ada" in page.content.decode()


class TestAdd:
    """Adding …"""

    def test_puts_a_unit_below_its_agency(self, admin: Client, world: World):
        code = f"{world.regency.code}-dinkes"

        admin.post(
            f"/kelola/instansi/{world.regency.code}/unit/",
            filled(world.unit, code=code, name="Dinas Kesehatan"),
        )

        made = Organisation.objects.get(code=code)
        assert (made.parent, made.agency) == (world.regency, world.regency)

    def test_never_overwrites_another(self, admin: Client, world: World):
        page = admin.post(
            f"/kelola/instansi/{world.regency.code}/unit/",
            filled(world.unit, code=world.other.code, name="Rebut"),
        ).content.decode()

        world.other.refresh_from_db()
        assert "Kode ini sudah dipakai" in page
        assert world.other.name != "Rebut"

    def test_an_agency_is_for_the_nation(
        self, national: Client, admin: Client, world: World
    ):
        sent = filled(world.regency, code="badan-baru", name="Badan Baru")
        sent["kind"] = "institution"

        refused = admin.post("/kelola/instansi/tambah/", sent)
        national.post("/kelola/instansi/tambah/", sent)

        assert refused.status_code == 403
        made = Organisation.objects.get(code="badan-baru")
        assert made.agency == made

    def test_a_wrong_code_is_explained(self, national: Client, world: World):
        sent = filled(world.regency, code="Badan Baru!", name="Badan Baru")
        sent["kind"] = "institution"

        page = national.post("/kelola/instansi/tambah/", sent).content.decode()

        assert "Kode hanya huruf kecil" in page


class TestDecree:
    """A decree (SK) …"""

    SENT = {
        "number": "188.45/12/2026",
        "signed_on": "2026-01-05",
        "signed_by": "Bupati",
        "valid_from": "2026-01-05",
        "valid_until": "",
    }

    def test_is_written_down_and_corrected(self, admin: Client, world: World):
        base = f"/kelola/instansi/{world.regency.code}/sk/"

        admin.post(base, self.SENT)
        admin.post(f"{base}188.45/12/2026/", {**self.SENT, "valid_until": "2026-12-31"})

        row = Appointment.objects.get()
        assert row.valid_until == date(2026, 12, 31)
        assert row.number in admin.get(base[:-3]).content.decode()

    def test_is_not_written_twice(self, admin: Client, world: World):
        base = f"/kelola/instansi/{world.regency.code}/sk/"
        admin.post(base, self.SENT)

        page = admin.post(base, self.SENT).content.decode()

        assert "Nomor SK ini sudah dicatat" in page

    def test_that_ends_before_it_begins_is_refused(self, admin: Client, world: World):
        page = admin.post(
            f"/kelola/instansi/{world.regency.code}/sk/",
            {**self.SENT, "valid_until": "2025-01-01"},
        ).content.decode()

        assert "mendahului tanggal mulai" in page


class TestOversight:
    """Oversight edges …"""

    def sent(self, world: World, **changed: str) -> dict[str, str]:
        return {
            "overseer": world.panrb.code,
            "kind": "national",
            "subject": world.regency.code,
            "valid_from": "2026-01-01",
            "valid_until": "",
            "legal_basis": "Perpres 76/2013",
            **changed,
        }

    def test_are_added_with_their_legal_basis(self, national: Client, world: World):
        national.post("/kelola/pengawasan/tambah/", self.sent(world))

        edge = Oversight.objects.get(overseer=world.panrb)
        assert edge.legal_basis == "Perpres 76/2013"
        assert Entry.objects.filter(fact="oversight.added").exists()

    def test_are_not_doubled(self, national: Client, world: World):
        national.post("/kelola/pengawasan/tambah/", self.sent(world))

        page = national.post("/kelola/pengawasan/tambah/", self.sent(world))

        assert "sudah berlaku pada masa itu" in page.content.decode()

    def test_do_not_point_at_themselves(self, national: Client, world: World):
        page = national.post(
            "/kelola/pengawasan/tambah/", self.sent(world, subject="panrb")
        )

        assert "tidak mengawasi dirinya" in page.content.decode()

    def test_are_shown_as_they_stood_on_a_day(self, national: Client, world: World):
        oversight(
            world.panrb,
            world.other,
            valid_from=date(2020, 1, 1),
            valid_until=date(2020, 12, 31),
        )
        now = national.get("/kelola/pengawasan/").content.decode()
        then = national.get("/kelola/pengawasan/?pada=2020-06-01").content.decode()

        assert world.other.name not in now
        assert world.other.name in then

    def test_end_on_a_day_and_stay_for_the_days_before(
        self, national: Client, world: World
    ):
        edge = Oversight.objects.get()

        national.post(f"/kelola/pengawasan/{edge.pk}/akhiri/", {"on": "2026-03-31"})

        edge.refresh_from_db()
        assert edge.valid_until == date(2026, 3, 31)
