"""Heavy work in a process of its own: its memory ends with it, and pages come first.

The worker waits for the process (``python -m lapor.ops.apart ORDER``). Is the worker
killed, the process sees its input end and ends as well: the job is taken up again and
never runs twice at a time.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Final

#: What stands behind the tasks that run apart, by name.
WORK: Final[dict[str, Callable[..., object]]] = {}
#: How far it steps back behind web and worker where processor time is short.
NICENESS: Final = 5


class CutShort(RuntimeError):
    """The process ended before the work did; its log says why."""


def apart(name: str, work: Callable[..., object]) -> Callable[..., None]:
    """Return what to give the queue as a task, so that its work runs apart."""
    WORK[name] = work

    def wait(**arguments: object) -> None:
        run_apart(name, **arguments)

    return wait


def run_apart(name: str, **arguments: object) -> None:
    """Do the work of a task in a process of its own, and wait for its end.

    Raises CutShort when it fails or is killed; what it said stands in the same log.
    """
    order = json.dumps({"name": name, "arguments": arguments})
    command = [sys.executable, "-m", "lapor.ops.apart", order]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        code = process.wait()
    if code:
        raise CutShort(f"{name} ended with {code}")


def main() -> None:
    """Do what the order says, as long as whoever gave it lives."""
    threading.Thread(target=_end_with_whoever_waits, daemon=True).start()
    os.nice(NICENESS)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    order = json.loads(sys.argv[1])
    import django  # noqa: PLC0415 - after the process is on its own

    django.setup()
    from lapor.ops import tasks  # noqa: F401, PLC0415 - they name the work
    from lapor.ops.apart import WORK  # noqa: PLC0415 - not this module's own: __main__

    WORK[order["name"]](**order["arguments"])


def _end_with_whoever_waits() -> None:
    os.read(0, 1)  # nothing is ever written: it returns when the other side is gone
    os._exit(1)


if __name__ == "__main__":
    main()
