"""Rules learnt from returns: proposed, tried on old cases, switched on, suggested."""

from datetime import timedelta

import pytest

from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case
from lapor.domain.ledger.models import Entry
from lapor.domain.triage import queries
from lapor.domain.triage.actions import ROUTES, learn_routes, save_route, switch_route
from lapor.domain.triage.models import Route
from lapor.kernel import lists, tables
from lapor.kernel.actor import SYSTEM
from lapor.kernel.errors import Invalid
from tests.factories.cases import (
    HOUR,
    MONDAY,
    NOT_OURS,
    World,
    category,
    dispatch,
    receive,
)
from tests.factories.organisations import region

LATER = MONDAY + timedelta(days=3)


@pytest.fixture
def returned(world: World) -> list[Case]:
    """Three cases of one topic and place that the regency gave back to the city."""
    place = region("32.04.05", "Contoh")
    found = []
    for _ in range(3):
        case = receive(world, title="Jalan kota berlubang")
        Case.objects.filter(pk=case.pk).update(region=place)
        case = dispatch(world, case, at=MONDAY + HOUR, to_unit=False)
        case = cases.ask_return(
            case,
            reason="Jalan kota.",
            suggestion=world.other,
            by=world.admin,
            at=MONDAY + 2 * HOUR,
            **NOT_OURS,
        )
        found.append(
            cases.grant_return(
                case, to=world.other, by=world.national, at=MONDAY + 3 * HOUR
            )
        )
    return found


class TestLearning:
    """learn_routes() …"""

    def test_proposes_a_rule_that_is_switched_off(
        self, world: World, returned: list[Case]
    ):
        (made,) = learn_routes(by=SYSTEM, at=LATER)

        assert (made.category, made.region_id) == (category(), "32.04")
        assert (made.agency, made.support, made.is_on) == (world.other, 3, False)
        assert queries.route_for(receive(world), on=LATER.date()) is None

    def test_proposes_nothing_twice(self, world: World, returned: list[Case]):
        learn_routes(by=SYSTEM, at=LATER)

        assert learn_routes(by=SYSTEM, at=LATER + timedelta(days=1)) == []
        assert Route.objects.count() == 1

    def test_learns_nothing_from_a_refusal(self, world: World):
        for _ in range(3):
            case = dispatch(world, receive(world), at=MONDAY + HOUR, to_unit=False)
            case = cases.ask_return(
                case,
                reason="Jalan kota.",
                suggestion=world.other,
                by=world.admin,
                at=MONDAY + 2 * HOUR,
                **NOT_OURS,
            )
            cases.refuse_return(
                case, reason="Tetap.", by=world.national, at=MONDAY + 3 * HOUR
            )

        assert learn_routes(by=SYSTEM, at=LATER) == []


class TestDryRun:
    """Trying a rule on old cases …"""

    def test_counts_what_it_would_have_spared_and_changes_nothing(
        self, world: World, returned: list[Case]
    ):
        other = receive(world, title="Jalan kabupaten")
        Case.objects.filter(pk=other.pk).update(region="32.04.05")
        dispatch(world, other, at=MONDAY + HOUR, to_unit=False)
        (rule,) = learn_routes(by=SYSTEM, at=LATER)
        before = Entry.objects.count()

        result = queries.dry_run([rule], at=LATER)

        assert (result.matched, result.right, result.wrong) == (4, 3, 1)
        assert result.spared == 3
        assert list(result.numbers) == [other.number]
        assert Entry.objects.count() == before


class TestSuggesting:
    """A rule that is switched on …"""

    def test_suggests_with_its_reasons(self, world: World, returned: list[Case]):
        (rule,) = learn_routes(by=SYSTEM, at=LATER)
        switch_route(rule, on=True, by=world.national.actor, at=LATER)
        case = receive(world)
        Case.objects.filter(pk=case.pk).update(region="32.04.05", category=category())
        case.refresh_from_db()

        hint = queries.route_for(case, on=LATER.date())

        assert hint is not None
        assert (hint.agency, hint.route.support) == (world.other, 3)

    def test_is_silent_before_and_after_its_days(self, world: World):
        save_route(
            {
                "keyword": "lampu",
                "agency": world.other.code,
                "valid_from": MONDAY.date(),
                "valid_until": MONDAY.date(),
            },
            by=SYSTEM,
            at=MONDAY,
        )
        case = receive(world)

        days = [MONDAY.date() + timedelta(days=n) for n in (-1, 0, 1)]
        found = [queries.route_for(case, on=day) for day in days]
        assert [hint is not None for hint in found] == [False, True, False]


class TestTable:
    """The list of rules …"""

    def test_comes_back_as_it_went_out(self, world: World, returned: list[Case]):
        learn_routes(by=SYSTEM, at=LATER)
        rows = [
            tables.Row(
                number,
                {
                    name: "" if cell is None else cell
                    for name, cell in zip(ROUTES.header, cells, strict=True)
                },
            )
            for number, cells in enumerate(lists.exported(ROUTES), start=2)
        ]

        result = lists.import_rows(ROUTES, rows, dry_run=True, by=SYSTEM, at=LATER)

        assert (result.errors, result.unchanged, result.changed) == ([], 1, 0)

    def test_takes_no_rule_that_names_nothing(self, world: World):
        given = {"agency": world.other.code, "valid_from": MONDAY.date()}

        with pytest.raises(Invalid, match="Sebutkan kategori"):
            save_route(given, by=SYSTEM, at=MONDAY)
