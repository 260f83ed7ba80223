"""What is done again and again, and when: one line each.

Every function here is level-triggered: it looks at what is due at that moment and does
it. Late, doubled or missed runs change nothing: after days down, all that is due
happens once, in order.
"""

from collections.abc import Callable
from typing import NamedTuple

from lapor.ops import housekeeping


class Job(NamedTuple):
    """A recurring piece of work.

    ``cron`` has five fields (minute hour day month weekday) and means UTC. ``run`` is
    called as ``run(at=now)``; it must bear to be called twice.
    """

    name: str
    cron: str
    run: Callable[..., object]


TABLE: tuple[Job, ...] = (
    Job("ops.forget_sessions", "17 20 * * *", housekeeping.forget_sessions),
)
