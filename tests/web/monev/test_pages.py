"""The indicators of those below."""

from datetime import timedelta

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.cases.rules import State
from lapor.domain.ledger.models import Entry
from lapor.kernel import clock
from tests.factories.cases import MONDAY, World, make_case
from tests.factories.facts import fold_all


@pytest.fixture
def look(client: Client):
    """Return the page as an officer sees it."""

    def page(user: User, query: str = "", status: int = 200) -> str:
        fold_all(at=clock.now())
        client.force_login(user)
        answer = client.get(f"/monev/angka/{query}")
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    return page


class TestNumbers:
    """/monev/angka/ …"""

    def test_is_open_to_overseers_only(self, world: World, look):
        for user in (world.liaison, world.clerk, world.system):
            look(user, status=403)
        for user in (world.national, world.admin, world.leader, world.auditor):
            look(user)

    def test_shows_the_nation_to_the_national_admin(self, world: World, look):
        make_case(world, State.CLOSED, at=MONDAY - timedelta(days=14))

        text = look(world.national, "?masa=2026-S1")

        assert "Seluruh negeri" in text
        assert world.regency.name in text
        assert "Persentase tindak lanjut (PTL)" in text
        assert "100,0%" in text
        assert "n 1" in text
        assert "Keadaan per" in text

    def test_shows_an_agency_its_units_with_links_to_the_desk(self, world: World, look):
        make_case(world, State.RECEIVED)
        make_case(world, State.IN_PROGRESS, at=MONDAY - timedelta(days=7))

        text = look(world.admin, "?masa=2026")

        assert "Dinas Pekerjaan Umum" in text
        assert f"/meja/?unit={world.unit.pk}" in text
        assert "Keterhubungan" not in text

    def test_leads_a_coordinator_to_units_but_not_to_cases(self, world: World, look):
        make_case(world, State.IN_PROGRESS, at=MONDAY - timedelta(days=7))

        above = look(world.coordinator, "?masa=2026")
        below = look(world.coordinator, f"?masa=2026&cakupan=unit:{world.regency.code}")

        assert f"cakupan=unit%3A{world.regency.code}" in above
        assert "Dinas Pekerjaan Umum" in below
        assert "/meja/?unit=" not in below

    def test_hides_what_one_does_not_oversee(self, world: World, look):
        look(world.coordinator, f"?cakupan=unit:{world.other.code}", status=404)
        look(world.coordinator, "?cakupan=nasional", status=404)
        look(world.admin, "?cakupan=tidak-ada", status=404)

    def test_says_that_few_reports_are_not_judged(self, world: World, look):
        make_case(world, State.CLOSED, at=MONDAY - timedelta(days=7))

        text = look(world.national, "?masa=2026-03")

        assert "TDN" in text

    @pytest.mark.parametrize(
        "query",
        [
            "?masa=kapan-kapan",
            "?masa_lain=2026-03-09..2026-03-01",
            "?dasar=lain",
            "?masa_lain=%00%F0%9F%98%80",
        ],
    )
    def test_takes_odd_addresses_with_a_sentence(self, world: World, look, query):
        text = look(world.national, query)

        assert ("Masa tidak dapat dibaca" in text) == ("masa" in query)

    def test_takes_any_days_and_the_other_basis(self, world: World, look):
        make_case(world, State.CLOSED, at=MONDAY - timedelta(days=7))

        text = look(world.admin, "?masa_lain=2026-02-01..2026-02-28&dasar=flow")

        assert "1 Februari 2026 sampai 28 Februari 2026" in text
        assert "Kejadian pada masa itu" in text

    def test_explains_every_indicator(self, world: World, look):
        text = look(world.national)

        assert text.count("<details") >= 8
        assert "Rumus" in text
        assert "asumsi" in text


def test_logging_in_leaves_a_note_for_the_activity_of_agencies(
    world: World, client: Client
):
    client.post("/masuk/", {"login": world.admin.username, "password": "lapor-demo"})

    noted = Entry.objects.filter(fact="account.logged_in")
    assert [entry.subject for entry in noted] == [world.admin.actor.ref]
