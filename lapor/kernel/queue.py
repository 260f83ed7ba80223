"""Start work later: a job is deferred by its name, inside the transaction."""

from typing import Any

from procrastinate.contrib.django import app


def defer(task: str, **arguments: Any) -> None:
    """Defer one job; it exists if and only if the transaction commits.

    ``task`` is the name under which ``lapor.ops.tasks`` registers the work;
    ``arguments`` must be plain JSON values.
    """
    app.configure_task(task, allow_unknown=True).defer(**arguments)
