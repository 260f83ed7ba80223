"""Evaluations of scopes: who is in, P1 and P2, and the sum of all."""

from datetime import date, timedelta

import pytest

from lapor.domain.accounts.actions import note_log_in, switch_account
from lapor.domain.cases.rules import State
from lapor.domain.monev.queries import (
    evaluate as read,
)
from lapor.domain.monev.queries import (
    nation,
    scope_named,
    scopes_of,
    units_scope,
)
from lapor.domain.monev.rules import Basis, parse_period
from lapor.domain.organisations.models import Appointment, Organisation, Oversight
from lapor.kernel.errors import NotFound
from tests.factories.cases import MONDAY, World, make_case
from tests.factories.facts import fold_all

MARCH = parse_period("2026-03")
LATER = MONDAY + timedelta(days=40)
TODAY = MONDAY.date()


def decree(organisation: Organisation, *, until: date | None = None) -> None:
    Appointment.objects.create(
        organisation=organisation,
        number=f"SK {organisation.pk}",
        signed_on=date(2025, 1, 2),
        signed_by="Bupati",
        valid_from=date(2025, 1, 2),
        valid_until=until,
    )


def evaluate(*args, at, **options):
    fold_all(at=at)
    return read(*args, at=at, **options)


def pair(line, id: str) -> tuple[int, int]:
    reading = line.reading(id)
    return reading.numerator, reading.denominator


class TestEvaluate:
    def test_gives_everybody_a_line_and_adds_them_up(self, world: World):
        for state in (State.RECEIVED, State.CLOSED, State.ARCHIVED):
            make_case(world, state)
        make_case(world, State.RECEIVED, agency=world.other)

        found = evaluate(nation(), MARCH, Basis.COHORT, at=LATER)

        lines = {line.member.code: line.received for line in found.lines}
        assert len(lines) == 6
        assert (lines[world.regency.code], lines[world.other.code]) == (3, 1)
        assert lines[world.panrb.code] == 0
        assert found.total.received == 4

    def test_shows_units_and_what_has_none(self, world: World):
        make_case(world, State.CLOSED)
        make_case(world, State.RECEIVED)
        scope = scope_of(world.admin)

        found = evaluate(scope, MARCH, Basis.COHORT, at=LATER)

        names = [line.member.name if line.member else None for line in found.lines]
        assert names == ["Dinas Pekerjaan Umum", None]
        assert [line.received for line in found.lines] == [1, 1]


def scope_of(user):
    return scopes_of(user, on=TODAY)[0]


class TestConnected:
    def test_needs_an_admin_and_a_decree_of_that_day(self, world: World):
        decree(world.regency)
        decree(world.other, until=date(2026, 1, 31))

        found = evaluate(nation(), MARCH, Basis.COHORT, at=LATER)

        connected = {
            line.member.code for line in found.lines if line.reading("P1").numerator
        }
        assert connected == {world.regency.code}
        assert pair(found.total, "P1") == (1, 6)

    def test_ends_with_the_account(self, world: World):
        decree(world.regency)
        switch_account(world.admin, active=False, by=world.national, at=MONDAY)

        found = evaluate(nation(), MARCH, Basis.COHORT, at=LATER)

        assert pair(found.total, "P1") == (0, 6)


class TestActive:
    def test_counts_agencies_whose_admin_logged_in_lately(self, world: World):
        note_log_in(world.admin, at=MARCH.end - timedelta(days=3))
        note_log_in(world.admin, at=MARCH.end - timedelta(days=2))
        note_log_in(world.other_admin, at=MARCH.end - timedelta(days=45))
        note_log_in(world.liaison, at=MARCH.end - timedelta(days=1))

        found = evaluate(nation(), MARCH, Basis.COHORT, at=LATER)

        assert pair(found.total, "P2") == (1, 6)

    def test_counts_months_of_a_single_agency(self, world: World):
        note_log_in(world.admin, at=MONDAY)
        note_log_in(world.admin, at=MONDAY + timedelta(days=1))
        quarter = parse_period("2026-Q1")

        found = evaluate(
            scope_named(world.regency.code), quarter, Basis.COHORT, at=LATER
        )

        assert pair(found.total, "P2") == (1, 3)


class TestScopes:
    def test_of_officers_follow_the_table_and_the_edges(self, world: World):
        def keys(user):
            return [scope.kind for scope in scopes_of(user, on=TODAY)]

        assert keys(world.national) == ["nation"]
        assert keys(world.admin) == ["units"]
        assert keys(world.auditor) == ["units"]
        assert keys(world.coordinator) == ["overseen"]
        assert keys(world.liaison) == []
        assert keys(world.clerk) == []
        assert keys(world.system) == []

    def test_hold_whom_an_edge_covers_that_day_only(self, world: World):
        scope = scope_of(world.coordinator)
        Oversight.objects.update(valid_until=date(2026, 3, 31))

        then = scope.members(on=date(2026, 3, 31))
        later = scope.members(on=date(2026, 4, 1))

        assert ([m.code for m in then], later) == ([world.regency.code], [])

    def test_lead_down_to_units_of_whom_one_oversees(self, world: World):
        found = units_scope(world.coordinator, world.regency.code, on=TODAY)

        assert found.owner == world.regency.pk
        with pytest.raises(NotFound):
            units_scope(world.coordinator, world.other.code, on=TODAY)
        with pytest.raises(NotFound):
            units_scope(world.admin, world.other.code, on=TODAY)
        assert units_scope(world.national, world.other.code, on=TODAY).owner

    def test_have_names_for_the_console(self, world: World):
        assert scope_named("nasional").kind == "nation"
        assert scope_named(world.regency.code).kind == "agency"
        assert scope_named(world.unit.code).kind == "unit"
        under = scope_named(f"binaan:{world.coordinator_home.code}")
        assert [m.code for m in under.members(on=TODAY)] == [world.regency.code]
        for odd in ("tidak-ada", f"x:{world.regency.code}"):
            with pytest.raises(NotFound):
                scope_named(odd)

    def test_of_a_unit_count_the_unit(self, world: World):
        make_case(world, State.CLOSED)
        make_case(world, State.RECEIVED)

        found = evaluate(scope_named(world.unit.code), MARCH, Basis.COHORT, at=LATER)

        assert found.total.received == 1
