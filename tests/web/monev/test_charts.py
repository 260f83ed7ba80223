"""Charts of a scope: the figures behind them, and the page."""

from datetime import UTC, datetime, timedelta

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
from lapor.domain.reports.actions.months import refresh_months
from lapor.web.monev import figures
from tests.factories.case_facts import make_facts
from tests.factories.cases import MONDAY, World, make_case
from tests.factories.facts import fold_all
from tests.factories.monev import make_round
from tests.factories.organisations import region, unit

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

    def test_of_control_have_limits_for_each_n(self, counted: World):
        count_ahead(parse_period("2026-Q1"), Basis.COHORT, at=MONDAY)

        chart = figures.on_time(units_of(counted), TODAY)

        assert chart
        assert [point.label for point in chart.points] == ["2026-Q1"]
        assert chart.points[0].n >= chart.points[0].kept > 0

    def test_of_topics_and_months_add_up(self, counted: World):
        found = units_of(counted)

        pareto, columns = figures.topics(found, None), figures.months(found)

        assert pareto
        assert columns
        assert sum(n for _label, n in pareto.rows) == 14
        assert sum(sum(parts) for _month, parts in columns.months) == 14
        pareto.table().check()
        columns.table().check()
        whole = evaluate(nation(), YEAR, Basis.COHORT, at=MONDAY)
        assert figures.counted_months(found, TODAY) is None
        assert figures.counted_months(whole, TODAY) is None
        refresh_months(at=MONDAY)
        seen = figures.counted_months(whole, TODAY)
        assert seen
        topics = figures.topics(whole, seen)
        assert topics
        assert topics.rows == pareto.rows
        assert sum(map(sum, figures.hours(seen).cells)) == 14

    def test_of_control_go_by_month_once_each_has_enough(self, world: World):
        for month in range(3, 13):
            day = datetime(2025, month, 10, 2, tzinfo=UTC)
            kept, late = day + timedelta(days=2), day + timedelta(days=12)
            given = {"received_at": day, "month": 202500 + month}
            given["follow_up_due_at"] = day + timedelta(days=8)
            make_facts(world.regency, 20, followed_up_at=kept, **given)
            make_facts(world.regency, 10, followed_up_at=late, **given)
        refresh_months(at=MONDAY)

        chart = figures.on_time(units_of(world), TODAY)
        whole = evaluate(nation(), YEAR, Basis.COHORT, at=MONDAY)
        national = figures.on_time(whole, TODAY)

        assert chart
        assert national
        assert len(chart.points) == 10
        assert chart.points == national.points
        assert {(point.kept, point.n) for point in chart.points} == {(20, 30)}

    def test_of_ranks_show_before_and_now(self, world: World):
        round = settled(world)
        assert figures.slopes(world.admin, on=TODAY) is None
        Result.objects.create(
            round=round,
            subject=world.unit,
            category="good",
            group="units",
            rank_change=2,
            details={"place": {"overall": 1}},
        )

        chart = figures.slopes(world.admin, on=TODAY)

        assert chart
        assert round.title in chart.title
        assert [(line.before, line.now) for line in chart.lines] == [(3, 1)]

    def test_of_the_four_kinds_stand_beside_the_mean(self, world: World):
        other = unit(world.regency)
        round = settled(world, other)
        kinds = ("performance", "prevention", "quality", "plan")
        for subject, score in ((world.unit, 8000), (other, 9001)):
            Result.objects.create(
                round=round,
                subject=subject,
                category="good",
                group="units",
                parts=dict.fromkeys(kinds, score) | {"plan": None},
            )

        chart = figures.radar(Result.objects.get(subject=world.unit))

        assert chart
        assert chart.series[0][1] == (8000, 8000, 8000, None)
        assert chart.series[1][1] == (8501, 8501, 8501, None)

    def test_are_left_out_where_there_is_nothing(self, world: World):
        found = units_of(world)

        assert figures.topics(found, None) is None
        assert figures.months(found) is None
        assert figures.on_time(found, TODAY) is None


def settled(world: World, *others):
    return make_round(
        Tier.MICRO_AGENCY,
        world.regency,
        world.unit,
        *others,
        state=RoundState.PUBLISHED,
        sheets=SheetState.VERIFIED,
    )


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

        for words in ("sampai selesai", "menurut hari kerja", "Topik"):
            assert words in text
        assert text.count("<svg") == text.count("<caption>") >= 4
        assert "<title" in text[text.index("<svg") :]

    def test_shows_the_nation_by_region(self, counted: World, look):
        counted.regency.region = region()
        counted.regency.save()

        assert "menurut wilayah" in look(counted.national)

    def test_is_for_overseers(self, world: World, look):
        look(world.liaison, status=403)

    def test_takes_odd_addresses(self, world: World, look):
        assert "Masa tidak dapat dibaca" in look(world.leader, "?masa=x")
        look(world.leader, "?cakupan=nasional", status=404)
