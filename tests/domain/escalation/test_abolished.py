"""An agency is abolished while its reports are open: none is lost, none told twice."""

from datetime import date, timedelta

import pytest

from lapor.domain.accounts.models import Grant
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case, Clock
from lapor.domain.cases.rules import State
from lapor.domain.escalation.actions import check_coverage
from lapor.domain.escalation.models import CoverageAlarm
from lapor.domain.escalation.queries import answering_for
from lapor.domain.escalation.rules.coverage import AlarmKind, Level
from lapor.domain.ledger.models import Entry
from lapor.domain.organisations.actions import save_organisation
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid
from tests.factories.cases import (
    HOUR,
    MONDAY,
    World,
    category,
    classification,
    make_case,
    receive,
)

OPEN_CASES = 500
TODAY = date(2026, 3, 3)
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def abolished(world: World) -> World:
    """The regency with five hundred open reports, without officers, switched off."""
    first = make_case(world, State.IN_PROGRESS)
    copies = []
    for number in range(OPEN_CASES - 1):
        copy = Case.objects.get(pk=first.pk)
        copy.pk, copy.number = None, f"XXXX-XXXX-{number:03}"
        copies.append(copy)
    Case.objects.bulk_create(copies)
    save_organisation(
        {"code": world.regency.code, "is_active": False}, by=SYSTEM, at=LATER
    )
    Grant.objects.filter(organisation__agency=world.regency).update(revoked_at=LATER)
    world.regency.refresh_from_db()
    return world


def test_every_report_stays_open_with_somebody_who_answers(abolished: World):
    left = Case.objects.filter(agency=abolished.regency, state=State.IN_PROGRESS)
    assert left.count() == OPEN_CASES
    for case in (left.first(), left.last()):
        found = answering_for(case, TODAY)
        assert found.people
        assert found.level in {Level.MESO, Level.NATIONAL}
    assert Clock.objects.filter(case=left.first(), stopped_at=None).exists()


def test_it_is_said_once_with_how_many_wait(abolished: World):
    check_coverage(at=LATER)
    check_coverage(at=LATER + HOUR)

    alarm = CoverageAlarm.objects.get(
        organisation=abolished.regency, kind=AlarmKind.NO_ADMIN, ended_at=None
    )
    assert alarm.open_cases == OPEN_CASES
    told = Entry.objects.filter(fact="coverage.alarmed", subject=abolished.regency.ref)
    assert told.filter(data__kind=AlarmKind.NO_ADMIN).count() == 1


def test_it_gets_no_further_report_and_the_sentence_says_why(abolished: World):
    case = receive(abolished, agency=abolished.panrb, at=LATER)

    with pytest.raises(Invalid, match="sudah tidak aktif"):
        cases.dispatch(
            case,
            to=abolished.regency,
            classification=classification(),
            category=category(),
            by=abolished.national,
            at=LATER + HOUR,
        )
