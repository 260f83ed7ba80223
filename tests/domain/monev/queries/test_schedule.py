from datetime import date

import pytest

from lapor.domain.accounts.models import Grant
from lapor.domain.accounts.rules import Role
from lapor.domain.monev.actions.drafting import draft_round
from lapor.domain.monev.actions.schedules import load_schedule
from lapor.domain.monev.models import Schedule
from lapor.domain.monev.queries.schedule import Wanted, missed_by, wanted_rounds
from lapor.domain.monev.rules.words import Tier
from lapor.domain.organisations.rules import OversightKind
from lapor.kernel.actor import SYSTEM
from tests.factories.accounts import LONG_AGO, make_officer
from tests.factories.monev import NOW, Corner, make_corner
from tests.factories.organisations import agency, oversight

pytestmark = pytest.mark.django_db
SINCE, UPTO = date(2026, 6, 30), date(2026, 8, 3)
STAFF = {
    Tier.MICRO_AGENCY: Role.DEPUTY_ADMIN,
    Tier.MICRO_AUDITOR: Role.AUDITOR,
    Tier.MESO_COORDINATION: Role.COORDINATOR,
    Tier.MESO_TERRITORY: Role.AGENCY_ADMIN,
    Tier.MESO_HOME_AFFAIRS: Role.COORDINATOR,
    Tier.THEMATIC_PROGRAMME: Role.PROGRAMME_OVERSEER,
    Tier.THEMATIC_RESOLUTION: Role.OMBUDSMAN,
    Tier.MACRO: Role.NATIONAL_ADMIN,
}
#: What opens in July and on the first days of August, read from domain §12.1.
DUE = {
    Tier.MICRO_AGENCY: {"2026-06", "2026-Q2", "2026-07"},
    Tier.MICRO_AUDITOR: {"2026-Q2", "2026-S1"},
    Tier.MESO_COORDINATION: {"2026-Q2", "2026-S1"},
    Tier.MESO_TERRITORY: {"2026-Q2", "2026-S1"},
    Tier.MESO_HOME_AFFAIRS: {"2026-Q2", "2026-S1"},
    Tier.THEMATIC_PROGRAMME: {"2026-06", "2026-Q2", "2026-S1", "2026-07"},
    Tier.THEMATIC_RESOLUTION: {"2026-06", "2026-S1", "2026-07"},
    Tier.MACRO: {"2026-S1"},
}


@pytest.fixture(autouse=True)
def matrix() -> None:
    load_schedule(by=SYSTEM, at=LONG_AGO)


def wanted(corner: Corner) -> list[Wanted]:
    found = wanted_rounds(since=SINCE, upto=UPTO)
    return [
        each
        for each in found
        if (each.due.tier, each.assessor) == (corner.tier, corner.assessor)
    ]


@pytest.mark.parametrize("tier", Tier)
def test_each_tier_wants_its_rounds_and_knows_whether_it_is_staffed(tier: Tier):
    corner = make_corner(tier)
    before = {each.is_staffed for each in wanted(corner)}
    make_officer(STAFF[tier], corner.assessor)

    found = wanted(corner)

    assert before == {False}
    assert {each.is_staffed for each in found} == {True}
    assert {each.due.period.name for each in found} == DUE[tier]


def test_an_older_month_is_late_when_a_newer_one_is_due():
    corner = make_corner(Tier.MICRO_AGENCY)
    make_officer(Role.AGENCY_ADMIN, corner.assessor)

    late = {each.due.period.name: each.is_late for each in wanted(corner)}

    assert late == {"2026-06": True, "2026-Q2": False, "2026-07": False}


def test_what_was_drafted_is_wanted_no_more():
    corner = make_corner(Tier.MACRO)
    (one,) = wanted(corner)

    draft_round(
        tier=corner.tier,
        assessor=corner.assessor,
        period=one.due.period,
        by=SYSTEM,
        at=NOW,
    )

    assert wanted(corner) == []


def test_an_edge_that_ended_opens_nothing():
    assessor = agency()
    kind = OversightKind.PRIORITY_PROGRAMME
    oversight(assessor, agency(), kind, valid_until=date(2026, 8, 2))

    found = wanted_rounds(since=SINCE, upto=UPTO)

    assert assessor not in {each.assessor for each in found}


def test_nothing_was_missed_before_the_schedule_ran_here():
    corner = make_corner(Tier.MICRO_AGENCY)
    make_officer(Role.AGENCY_ADMIN, corner.assessor)
    Schedule.objects.update(runs_from=date(2026, 7, 15))

    found = {each.due.period.name: each.is_late for each in wanted(corner)}

    assert found == {"2026-Q2": False, "2026-07": False}


def test_nothing_was_missed_while_nobody_could_hold_it():
    corner = make_corner(Tier.MICRO_AGENCY)
    unstaffed = {each.due.period.name for each in wanted(corner)}
    make_officer(Role.AGENCY_ADMIN, corner.assessor)
    Grant.objects.update(valid_from=date(2026, 7, 20))

    found = {each.due.period.name: each.is_late for each in wanted(corner)}

    assert unstaffed == {"2026-Q2", "2026-07"}
    assert found == {"2026-Q2": False, "2026-07": False}


def test_a_person_is_told_of_what_he_missed_and_of_nothing_else():
    corner, other = (make_corner(Tier.MICRO_AGENCY) for _ in range(2))
    admin = make_officer(Role.AGENCY_ADMIN, corner.assessor)
    make_officer(Role.AGENCY_ADMIN, other.assessor)
    liaison = make_officer(Role.LIAISON_OFFICER, corner.subject)
    Schedule.objects.update(runs_from=date(2026, 5, 15))

    found = missed_by(admin, on=UPTO)

    assert {each.assessor for each in found} == {corner.assessor}
    assert [each.due.period.name for each in found] == ["2026-06", "2026-05"]
    assert missed_by(liaison, on=UPTO) == []


def test_an_auditor_is_told_of_what_he_missed():
    corner = make_corner(Tier.MICRO_AUDITOR)
    auditor = make_officer(Role.AUDITOR, corner.assessor)
    Schedule.objects.update(runs_from=date(2026, 1, 15))

    periods = {each.due.period.name for each in missed_by(auditor, on=UPTO)}

    assert periods == {"2026-Q1"}
