"""The own register of an agency, month by month."""

from datetime import timedelta

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.domain.analytics.models import Register
from lapor.kernel import clock
from tests.factories.case_facts import make_facts
from tests.factories.cases import MONDAY, World

PAGE = "/monev/register/"


@pytest.fixture(autouse=True)
def today(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Early in April 2026: March is over."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=32))


@pytest.fixture
def look(client: Client):
    def go(user: User, data=None, status: int = 200, query: str = "") -> str:
        client.force_login(user)
        path = f"{PAGE}{query}"
        answer = client.get(path) if data is None else client.post(path, data)
        assert answer.status_code == status, answer.text[:3000]
        return answer.text

    return go


def test_shows_what_was_entered_and_keeps_what_is_declared(world: World, look):
    make_facts(world.regency, 4, channel="letter")

    page = look(world.admin)
    look(world.admin, {"m202603": "9", "note": "Agenda surat"}, 302)

    assert "Maret 2026" in page
    assert "Tercatat di sini: 4" in page
    row = Register.objects.get()
    assert (row.agency, row.month, row.declared) == (world.regency, 202603, 9)
    assert row.note == "Agenda surat"
    assert 'value="9"' in look(world.admin)


def test_an_emptied_month_is_taken_back(world: World, look):
    look(world.admin, {"m202603": "9"}, 302)
    look(world.admin, {"m202603": ""}, 302)

    assert not Register.objects.exists()


@pytest.mark.parametrize("typed", ["-1", "banyak", "99999999"])
def test_nonsense_is_said_beside_the_month_and_stays(world: World, look, typed):
    page = look(world.admin, {"m202603": typed}, 422)

    assert f'value="{typed}"' in page
    assert not Register.objects.exists()


def test_a_unit_reads_and_changes_nothing(world: World, look):
    assert "Simpan register" not in look(world.liaison)
    look(world.liaison, {"m202603": "9"}, 403)


def test_of_another_agency_nothing_is_shown(world: World, look):
    look(world.other_admin, query=f"?instansi={world.regency.code}", status=404)
    look(world.auditor, status=403)
