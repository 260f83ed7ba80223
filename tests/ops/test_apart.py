"""Heavy work runs in a process of its own and ends with whoever waits for it."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.db import connection

from lapor.domain.analytics.models import Standing
from lapor.domain.analytics.rules.indicator import Basis
from lapor.ops import apart
from lapor.ops.schedule import TABLE

pytestmark = pytest.mark.slow
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def same_database(transactional_db, monkeypatch) -> None:
    """Let the process look at the tables of this test."""
    known = connection.settings_dict
    place = f"?host={known['HOST']}" if known["HOST"].startswith("/") else ""
    server = "" if place else f"{known['HOST']}:{known['PORT']}"
    who = f"{known['USER']}:{known['PASSWORD']}".strip(":")
    monkeypatch.setenv(
        "DATABASE_URL", f"postgresql://{who}@{server}/{known['NAME']}{place}"
    )


def test_the_work_is_done_when_the_wait_ends(same_database, monkeypatch):
    Standing.objects.create(
        period="1999", basis=Basis.COHORT, counts={}, as_of=LONG_AGO, took_ms=1
    )

    apart.run_apart("analytics.refresh")

    assert not Standing.objects.filter(period="1999").exists()


def test_work_that_fails_is_told(same_database):
    with pytest.raises(apart.CutShort, match=r"tidak\.ada"):
        apart.run_apart("tidak.ada")


def test_it_ends_when_nobody_waits_any_more():
    order = json.dumps({"name": "analytics.refresh", "arguments": {}})
    process = subprocess.Popen(
        [sys.executable, "-m", "lapor.ops.apart", order], stdin=subprocess.DEVNULL
    )

    assert process.wait(30) == 1


def test_all_heavy_work_can_be_found_by_its_name():
    from lapor.ops import tasks  # noqa: F401, PLC0415 - they name the work

    heavy = {job.name for job in TABLE if job.is_heavy}

    assert heavy
    assert heavy | {"monev.carry_out"} <= set(apart.WORK)
