"""The schedule is well formed: a slip in a cron line runs almost never, silently."""

from datetime import UTC, datetime

import croniter
import pytest
from procrastinate.contrib.django import app

from lapor.ops.schedule import TABLE, Job
from lapor.ops.tasks import periodic


@pytest.mark.parametrize("job", TABLE, ids=lambda job: job.name)
def test_each_line_has_five_fields_and_runs_within_a_week(job):
    start = datetime(2026, 1, 1, tzinfo=UTC)

    first = croniter.croniter(job.cron, start).get_next(datetime)

    assert len(job.cron.split()) == 5
    assert (first - start).days <= 7


def test_names_are_given_once():
    names = [job.name for job in TABLE]

    assert len(names) == len(set(names))


def test_every_line_is_a_task_of_the_worker():
    assert {job.name for job in TABLE} <= set(app.tasks)


def test_a_job_is_told_the_time(monkeypatch):
    told: list[datetime] = []
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    monkeypatch.setattr(periodic.clock, "now", lambda: noon)

    periodic.run_at_now(Job("uji.waktu", "* * * * *", lambda *, at: told.append(at)))

    assert told == [noon]
