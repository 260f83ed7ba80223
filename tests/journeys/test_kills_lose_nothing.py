"""Twenty times somebody pulls the plug of web, worker or database under load."""

import hashlib
import itertools
import threading
import time
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from lapor.ops import database
from tests.factories.files import photo
from tests.journeys.living import Citizen, Living, living, title_for

ROUNDS = 20
CLIENTS = 4


def run_load(
    system: Living,
    acknowledged: dict[str, str],
    refused: list[str],
    stop: threading.Event,
) -> None:
    """Report again and again; remember every number that was acknowledged."""
    citizen = Citizen(system.port, photo(160, 120))
    while not stop.is_set():
        key = uuid4().hex
        try:
            number = citizen.report(key, until=time.monotonic() + 60)
        except AssertionError as failure:
            refused.append(str(failure))
            return
        if number:
            acknowledged[title_for(key)] = number


@pytest.mark.slow
def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path: Path):
    acknowledged: dict[str, str] = {}
    refused: list[str] = []
    stop = threading.Event()
    with living(tmp_path / "home") as system:
        clients = [
            threading.Thread(
                target=run_load, args=(system, acknowledged, refused, stop)
            )
            for _ in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        try:
            pull_plugs(system, acknowledged)
        finally:
            stop.set()
            for client in clients:
                client.join()
        stored, files = look_inside(system)

    assert refused == []
    assert len(acknowledged) >= ROUNDS
    missing = {
        title: number
        for title, number in acknowledged.items()
        if stored.get(title) != number
    }
    assert missing == {}
    assert len(set(stored.values())) == len(stored)
    for number in acknowledged.values():
        [(key, digest)] = files[number]
        content = (tmp_path / "home" / "media" / key).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest


def pull_plugs(system: Living, acknowledged: dict[str, str]) -> None:
    """Kill one part after another, each time after fresh reports were taken."""
    blows = itertools.cycle([system.kill_web, system.kill_database, system.kill_worker])
    for _, blow in zip(range(ROUNDS), blows, strict=False):
        seen = len(acknowledged)
        wait_for(lambda seen=seen: len(acknowledged) > seen)
        blow()
    wait_for(system.is_ready)


def wait_for(condition, patience: float = 60.0) -> None:
    """Wait until something is true."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "the system did not come back"
        time.sleep(0.05)


def look_inside(system: Living):
    """Return number by title, and the files of each case, straight from the tables."""
    entry = database.settings("", system.home)
    with psycopg.connect(
        host=entry["HOST"], user=entry["USER"], dbname=entry["NAME"]
    ) as connection:
        stored = dict(
            connection.execute(
                "SELECT title, number FROM intake_submission s "
                "JOIN cases_case c ON c.id = s.case_id"
            ).fetchall()
        )
        files: dict[str, list[tuple[str, str]]] = {}
        for number, key, digest in connection.execute(
            "SELECT number, key, sha256 FROM cases_attachment a "
            "JOIN cases_case c ON c.id = a.case_id"
        ):
            files.setdefault(number, []).append((key, digest))
        total = connection.execute("SELECT count(*) FROM cases_case").fetchone()
    assert total == (len(stored),)
    return stored, files
