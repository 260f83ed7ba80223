"""A hand-over is addressed to the Ombudsman's office for the place of the matter."""

from dataclasses import dataclass
from datetime import date

import pytest

from lapor.domain.cases.models import Case
from lapor.domain.handover.actions import consent
from lapor.domain.handover.queries import office_for, package_content
from lapor.domain.organisations.models import Organisation, Oversight
from lapor.domain.organisations.rules import OrganisationKind, OversightKind
from tests.factories.cases import World
from tests.factories.handover import AFTER, ANI, late_case
from tests.factories.organisations import agency, oversight, region, unit

TODAY = date(2026, 5, 4)


@dataclass
class Offices:
    """The Ombudsman with offices for two provinces, each by a row of oversight."""

    java: Organisation
    papua: Organisation


@pytest.fixture
def offices(world: World) -> Offices:
    centre = world.ombudsman.organisation
    found = {}
    for code, name in (("32", "Jawa Barat"), ("91", "Papua")):
        place = region(code, name)
        government = agency(
            name=f"Pemerintah Provinsi {name}",
            kind=OrganisationKind.PROVINCE,
            region=place,
        )
        office = unit(centre, name=f"Perwakilan Ombudsman RI Provinsi {name}")
        oversight(office, government, OversightKind.RESOLUTION)
        oversight(centre, government, OversightKind.RESOLUTION)
        found[code] = office
    return Offices(found["32"], found["91"])


def at_place(case: Case, code: str, name: str) -> Case:
    case.region = region(code, name)
    case.save(update_fields=["region"])
    return case


def test_the_place_of_the_matter_decides(world: World, offices: Offices):
    case = at_place(late_case(world), "91.71", "Kota Jayapura")

    handover = consent(case, agrees=True, person=ANI, at=AFTER)

    assert handover.office == offices.papua
    content = package_content(handover, ANI, at=AFTER)
    assert content["office"] == {
        "code": offices.papua.code,
        "name": "Perwakilan Ombudsman RI Provinsi Papua",
    }


def test_without_a_place_the_seat_of_the_agency_decides(world: World, offices: Offices):
    world.regency.region = region("32.04", "Kabupaten Bandung")
    world.regency.save()
    case = Case.objects.get(pk=late_case(world).pk)

    assert office_for(case, on=TODAY) == offices.java


def test_where_there_is_no_office_the_centre_takes_it(world: World, offices: Offices):
    case = at_place(late_case(world), "51.71", "Kota Denpasar")

    handover = consent(case, agrees=True, person=ANI, at=AFTER)

    assert handover.office is None
    content = package_content(handover, ANI, at=AFTER)
    assert content["office"]["code"] == "ombudsman"


def test_a_row_that_has_ended_counts_no_more(world: World, offices: Offices):
    Oversight.objects.filter(overseer=offices.papua).update(
        valid_until=date(2026, 4, 30)
    )
    case = at_place(late_case(world), "91.71", "Kota Jayapura")

    assert office_for(case, on=date(2026, 4, 30)) == offices.papua
    assert office_for(case, on=TODAY) is None
