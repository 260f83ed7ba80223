"""A late case climbs: the clock remembers the step, the timeline tells it.

The room ``escalation`` decides which step is reached and who is told; here it is
written down, many cases at a time. A climb changes no state and no version: nobody
who is writing an answer is interrupted by it.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from lapor.domain.cases.models import Case, Clock, Message
from lapor.domain.cases.rules import FACTS, Act, Kind, Visibility
from lapor.domain.ledger.actions import copy_entries
from lapor.kernel import bulk
from lapor.kernel.actor import SYSTEM

from .copying import MESSAGE_COLUMNS


class Step(NamedTuple):
    """One step that a clock has climbed. ``told`` are offices: ``leader@kemenkes``."""

    code: str
    told: Sequence[str]


class ClimbedClock(NamedTuple):
    """A clock of a locked case and the steps it climbs now, lowest first.

    ``name`` is that of the highest step, ``offices`` the names of those told of it;
    ``is_public``: everybody reads of it.
    """

    clock: Clock
    case: Case
    height: int
    steps: Sequence[Step]
    name: str
    offices: Sequence[str]
    is_public: bool


def note_climbs(climbs: Sequence[ClimbedClock], *, at: datetime) -> None:
    """Write facts and lines, and how high each clock stands; the caller's transaction.

    The caller has locked the clocks and their cases. Four statements and one for each
    height, however many clocks.
    """
    heights: dict[int, list[int]] = defaultdict(list)
    for climb in climbs:
        heights[climb.height].append(climb.clock.pk)
    for height, keys in sorted(heights.items()):
        Clock.objects.filter(pk__in=keys).update(climbed=height)
    bulk.copy_in(Message, MESSAGE_COLUMNS, (_line(climb, at) for climb in climbs))
    copy_entries(
        (
            at,
            FACTS[Act.CLIMB],
            climb.case.ref,
            SYSTEM.ref,
            {
                "timer": climb.clock.timer,
                "rung": step.code,
                "told": list(step.told),
            },
        )
        for climb in climbs
        for step in climb.steps
    )


def _line(climb: ClimbedClock, at: datetime) -> Sequence[Any]:
    """Return a line of the timeline in the order of ``MESSAGE_COLUMNS``."""
    visibility = Visibility.OFFICERS
    if climb.is_public:
        is_secret = climb.case.is_secret
        visibility = Visibility.REPORTER if is_secret else Visibility.PUBLIC
    parameters = {
        "step": climb.name,
        "offices": list(climb.offices),
        "timer": climb.clock.timer,
    }
    return (
        *(climb.case.pk, Kind.SYSTEM, visibility, SYSTEM.ref, None, Act.CLIMB),
        *(parameters, "", at),
    )
