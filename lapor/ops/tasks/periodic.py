"""The jobs of the schedule as tasks of the queue."""

from procrastinate.contrib.django import app

from lapor.kernel import clock
from lapor.ops.apart import apart
from lapor.ops.schedule import TABLE, Job


def register(job: Job) -> None:
    """Make one line of the schedule a task that starts by itself.

    The locks keep it single: at most one waits, at most one runs.
    """

    def run(timestamp: int = 0) -> None:
        run_at_now(job)

    start = apart(job.name, run) if job.is_heavy else run
    task = app.task(name=job.name, queueing_lock=job.name, lock=job.name)(start)
    app.periodic(cron=job.cron)(task)


def run_at_now(job: Job) -> None:
    """Do what is due at this moment; when the queue meant to start does not matter."""
    job.run(at=clock.now())


for each in TABLE:
    register(each)
