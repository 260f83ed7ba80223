"""Charts of a scope: the figures behind them, and the page."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.analytics.actions.standing import count_ahead
from lapor.domain.analytics.rules.periods import parse_period
from lapor.domain.cases.rules import State
from lapor.domain.monev.models import Result
from lapor.domain.monev.queries import evaluate, nation, units_scope
from lapor.domain.monev.rules import Basis
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.web.monev import figures
from tests.factories.cases import MONDAY, World, make_case
from tests.factories.facts import fold_all
from tests.factories.monev import make_round
from tests.factories.organisations import region

TODAY = MONDAY.date()
YEAR = parse_period("2026")


@pytest.fixture
def counted(world: World) -> World:
    """Twelve reports that were closed and two that wait, folded and counted."""
    for day in range(12):
        make_case(world, State.CLOSED, at=MONDAY - timedelta(days=14 + day))
    for day in range(2):
        make_case(world, State.DISPATCHED, at=MONDAY - timedelta(days=21 + day))
    fold_all(at=MONDAY)
    return world


def units_of(world: World):
    scope = units_scope(world.leader, world.regency.code, on=TODAY)
    return evaluate(scope, YEAR, Basis.COHORT, at=MONDAY)


class TestFigures:
    """Figures …"""

    def test_of_a_funnel_never_grow(self, counted: World):
        steps = figures.funnel(units_of(counted))

        amounts = [step.amount for step in steps]
        assert amounts == sorted(amounts, reverse=True)
        assert amounts[0] == 14
        assert amounts[-1] == 12
        assert steps[-1].so_far == Fraction(12, 14)

    def test_of_survival_end_with_those_never_answered(self, counted: World):
        points = figures.survival(units_of(counted))

        assert points[0].share <= 1
        assert points[-1].x >= 60
        assert points[-1].share == Fraction(2, 14)
        assert [p.share for p in points] == sorted(
            (p.share for p in points), reverse=True
        )

    def test_of_control_have_limits_for_each_n(self, counted: World):
        count_ahead(parse_period("2026-Q1"), Basis.COHORT, at=MONDAY)
        scope = units_of(counted).scope

        (point,) = figures.on_time(scope, TODAY)

        assert point.label == "2026-Q1"
        assert point.n >= point.kept > 0
        assert 0 <= point.low <= float(point.share) <= point.high <= 1
        assert not point.is_out

    def test_of_topics_add_up(self, counted: World):
        steps = figures.topics(units_of(counted).scope, YEAR)

        assert sum(step.amount for step in steps) == 14
        assert steps[-1].so_far == 1
        assert figures.topics(nation(), YEAR) == []

    def test_of_weekdays_add_up(self, counted: World):
        heat = figures.weekdays(units_of(counted).scope, YEAR)

        assert sum(sum(row) for _day, row in heat.rows) == 14
        assert len(heat.rows) == 7

    def test_of_regions_belong_to_provinces_of_the_nation(self, counted: World):
        found = evaluate(nation(), YEAR, Basis.COHORT, at=MONDAY)

        places = figures.regions(found)

        assert all(place.n >= 0 for place in places)
        assert len({place.code for place in places}) == len(places)

    def test_of_ranks_show_before_and_now(self, world: World):
        round = make_round(
            Tier.MICRO_AGENCY,
            world.regency,
            world.unit,
            state=RoundState.PUBLISHED,
            sheets=SheetState.VERIFIED,
        )
        assert figures.slopes(world.admin, on=TODAY) == ("", [])
        Result.objects.create(
            round=round,
            subject=world.unit,
            category="good",
            group="units",
            rank_change=2,
            details={"place": {"overall": 1}},
        )

        title, slopes = figures.slopes(world.admin, on=TODAY)

        assert title == round.title
        assert [(s.before, s.now) for s in slopes] == [(3, 1)]


class TestPage:
    """/monev/grafik/ …"""

    @pytest.fixture
    def look(self, client: Client):
        def page(user: User, query: str = "", status: int = 200) -> str:
            client.force_login(user)
            answer = client.get(f"/monev/grafik/{query}")
            assert answer.status_code == status, answer.text[:3000]
            return answer.text

        return page

    def test_shows_each_figure_with_its_table(self, counted: World, look):
        text = look(counted.leader)

        for words in ("Dari masuk sampai selesai", "menurut hari kerja", "Topik"):
            assert words in text
        assert text.count("<caption>") >= 4

    def test_shows_the_nation_by_region(self, counted: World, look):
        counted.regency.region = region()
        counted.regency.save()

        assert "Tindak lanjut menurut wilayah" in look(counted.national)

    def test_is_for_overseers(self, world: World, look):
        look(world.liaison, status=403)

    def test_takes_odd_addresses(self, world: World, look):
        assert "Masa tidak dapat dibaca" in look(world.leader, "?masa=x")
        look(world.leader, "?cakupan=nasional", status=404)
