"""What every test has: a throw-away database and a home folder of its own.

The tests' home is ``.lapor/test`` (or LAPOR_TEST_HOME); its embedded PostgreSQL gives
up durability for speed and starts when the first test needs it.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from lapor.ops.database import Server


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the embedded server unless another run uses it."""
    is_worker = hasattr(session.config, "workerinput")
    embedded = settings.DATABASES["default"].get("EMBEDDED")
    if embedded and not is_worker:
        Server(Path(embedded["folder"])).stop_if_idle()


@pytest.fixture(scope="session", autouse=True)
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep uploaded files of a run apart, and drop them afterwards."""
    folder = tmp_path_factory.mktemp("media")
    settings.MEDIA_ROOT = folder
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
