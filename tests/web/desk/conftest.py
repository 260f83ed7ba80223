"""Officers, each at a browser of his own."""

from collections.abc import Callable

import pytest
from django.test import Client

from lapor.domain.accounts.models import User


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """Return a browser in which somebody has logged in."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in
