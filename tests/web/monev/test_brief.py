"""One page for a leader."""

from datetime import timedelta

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.cases.rules import State
from lapor.domain.monev.models import Result
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from tests.factories.cases import MONDAY, World, make_case
from tests.factories.facts import fold_all
from tests.factories.monev import make_corner, make_round


@pytest.fixture
def look(client: Client):
    """Return the page as somebody sees it."""

    def page(user: User, query: str = "", status: int = 200) -> str:
        client.force_login(user)
        answer = client.get(f"/monev/ringkasan/{query}")
        assert answer.status_code == status, answer.text[:3000]
        return answer.text

    return page


class TestBrief:
    """/monev/ringkasan/ …"""

    def test_is_for_overseers(self, world: World, look):
        look(world.liaison, status=403)
        for name in ("leader", "admin", "auditor", "national", "coordinator"):
            assert "Keadaan per" in look(getattr(world, name))

    def test_names_the_best_and_those_who_need_help(self, world: World, look):
        for day in range(12):
            make_case(world, State.CLOSED, at=MONDAY - timedelta(days=7 + day))
        fold_all(at=MONDAY)

        text = look(world.leader)

        best = text[text.index("Paling depan") : text.index("Paling perlu")]
        assert world.unit.name in best

    def test_shows_the_results_about_the_agency(self, world: World, look):
        corner = make_corner(Tier.MACRO)
        round = make_round(
            Tier.MACRO,
            corner.assessor,
            world.regency,
            state=RoundState.PUBLISHED,
            sheets=SheetState.VERIFIED,
        )
        Result.objects.create(
            round=round, subject=world.regency, score=8123, category="good", rank=1
        )

        text = look(world.leader)

        assert round.title in text
        assert "81,23" in text

    def test_takes_odd_addresses(self, world: World, look):
        assert "Masa tidak dapat dibaca" in look(world.leader, "?masa=x")
        look(world.leader, "?cakupan=nasional", status=404)
