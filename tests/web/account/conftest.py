"""What tests of the log-in share: an officer with a password, moving clocks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from lapor.kernel import clock
from tests.factories.cases import World

PASSWORD = "lapor-demo"


@pytest.fixture
def log_in(client: Client) -> Callable[..., Client]:
    """Log in through the page."""

    def by_page(user: User, password: str = PASSWORD) -> Client:
        client.post("/masuk/", {"login": user.username, "password": password})
        return client

    return by_page


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Move the clock of the doors forward."""

    def move(step: timedelta) -> None:
        moment = clock.now() + step
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move


@pytest.fixture
def strict(world: World) -> User:
    """An agency admin who must have a second factor."""
    world.admin.is_demo = False
    world.admin.save()
    return world.admin
