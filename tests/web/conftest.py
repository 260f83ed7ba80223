"""What tests of pages share: a small country and a clock that stands."""

from datetime import datetime

import pytest
from django.test import Client

from lapor.domain.cases.models import Case
from lapor.kernel import clock
from lapor.web import passes
from tests.factories.cases import MONDAY, World, make_world


@pytest.fixture
def world(db: None, now: datetime) -> World:
    """The national admin, a regency with a unit, and one officer of each kind."""
    return make_world()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The moment at which the doors look at the clock: Monday, 13.00 in Jakarta."""
    moment = MONDAY.replace(hour=6)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def holder(client: Client):
    """Give the visitor the pass of a case; returns the client."""

    def give(case: Case) -> Client:
        from django.http import HttpResponse  # noqa: PLC0415

        answer = HttpResponse()
        passes.give(answer, case.number)
        client.cookies.update(answer.cookies)
        return client

    return give
