"""Managers, each at a browser of his own."""

from collections.abc import Callable

import pytest
from django.test import Client

from lapor.domain.accounts.models import User
from tests.factories.cases import World


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """Return a browser in which somebody has logged in."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def national(world: World, as_user) -> Client:
    """The national admin at work."""
    return as_user(world.national)


@pytest.fixture
def admin(world: World, as_user) -> Client:
    """The agency admin at work."""
    return as_user(world.admin)
