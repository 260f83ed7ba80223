"""The lists of this room as tables: out and in again, bad rows named."""

import io
from datetime import UTC, date, datetime

import pytest

from lapor.domain.ledger.models import Entry
from lapor.domain.organisations.models import (
    Appointment,
    Organisation,
    Oversight,
    Region,
)
from lapor.kernel import lists, tables
from lapor.kernel.actor import Actor
from lapor.kernel.lists import ImportResult
from tests.factories import organisations as make

AT = datetime(2025, 4, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def bring(name: str, *lines: str, dry_run: bool = False) -> ImportResult:
    rows = tables.read_rows(io.BytesIO("\n".join(lines).encode()))
    return lists.import_rows(
        lists.find(name), rows, dry_run=dry_run, by=Actor("user:7"), at=AT
    )


@pytest.fixture
def some_rows() -> None:
    agency = make.agency(
        code="pemda-32.04", region=make.region(), external_id=12938, aliases=["Kab. B"]
    )
    unit = make.unit(agency, code="pemda-32.04-dinkes", contact_name="=Bu Ratna")
    make.oversight(unit, agency)
    Appointment.objects.create(
        organisation=agency,
        number="SK/1",
        signed_on=date(2025, 1, 1),
        signed_by="Bupati",
        valid_from=date(2025, 1, 1),
    )


@pytest.mark.usefixtures("some_rows")
@pytest.mark.parametrize("is_workbook", [True, False])
@pytest.mark.parametrize(
    "name", ["regions", "organisations", "oversight", "appointments"]
)
def test_each_list_comes_back_as_it_went(name: str, is_workbook: bool) -> None:
    spec = lists.find(name)
    header, rows = spec.header, lists.exported(spec)
    file = io.BytesIO()
    if is_workbook:
        tables.write_xlsx(file, header, rows)
    else:
        file.writelines(tables.write_csv(header, rows))

    back = tables.read_rows(file)
    result = lists.import_rows(spec, back, dry_run=False, by=Actor("user:7"), at=AT)

    assert result.errors == []
    assert result.rows == result.unchanged > 0
    assert not Entry.objects.exists()


class TestOrganisations:
    def test_are_added_and_changed_with_parents_first(self) -> None:
        result = bring(
            "organisations",
            "code,name,kind,parent,zone,is_active",
            "induk,Instansi Induk,institution,,WITA,ya",
            "induk-a,Unit A,unit,induk,WITA,tidak",
        )

        assert (result.created, result.errors) == (2, [])
        unit = Organisation.objects.get(code="induk-a")
        assert unit.agency == Organisation.objects.get(code="induk")
        assert (unit.zone, unit.is_active) == ("Asia/Makassar", False)
        assert Entry.objects.filter(fact="organisation.added").count() == 2

    def test_a_dry_run_says_the_same_and_saves_nothing(self) -> None:
        lines = ["code,name,kind", "baru,Lembaga Baru,institution"]

        tried = bring("organisations", *lines, dry_run=True)

        assert (tried.created, tried.is_saved) == (1, False)
        assert not Organisation.objects.exists()
        assert not Entry.objects.exists()
        assert bring("organisations", *lines).is_saved

    def test_one_bad_row_saves_none_and_is_named(self) -> None:
        make.agency(code="ada", external_id=5)

        result = bring(
            "organisations",
            "code;name;kind;parent;external_id;connected_on",
            "baik;Lembaga Baik;institution;;;",
            "Salah;Lembaga;institution;;;",
            "x;Lembaga;kerajaan;;;",
            "y;Unit;unit;entah;;",
            "z;Lembaga;institution;;lima;kemarin",
            "w;Lembaga Lain;institution;;5;",
        )

        assert [(error.row, error.column) for error in result.errors] == [
            (3, "code"),
            (4, "kind"),
            (5, "parent"),
            (6, "external_id"),
            (6, "connected_on"),
            (7, "external_id"),
        ]
        assert not Organisation.objects.filter(code="baik").exists()


class TestRegions:
    def test_are_added_below_their_parent(self) -> None:
        make.region()

        result = bring(
            "regions", "code,name", "32.04.99,Baru", "32.04.99.2001,Desa", "99.01,X"
        )

        assert [(error.row, error.column) for error in result.errors] == [(4, "code")]
        assert not Region.objects.filter(code="32.04.99").exists()


class TestOversight:
    def test_is_added_and_ended(self) -> None:
        make.agency(code="atas")
        make.agency(code="bawah")
        header = "overseer,kind,subject,valid_from,valid_until,legal_basis"

        first = bring("oversight", header, "atas,national,bawah,2025-01-01,,Perpres 1")
        second = bring(
            "oversight", header, "atas,national,bawah,1/1/2025,31/03/2025,Perpres 1"
        )

        assert (first.created, second.changed) == (1, 1)
        assert Oversight.objects.get().valid_until == date(2025, 3, 31)

    def test_names_what_is_wrong(self) -> None:
        make.agency(code="atas")
        header = "overseer,kind,subject,valid_from,legal_basis"

        result = bring(
            "oversight",
            header,
            "atas,national,atas,2025-01-01,X",
            "atas,national,entah,2025-01-01,X",
            "atas,national,atas,,X",
        )

        assert [(error.row, error.column) for error in result.errors] == [
            (2, "subject"),
            (3, "subject"),
            (4, "valid_from"),
        ]


def test_appointments_are_added() -> None:
    make.agency(code="ini")

    result = bring(
        "appointments",
        "organisation,number,signed_on,signed_by,valid_from,valid_until",
        "ini,SK/9,2025-01-02,Bupati,2025-01-01,2025-12-31",
        "itu,SK/9,2025-01-02,Bupati,2025-01-01,",
    )

    assert [(error.row, error.column) for error in result.errors] == [
        (3, "organisation")
    ]
