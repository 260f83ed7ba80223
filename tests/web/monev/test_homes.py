"""The home of evaluation, one for every tier."""

from datetime import timedelta

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.cases.rules import State
from lapor.kernel import clock
from tests.factories.cases import MONDAY, World, make_case
from tests.factories.facts import fold_all


@pytest.fixture
def look(client: Client):
    """Return the home as an officer sees it."""

    def page(user: User, query: str = "", status: int = 200) -> str:
        fold_all(at=clock.now())
        client.force_login(user)
        answer = client.get(f"/monev/{query}")
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    return page


class TestHome:
    """/monev/ …"""

    def test_is_open_to_whoever_has_work_in_evaluation(self, world: World, look):
        for user in (world.clerk, world.system):
            look(user, status=403)
        for name in ("national", "admin", "leader", "auditor", "liaison", "ombudsman"):
            assert "Yang menunggu Anda" in look(getattr(world, name))

    def test_shows_a_liaison_officer_no_numbers_of_others(self, world: World, look):
        text = look(world.liaison)

        assert "Urutan menurut" not in text
        assert "/monev/angka/" not in text

    def test_shows_each_tier_those_below_it(self, world: World, look):
        make_case(world, State.CLOSED, at=MONDAY - timedelta(days=14))

        assert world.unit.name in look(world.admin)
        assert world.unit.name in look(world.auditor)
        above = look(world.coordinator)
        assert world.regency.name in above
        assert world.other.name not in above
        nation = look(world.national)
        assert world.regency.name in nation
        assert world.other.name in nation

    def test_leads_each_number_to_its_words_and_rows(self, world: World, look):
        text = look(world.national)

        assert (
            "/monev/angka/?cakupan=nasional&amp;masa=2026&amp;dasar=cohort#P3" in text
        )
        assert "Keadaan per" in text

    @pytest.mark.parametrize(
        "query",
        ["?urut=lain", "?hal=99999999999", "?hal=-1", "?kelompok=%00", "?masa=kapan"],
    )
    def test_takes_odd_addresses(self, world: World, look, query):
        assert "Instansi" in look(world.national, query)

    def test_sorts_by_the_column_that_was_asked(self, world: World, look):
        make_case(world, State.CLOSED, at=MONDAY - timedelta(days=14))

        text = look(world.national, "?urut=-masuk")

        body = text[text.index("<tbody") :]
        assert 'aria-sort="descending"' in text
        assert body.index(world.regency.name) < body.index(world.other.name)

    def test_keeps_groups_apart(self, world: World, look):
        text = look(world.national, "?kelompok=Pemerintah+kota")

        body = text[text.index("<tbody") :]
        assert world.other.name in body
        assert world.regency.name not in body


class TestMenu:
    """The menu of evaluation …"""

    def test_holds_only_what_a_person_may_open(self, world: World, look):
        assert 'href="/monev/angka/"' in look(world.admin)
        assert 'href="/monev/angka/"' not in look(world.liaison)
