"""The rows behind a number, as an overseer sees them."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.cases.rules import State
from lapor.kernel import clock
from tests.factories.cases import MONDAY, World, make_case, receive
from tests.factories.facts import fold_all


@pytest.fixture
def look(client: Client):
    """Return the page as an officer sees it."""

    def page(user: User, query: str, status: int = 200) -> str:
        fold_all(at=clock.now())
        client.force_login(user)
        answer = client.get(f"/monev/angka/laporan/{query}")
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    return page


def rows_of(text: str) -> list[str]:
    body = (
        text[text.index("<tbody") : text.index("</tbody>")] if "<tbody" in text else ""
    )
    return re.findall(r"<tr>", body)


class TestRows:
    """/monev/angka/laporan/ …"""

    @pytest.mark.parametrize(
        ("number", "n"), [("angka=pembilang", 2), ("angka=penyebut", 3)]
    )
    def test_shows_as_many_rows_as_the_number_says(
        self, world: World, look, number: str, n: int
    ):
        for state in (State.CLOSED, State.IN_PROGRESS, State.DISPATCHED):
            make_case(world, state, at=MONDAY - timedelta(days=14))
        make_case(world, State.RECEIVED, at=MONDAY - timedelta(days=14))

        text = look(world.national, f"?masa=2026-S1&indikator=P3&{number}")

        assert len(rows_of(text)) == n
        assert f"<dd>{n}</dd>" in text
        assert "Keadaan per" in text

    def test_leads_to_reports_that_one_may_read_only(self, world: World, look):
        case = receive(world, secret=True)
        query = "?masa=2026-S1&indikator=P11&angka=pembilang"

        own, above = look(world.admin, query), look(world.coordinator, query)

        assert f'href="/meja/{case.number}/"' in own
        assert case.number in above
        assert f'href="/meja/{case.number}/"' not in above

    def test_stays_inside_the_scope(self, world: World, look):
        make_case(world, State.RECEIVED, agency=world.other)
        query = "?masa=2026&indikator=P11&angka=pembilang"

        assert len(rows_of(look(world.national, query))) == 1
        assert not rows_of(look(world.coordinator, query))
        look(world.coordinator, f"{query}&cakupan=nasional", status=404)

    def test_shows_agencies_too(self, world: World, look):
        query = "?masa=2026&indikator=P1&angka=penyebut"

        assert len(rows_of(look(world.national, query))) == 6
        assert len(rows_of(look(world.coordinator, query))) == 1

    @pytest.mark.parametrize(
        "query",
        [
            "?indikator=P99&angka=pembilang",
            "?indikator=P3&angka=lain",
            "?indikator=R1&angka=pembilang",
            "",
        ],
    )
    def test_knows_no_other_numbers(self, world: World, look, query: str):
        look(world.national, query, status=404)

    def test_refuses_a_spoilt_page(self, world: World, look):
        query = "?indikator=P11&angka=pembilang&sesudah=%00%F0%9F%98%80"

        look(world.national, query, status=422)

    def test_is_for_overseers(self, world: World, look):
        look(world.liaison, "?indikator=P3&angka=pembilang", status=403)


class TestLinks:
    """The numbers page …"""

    def test_leads_every_number_to_its_rows(self, world: World, client: Client):
        make_case(world, State.CLOSED, at=MONDAY - timedelta(days=14))
        fold_all(at=clock.now())
        client.force_login(world.national)

        text = client.get("/monev/angka/?masa=2026-S1").content.decode()
        links = re.findall(r'href="(/monev/angka/laporan/\?[^"]+)"', text)

        assert len(links) > 10
        for link in links:
            answer = client.get(link.replace("&amp;", "&"))
            assert answer.status_code == 200
            assert rows_of(answer.content.decode()), link
