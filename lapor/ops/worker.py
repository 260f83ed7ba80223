"""The worker: runs jobs, and takes up those that another worker left lying."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

import procrastinate
from django.db import close_old_connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import (
    AlreadyEnqueued,
    ConnectorException,
    UniqueViolation,
)
from procrastinate.jobs import Status

from lapor.kernel import clock
from lapor.ops import housekeeping
from lapor.ops.schedule import TABLE

log = logging.getLogger(__name__)

#: Seconds between two signs of life, and after how many a silent worker is dead.
HEARTBEAT = 5
DEAD_AFTER = 20
#: Jobs at the same time: one long import must not hold up what is due.
CONCURRENCY = 4
#: Seconds between two looks at the ledger for people who have to be told.
LOOK_EVERY = 1.0


async def run(*, until_empty: bool = False) -> None:
    """Work until told to stop, or until nothing is left to do.

    A job that is cut short is taken up again, so there is no grace period here: who
    stops the worker decides how long to wait. Only the worker uses the pooled
    connector; tasks keep Django's own connection, so that what they defer belongs to
    their transaction.
    """
    own = app.with_connector(DjangoConnector().get_worker_connector())
    async with own.open_async():
        await take_up_abandoned(own)
        await start_what_is_due(own)
        helpers = [asyncio.create_task(_sweep_for_ever(own))]
        if not until_empty:
            helpers.append(asyncio.create_task(_tell_for_ever(own)))
        try:
            await own.run_worker_async(
                name="lapor",
                wait=not until_empty,
                concurrency=CONCURRENCY,
                delete_jobs="successful",
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=DEAD_AFTER,
            )
        finally:
            for helper in helpers:
                helper.cancel()


async def take_up_abandoned(own: procrastinate.App) -> int:
    """Queue again what a killed worker was doing; returns how many jobs.

    Where the same work waits already (one queueing lock), the cut one is dropped: it
    could never be queued again, and its lock would hold back the waiting one for ever.
    """
    manager = own.job_manager
    taken = 0
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, Status.ABORTED, delete_job=True)
        except ConnectorException:
            continue  # another worker was faster
        log.warning(
            "Job %s (%s) was cut short; it is tried again", job.id, job.task_name
        )
        taken += 1
    return taken


async def start_what_is_due(own: procrastinate.App) -> None:
    """Run the whole schedule once at the start: we may have been down for days."""
    for job in TABLE:
        deferrer = own.configure_task(job.name, queueing_lock=job.name, lock=job.name)
        try:
            await deferrer.defer_async(timestamp=0)
        except AlreadyEnqueued:
            continue


async def _sweep_for_ever(own: procrastinate.App) -> None:
    """Look regularly, outside the queue, which may be full of long jobs."""
    while True:
        await asyncio.sleep(DEAD_AFTER / 2)
        try:
            await own.job_manager.prune_stalled_workers(DEAD_AFTER)
            await take_up_abandoned(own)
        except ConnectorException:
            log.warning("The database is away; looking for abandoned jobs later")


async def _tell_for_ever(own: procrastinate.App) -> None:
    """Read the ledger every second, outside the queue, which may be full.

    What is to be sent is sent by a job of the channels; one at most waits.
    """
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, thread_name_prefix="tell") as alone:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                if await loop.run_in_executor(alone, _tell):
                    await start_delivery(own)
            except Exception:
                log.exception("Telling people failed; it is tried again")


def _tell() -> bool:
    """Read what happened; says whether something is due to be sent."""
    try:
        return housekeeping.tell(at=clock.now())
    finally:
        close_old_connections()


async def start_delivery(own: procrastinate.App) -> None:
    """Queue the job that sends, unless one waits already."""
    name = housekeeping.DELIVER
    if await own.job_manager.list_jobs_async(task=name, status="todo"):
        return
    try:
        await own.configure_task(name, queueing_lock=name, lock=name).defer_async()
    except AlreadyEnqueued:
        return
