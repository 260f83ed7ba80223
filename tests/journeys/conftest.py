"""What every journey needs: a clock that its story moves."""

import pytest

from lapor.kernel import clock
from tests.factories.time import Time


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    moving = Time()
    monkeypatch.setattr(clock, "now", moving)
    return moving
