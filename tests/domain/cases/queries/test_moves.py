"""The count of a dry run is what really happens."""

from datetime import date, timedelta

import pytest

from lapor.domain.cases.actions import recompute
from lapor.domain.cases.models import Clock
from lapor.domain.cases.queries import moves_if
from lapor.domain.cases.rules import State
from lapor.domain.deadlines.actions import (
    add_holiday,
    cancel_holiday,
    make_calendar,
)
from lapor.domain.deadlines.rules import HolidayKind
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import HOUR, MONDAY, World, make_case

FIRST = date(2026, 3, 2)


def decree(on: date, calendar: str = "nasional", **more: object) -> None:
    add_holiday(
        on=on,
        name="Hari uji",
        kind=HolidayKind.PUBLIC,
        legal_basis="Keppres uji",
        by=SYSTEM,
        at=MONDAY,
        calendar=calendar,
        **more,
    )


@pytest.fixture
def cases(world: World) -> World:
    for state in (State.RECEIVED, State.ON_HOLD, State.DISPATCHED, State.ANSWERED):
        make_case(world, state)
    return world


@pytest.mark.parametrize("step", [-3, 0, 1, 2, 4, 7, 9, 14, 60, 200])
def test_a_new_day_off_moves_as_many_as_were_counted(cases: World, step: int):
    on = FIRST + timedelta(days=step)

    told = moves_if("nasional", on=on, name="Hari uji")
    decree(on)
    moved = recompute(calendar="nasional", by=SYSTEM, at=MONDAY + HOUR)

    assert told.moved == moved
    assert told.sooner == 0
    assert told.running == Clock.objects.filter(stopped_at=None).count()


@pytest.mark.parametrize("step", [1, 3, 7])
def test_a_cancelled_day_moves_as_many_as_were_counted(cases: World, step: int):
    on = FIRST + timedelta(days=step)
    decree(on)
    recompute(calendar="nasional", by=SYSTEM, at=MONDAY)

    told = moves_if("nasional", on=on, name=None)
    cancel_holiday(on=on, legal_basis="Keppres cabut", by=SYSTEM, at=MONDAY)
    moved = recompute(calendar="nasional", by=SYSTEM, at=MONDAY + HOUR)

    assert told.moved == moved
    assert told.later == 0


def test_clocks_of_a_regional_calendar_follow_the_national_one(cases: World):
    make_calendar(code="aceh", name="Aceh", by=SYSTEM, at=MONDAY)
    all_running = moves_if("nasional", on=date(2026, 3, 4), name="x")
    Clock.objects.filter(stopped_at=None).update(calendar="aceh")

    assert moves_if("nasional", on=date(2026, 3, 4), name="x") == all_running


def test_a_region_that_decided_itself_does_not_follow(cases: World):
    make_calendar(code="aceh", name="Aceh", by=SYSTEM, at=MONDAY)
    decree(date(2026, 3, 4), calendar="aceh")
    Clock.objects.filter(stopped_at=None).update(calendar="aceh")

    assert moves_if("nasional", on=date(2026, 3, 4), name="x").moved == 0
