"""Promises on the reporter's page, and his word about them."""

from datetime import datetime

import pytest

from lapor.domain.cases import actions
from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import AnswerResult, State
from lapor.kernel import clock
from tests.factories.cases import ANSWER, HOUR, MONDAY, World, make_case

DAY = datetime.fromisoformat("2026-03-20T02:00:00+00:00")


@pytest.fixture
def case(world: World) -> Case:
    case = make_case(world, State.IN_PROGRESS)
    return actions.final_answer(
        case,
        content=ANSWER,
        result=AnswerResult.PLANNED,
        promised_on=DAY.date(),
        promise="Lampu nomor 14 diganti",
        by=world.liaison,
        at=MONDAY + 5 * HOUR,
    )


@pytest.fixture
def due(case: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
    """The day has come and the reporter is asked."""
    actions.watch_promises(at=DAY)
    monkeypatch.setattr(clock, "now", lambda: DAY + HOUR)
    return case


class TestPage:
    """The page of a case …"""

    def test_shows_what_was_promised_for_when(self, case: Case, holder):
        page = holder(case).get(f"/laporan-saya/{case.number}/").content.decode()

        assert "20 Maret 2026: Lampu nomor 14 diganti" in page
        assert "Apakah ditepati?" not in page

    def test_asks_on_the_day(self, due: Case, holder):
        page = holder(due).get(f"/laporan-saya/{due.number}/").content.decode()

        assert "Apakah ditepati?" in page


class TestWord:
    """The reporter's word …"""

    def test_is_taken_once(self, due: Case, holder):
        client, url = holder(due), f"/laporan-saya/{due.number}/janji/"
        form = client.get(url).content.decode()
        first = client.post(url, {"verdict": "missed", "content": "Masih padam."})
        second = client.post(url, {"verdict": "kept"})

        assert "Lampu nomor 14 diganti" in form
        assert (first.status_code, second.status_code) == (302, 409)
        assert due.promises.get().is_confirmed is False
        page = client.get(f"/laporan-saya/{due.number}/").content.decode()
        assert "Tidak ditepati pada harinya" in page

    def test_is_not_asked_by_looking(self, due: Case, holder):
        holder(due).get(f"/laporan-saya/{due.number}/janji/?verdict=kept")

        assert due.promises.get().is_confirmed is None
