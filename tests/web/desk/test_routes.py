"""Routing rules at the desk: learnt, tried, switched, suggested to the verifier."""

from datetime import timedelta

import pytest

from lapor.domain.triage.actions import save_route
from lapor.domain.triage.models import Route
from lapor.kernel import clock
from lapor.kernel.actor import SYSTEM
from tests.factories.cases import HOUR, MONDAY, World, category, dispatch, receive


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch):
    moment = MONDAY + timedelta(hours=3)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def rule(world: World) -> Route:
    category()
    given = {"keyword": "lampu", "agency": world.other.code, "is_on": False}
    return save_route(given | {"valid_from": MONDAY.date()}, by=SYSTEM, at=MONDAY)


class TestDryRun:
    """The page of a rule …"""

    def test_shows_what_it_would_have_said(self, world, as_user, now, rule):
        old = dispatch(world, receive(world), at=MONDAY + HOUR, to_unit=False)

        page = as_user(world.national).get(f"/meja/rute/{rule.pk}/")

        assert page.context["result"].matched == 1
        assert old.number in page.text

    def test_is_the_arbiters(self, world, as_user, rule):
        for name in ("admin", "liaison", "coordinator"):
            client = as_user(world.officers[name])
            assert client.get(f"/meja/rute/{rule.pk}/").status_code == 403
            assert client.post(f"/meja/rute/{rule.pk}/sakelar/").status_code == 403


class TestSuggestion:
    """The dispatch form …"""

    def test_names_an_agency_only_once_the_rule_is_on(self, world, as_user, now, rule):
        case = receive(world, agency=world.panrb)
        client = as_user(world.national)
        before = client.get(f"/meja/{case.number}/?aksi=disposisi")

        client.post(f"/meja/rute/{rule.pk}/sakelar/", {"nyala": "1"})

        after = client.get(f"/meja/{case.number}/?aksi=disposisi")
        assert before.context["form"].hint is None
        assert after.context["form"]["to"].value() == world.other.name
        assert "Saran aturan rute" in after.text

    def test_is_learnt_at_the_press_of_a_button(self, world, as_user, now):
        answer = as_user(world.national).post("/meja/rute/pelajari/", follow=True)

        assert "Tidak ada aturan baru yang terbukti." in answer.text
