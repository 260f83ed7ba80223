"""One row added or changed: checked, recorded, and the rest follows."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from lapor.domain.ledger.models import Entry
from lapor.domain.organisations import actions, queries
from lapor.domain.organisations.models import Appointment, Organisation, Oversight
from lapor.domain.organisations.rules import OversightKind
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid, NotFound
from tests.factories import organisations as make

AT = datetime(2025, 4, 15, tzinfo=UTC)
BY = Actor("user:7")
FROM = date(2025, 1, 1)
pytestmark = pytest.mark.django_db


def save(**values: object) -> Organisation:
    return actions.save_organisation(values, by=BY, at=AT)


class TestOrganisation:
    def test_a_new_agency_is_its_own_agency(self) -> None:
        make.region("71", "Sulawesi Utara")

        made = save(code="pemda-baru", name="Pemda Baru", kind="province", region="71")

        assert made.agency == made
        assert made.zone == "Asia/Makassar"
        assert made.slug == "pemda-baru"
        entry = Entry.objects.get(fact="organisation.added")
        assert (entry.subject, entry.actor) == ("organisation:pemda-baru", "user:7")

    def test_a_new_unit_belongs_to_the_agency_of_its_parent(self) -> None:
        parent = make.unit(make.agency(code="induk"), code="induk-dinas")

        made = save(
            code="induk-upt", name="UPT Induk", kind="unit", parent="induk-dinas"
        )

        assert made.parent == parent
        assert made.agency == parent.agency

    def test_a_change_is_recorded_by_field_without_contact_data(self) -> None:
        make.agency(code="ini", name="Instansi Ini")

        save(code="ini", contact_name="Bu Ratna", contact_phone="021 555")

        entry = Entry.objects.get(fact="organisation.changed")
        assert entry.data == {"fields": ["contact_name", "contact_phone"]}

    def test_no_change_is_no_entry(self) -> None:
        make.agency(code="ini", name="Instansi Ini")

        save(code="ini", name="Instansi Ini")

        assert not Entry.objects.exists()

    def test_units_are_found_by_the_new_name_of_their_agency(self) -> None:
        agency = make.agency(code="ini", name="Instansi Ini")
        unit = make.unit(agency, name="Dinas Pasar")

        save(code="ini", name="Instansi Anyar")

        assert queries.search_organisations("pasar anyar") == [unit]

    def test_a_slug_that_is_taken_gets_the_code(self) -> None:
        make.agency(code="satu", name="Kantor", slug="kantor")

        made = save(code="dua", name="Kantor", kind="institution")

        assert made.slug == "kantor-dua"

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"code": "HURUF BESAR", "name": "X", "kind": "institution"}, "code"),
            ({"code": "baru", "name": "", "kind": "institution"}, "name"),
            ({"code": "baru", "name": "X", "kind": "kerajaan"}, "kind"),
            ({"code": "baru", "name": "X", "kind": "unit"}, "parent"),
            ({"code": "baru", "name": "X", "kind": "unit", "parent": "?"}, "parent"),
            ({"code": "baru", "name": "X", "kind": "city", "region": "0"}, "region"),
            (
                {
                    "code": "baru",
                    "name": "X",
                    "kind": "institution",
                    "contact_email": "bukan surel",
                },
                "contact_email",
            ),
        ],
    )
    def test_names_the_field_that_is_wrong(
        self, values: dict[str, object], field: str
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            save(**values)

        assert field in refusal.value.fields

    def test_a_unit_cannot_stand_below_itself(self) -> None:
        unit = make.unit(code="atas")
        make.unit(unit, code="bawah")

        with pytest.raises(Invalid, match="induk bagi dirinya"):
            save(code="atas", parent="bawah")


class TestRegion:
    def test_a_new_village_is_found_by_its_ancestors(self) -> None:
        make.region("32.04.05", "Cileunyi")

        actions.save_region({"code": "32.04.05.2999", "name": "Sukaria"}, by=BY, at=AT)

        assert [one.code for one in queries.search_regions("sukaria cileunyi")] == [
            "32.04.05.2999"
        ]
        assert Entry.objects.get(fact="region.added").subject == "region:32.04.05.2999"

    def test_a_new_name_is_carried_down(self) -> None:
        make.region("32.04.05", "Cileunyi")

        actions.save_region({"code": "32.04", "name": "Kabupaten Anyar"}, by=BY, at=AT)

        assert queries.search_regions("cileunyi anyar")

    def test_a_parent_must_be_there(self) -> None:
        with pytest.raises(Invalid, match="32, belum ada"):
            actions.save_region({"code": "32.99", "name": "X"}, by=BY, at=AT)

    def test_the_code_has_a_shape(self) -> None:
        with pytest.raises(Invalid, match="Kode wilayah"):
            actions.save_region({"code": "ab", "name": "X"}, by=BY, at=AT)


def add_edge(
    overseer: Organisation, subject: Organisation, **fields: object
) -> Oversight:
    return actions.add_oversight(
        overseer=overseer,
        kind=OversightKind.COORDINATION,
        subject=subject,
        legal_basis="Perpres 139/2024",
        by=BY,
        at=AT,
        **{"valid_from": FROM, **fields},
    )


class TestOversight:
    def test_is_valid_on_both_its_ends(self) -> None:
        top, subject = make.agency(), make.agency()
        edge = add_edge(top, subject)
        actions.end_oversight(edge, on=date(2025, 3, 31), by=BY, at=AT)

        def seen(on: date) -> bool:
            return queries.overseen_by(top.pk, None, on).exists()

        days = [date(2024, 12, 31), FROM, date(2025, 3, 31), date(2025, 4, 1)]
        assert [seen(on) for on in days] == [False, True, True, False]

    def test_each_act_is_recorded_on_the_subject(self) -> None:
        subject = make.agency(code="yang-diawasi")
        edge = add_edge(make.agency(), subject)

        actions.change_oversight(edge, evidence="verified", by=BY, at=AT)
        actions.end_oversight(edge, on=FROM, by=BY, at=AT)

        entries = Entry.objects.order_by("id")
        assert [entry.fact for entry in entries] == [
            "oversight.added",
            "oversight.changed",
            "oversight.ended",
        ]
        assert {entry.subject for entry in entries} == {"organisation:yang-diawasi"}

    def test_nobody_watches_himself(self) -> None:
        agency = make.agency()

        with pytest.raises(Invalid, match="dirinya sendiri"):
            add_edge(agency, agency)

    def test_the_same_edge_is_not_valid_twice_on_a_day(self) -> None:
        top, subject = make.agency(), make.agency()
        add_edge(top, subject, valid_until=date(2025, 3, 31))
        add_edge(top, subject, valid_from=date(2025, 4, 1))

        with pytest.raises(Invalid, match="sudah berlaku"):
            add_edge(top, subject, valid_from=date(2025, 3, 31))

    def test_the_database_refuses_too(self) -> None:
        top, subject = make.agency(), make.agency()
        make.oversight(top, subject)

        with pytest.raises(IntegrityError):
            make.oversight(top, subject)

    def test_dates_are_in_order(self) -> None:
        with pytest.raises(Invalid, match="mendahului"):
            add_edge(make.agency(), make.agency(), valid_until=date(2024, 1, 1))

    def test_an_ended_edge_does_not_end_later(self) -> None:
        edge = add_edge(make.agency(), make.agency(), valid_until=FROM)

        with pytest.raises(Invalid, match="sudah berakhir"):
            actions.end_oversight(edge, on=date(2025, 2, 1), by=BY, at=AT)

    def test_an_unknown_edge_is_said_to_be_so(self) -> None:
        with pytest.raises(NotFound):
            actions.oversight_numbered(0)


def add_decree(organisation: Organisation, number: str = "SK/1") -> Appointment:
    return actions.add_appointment(
        organisation=organisation,
        number=number,
        signed_on=FROM,
        signed_by="Bupati",
        valid_from=FROM,
        by=BY,
        at=AT,
    )


class TestAppointment:
    def test_belongs_to_its_agency(self) -> None:
        agency = make.agency()

        decree = add_decree(agency)

        assert list(queries.decrees_of(agency.pk)) == [decree]
        assert Entry.objects.get().data["number"] == "SK/1"

    def test_a_number_is_there_once(self) -> None:
        agency = make.agency()
        add_decree(agency)

        with pytest.raises(Invalid, match="sudah dicatat"):
            add_decree(agency)
