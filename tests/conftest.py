"""What every test has: a throw-away database and a home folder of its own.

The tests' home is ``.lapor/test`` (or LAPOR_TEST_HOME); its embedded PostgreSQL gives
up durability for speed and starts when the first test needs it.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.utils import translation

from lapor.ops.database import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A busy machine is not a slow program: time is measured in bench/, never here.
hypothesis.settings.register_profile("lapor", deadline=None)
hypothesis.settings.load_profile("lapor")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
JAVA = shutil.which("java")
DOVECOT = shutil.which("dovecot") or shutil.which("/usr/sbin/dovecot")
#: Kannel itself, and of its test programs the one that plays an operator (SMPP).
KANNEL = Path("/usr/sbin/bearerbox").exists() and (
    Path("/usr/lib/kannel/test/drive_smpp").exists()
)
#: What a test needs, whether it is there, and how to get it.
NEEDS = {
    "browser": (CHROMIUM, "browser", "Chromium (apt install chromium)"),
    "java": (JAVA, "Spark", "Java (apt install openjdk-17-jre-headless)"),
    "mail": (DOVECOT, "mailbox", "Dovecot (apt install dovecot-imapd)"),
    "sms": (KANNEL, "SMS", "Kannel (apt install kannel kannel-extras)"),
}
LONG = (*NEEDS, "long")
NOT_RUN = pytest.StashKey[dict[str, int]]()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the embedded server unless another run uses it."""
    is_worker = hasattr(session.config, "workerinput")
    embedded = settings.DATABASES["default"].get("EMBEDDED")
    if embedded and not is_worker:
        connections.close_all()
        Server(Path(embedded["folder"])).stop_if_idle()


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Take out the tests whose browser or Java is not there: they did not run.

    What takes long goes first, so that the last minutes are not one worker's alone.
    """
    counts: dict[str, int] = {}
    for mark, (found, _name, _remedy) in NEEDS.items():
        if found:
            continue
        left_out = [item for item in items if item.get_closest_marker(mark)]
        items[:] = [item for item in items if not item.get_closest_marker(mark)]
        config.hook.pytest_deselected(items=left_out)
        counts[mark] = len(left_out)
    config.stash[NOT_RUN] = counts
    long = {item.path for item in items if any(map(item.get_closest_marker, LONG))}
    items.sort(key=lambda item: item.path not in long)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say aloud what was not tested."""
    for mark, (found, name, remedy) in NEEDS.items():
        if found:
            continue
        number = config.stash.get(NOT_RUN, {}).get(mark, "the")
        terminalreporter.write_line(
            f"NOT RUN: {number} {name} tests, because there is no {remedy}.",
            yellow=True,
        )


@pytest.fixture(scope="session", autouse=True)
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep uploaded files of a run apart, and drop them afterwards."""
    folder = tmp_path_factory.mktemp("media")
    settings.MEDIA_ROOT = folder
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let tests flush: the ledger refuses to be emptied (it has a test of its own)."""
    off = "ALTER TABLE ledger_entry DISABLE TRIGGER ledger_never_emptied"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(off)


@pytest.fixture(scope="session", autouse=True)
def no_jobs_of_another_test() -> None:
    """Let a flush empty the queue of jobs too: to Django its tables are foreign."""
    for model in apps.get_app_config("procrastinate").get_models():
        model._meta.managed = True


@pytest.fixture(autouse=True)
def no_calendar_of_another_test() -> None:
    """Drop this process's copy of days and terms: a rollback does not."""
    from lapor.domain.deadlines.queries import forget  # noqa: PLC0415 - needs Django

    forget()


@pytest.fixture(autouse=True)
def no_language_of_another_test() -> None:
    """Begin in Indonesian: an answer to a reader of English leaves English behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers of the ledger take an entry as soon as it is written.

    They wait for every transaction that is older than an entry: also for this test's
    own, and for those of the neighbour process, which last as long as its tests.
    """
    from lapor.domain.ledger import queries  # noqa: PLC0415 - needs Django

    monkeypatch.setattr(queries.OldestRunning, "template", "(9223372036854775807)")


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """One browser for the whole run; each test opens contexts of its own.

    Playwright runs an event loop in this thread, which Django takes for an
    asynchronous context; the tests themselves are synchronous all the same. A second
    Playwright beside it would refuse to start.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - browsers only

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def browser(chromium: "Browser") -> Iterator["Browser"]:
    """The browser of the run, left without open pages afterwards."""
    yield chromium
    for context in list(chromium.contexts):
        context.close()
