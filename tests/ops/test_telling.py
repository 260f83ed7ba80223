"""The worker tells people within seconds, whatever else it has to do."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.domain.notifications.models import Outgoing
from lapor.domain.reporters.actions import keep_identity
from lapor.domain.reporters.rules import Person
from lapor.kernel import clock, queue
from lapor.kernel.actor import REPORTER
from lapor.ops import housekeeping, worker
from tests.factories.cases import make_world, receive
from tests.factories.notices import load_matrix

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def alone(transactional_db, monkeypatch) -> None:
    """No schedule, and a look ten times a second."""
    monkeypatch.setattr(worker, "TABLE", ())
    monkeypatch.setattr(worker, "LOOK_EVERY", 0.1)
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})


@pytest.fixture
def held() -> Iterator[list[bool]]:
    """A task that holds its place in the queue until it is let go."""
    going = [True]

    def hold() -> None:
        while going:
            time.sleep(0.05)

    app.task(name="uji.lama")(hold)
    yield going
    del app.tasks["uji.lama"]


def test_people_are_told_while_every_place_of_the_queue_is_taken(held, settled):
    world = make_world()
    load_matrix()
    for _ in range(worker.CONCURRENCY):
        queue.defer("uji.lama")
    case = receive(world, at=clock.now())
    keep_identity(
        case_number=case.number,
        person=Person(email="zz@contoh.example.id"),
        is_anonymous=False,
        by=REPORTER,
        at=clock.now(),
    )

    async def while_busy() -> None:
        running = asyncio.create_task(worker.run())
        until = time.monotonic() + 30
        while time.monotonic() < until:
            await asyncio.sleep(0.2)
            if await asyncio.to_thread(is_told, case.ref):
                break
        held.clear()
        await asyncio.sleep(0.2)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(while_busy())).result(60)

    assert Outgoing.objects.filter(receiver=case.ref).count() == 1


def is_told(receiver: str) -> bool:
    """Ask in a thread of its own, and leave no connection behind."""
    try:
        return Outgoing.objects.filter(receiver=receiver).exists()
    finally:
        connection.close()


def test_one_sender_at_most_waits():
    async def twice() -> None:
        own = app.with_connector(worker.DjangoConnector().get_worker_connector())
        async with own.open_async():
            await worker.start_delivery(own)
            await worker.start_delivery(own)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(twice())).result(30)

    jobs = ProcrastinateJob.objects.filter(task_name=housekeeping.DELIVER)
    assert [job.status for job in jobs] == ["todo"]
