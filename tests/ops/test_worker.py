"""The worker takes up what a killed one left, and starts what is due."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.kernel import queue
from lapor.ops import worker
from lapor.ops.schedule import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def work() -> None:
    """Run a worker until nothing is left to do.

    In a thread of its own: browser tests leave a running loop in this one.
    """
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(worker.run(until_empty=True))).result(60)


@pytest.fixture(autouse=True)
def nothing_scheduled(monkeypatch):
    monkeypatch.setattr(worker, "TABLE", ())
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})


@pytest.fixture
def done() -> Iterator[list[str]]:
    """What the task ``uji.kerja`` was asked to do."""
    asked: list[str] = []

    def run(word: str = "", timestamp: int = 0) -> None:
        asked.append(word)

    app.task(name="uji.kerja")(run)
    yield asked
    del app.tasks["uji.kerja"]


def cut_short(task: str, *, word: str, heartbeat: str, lock: str | None = None) -> None:
    """Leave a job as a worker leaves it that was killed in the middle."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - %s::interval) RETURNING id",
            [heartbeat],
        )
        (worker_id,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs "
            "(queue_name, task_name, args, status, worker_id, lock, queueing_lock) "
            "VALUES ('default', %s, jsonb_build_object('word', %s::text), "
            "'doing', %s, %s, %s)",
            [task, word, worker_id, lock, lock],
        )


class TestRun:
    """run() …"""

    def test_does_what_was_deferred_and_forgets_it(self, done):
        queue.defer("uji.kerja", word="sekali")

        work()

        assert done == ["sekali"]
        assert not ProcrastinateJob.objects.exists()

    def test_does_again_what_a_killed_worker_was_doing(self, done):
        cut_short("uji.kerja", word="terpotong", heartbeat="1 minute")

        work()

        assert done == ["terpotong"]

    def test_the_same_work_that_waits_is_not_held_back_by_what_was_cut(self, done):
        cut_short("uji.kerja", word="terpotong", heartbeat="1 minute", lock="satu")
        app.configure_task("uji.kerja", lock="satu", queueing_lock="satu").defer(
            word="menunggu"
        )

        work()

        assert done == ["menunggu"]
        assert not ProcrastinateJob.objects.exists()

    def test_leaves_alone_what_a_living_worker_is_doing(self, done):
        cut_short("uji.kerja", word="sedang", heartbeat="2 seconds")

        work()

        assert done == []

    def test_starts_the_whole_schedule_once(self, done, monkeypatch):
        job = Job("uji.kerja", "0 0 1 1 *", lambda *, at: None)
        monkeypatch.setattr(worker, "TABLE", (job,))
        queue.defer("uji.kerja", word="sudah menunggu")

        work()

        assert sorted(done) == ["", "sudah menunggu"]

    def test_drops_what_a_task_deferred_before_it_failed(self, done):
        def fail() -> None:
            with transaction.atomic():
                queue.defer("uji.kerja", word="hantu")
                raise ValueError("changed its mind")

        app.task(name="uji.gagal")(fail)
        queue.defer("uji.gagal")

        work()

        del app.tasks["uji.gagal"]
        assert done == []
        assert ProcrastinateJob.objects.get().status == "failed"
