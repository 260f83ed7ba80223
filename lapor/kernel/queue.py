"""Start work later: a job is deferred by its name, inside the transaction."""

from typing import Any

from procrastinate.contrib.django import app


def defer(task: str, **arguments: Any) -> None:
    """Defer one job; it exists if and only if the transaction commits.

    ``task`` is the name under which ``lapor.ops.tasks`` registers the work;
    ``arguments`` must be plain JSON values.
    """
    app.configure_task(task, allow_unknown=True).defer(**arguments)


def defer_in_turn(turn: str, task: str, **arguments: Any) -> None:
    """Defer one job that waits for every earlier one of the same ``turn``."""
    app.configure_task(task, lock=turn, allow_unknown=True).defer(**arguments)


def pending(task: str, argument: str) -> set[Any]:
    """Return the values of one argument in the jobs of a task that are not done."""
    from procrastinate.contrib.django.models import (  # noqa: PLC0415 - needs apps
        ProcrastinateJob,
    )

    jobs = ProcrastinateJob.objects.filter(
        task_name=task, status__in=("todo", "doing")
    ).values_list("args", flat=True)
    return {args.get(argument) for args in jobs}
