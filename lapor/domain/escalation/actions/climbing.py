"""The sweep: every clock that has reached its next step climbs, once.

Level-triggered: it asks what is due now and not what it did before. Late, doubled or
missed runs change nothing: after days of standstill one run catches up, oldest first,
and a clock that has passed several steps meanwhile climbs them together.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from django.db import OperationalError, transaction

from lapor.domain.cases.actions import ClimbedClock, Step, note_climbs
from lapor.domain.cases.models import Clock
from lapor.domain.escalation.models import Climb, Rung
from lapor.domain.escalation.queries.audience import Late, surroundings
from lapor.domain.escalation.queries.due import Key, due_clocks, thresholds
from lapor.domain.escalation.queries.ladder import ladder_on
from lapor.domain.escalation.rules import Audience, Opens, Receiver, steps_reached
from lapor.domain.escalation.rules.receivers import REPORTER, receivers
from lapor.domain.organisations.models import Organisation
from lapor.kernel import bulk
from lapor.kernel.sweeping import one_by_one

log = logging.getLogger(__name__)

BATCH: Final = 500  # clocks in one transaction
HOME: Final = ZoneInfo("Asia/Jakarta")  # whose day says which ladder is in force

#: What a climb looks at of a case: no texts, no search words.
LOOKED_AT: Final = (
    *("timer", "term_id", "zone", "calendar", "due_at", "climbed", "stopped_at"),
    *("case__number", "case__agency_id", "case__unit_id", "case__programme"),
    *("case__is_secret", "case__accused_id"),
    *("assignment__organisation__agency_id", "assignment__organisation__kind"),
)
COLUMNS: Final = (
    *("case_id", "clock_id", "rung_id", "step", "happened_at", "receivers"),
    "owes_letter",
)
Known = Mapping[Key, Mapping[int, datetime]]
Reached = tuple[Clock, list[Rung]]


@dataclass
class _Place:
    """Where a helper's clock climbs: in the office that has the part."""

    agency_id: int
    unit_id: int | None
    programme: str
    accused_id: int | None


def climb(*, at: datetime, limit: int = 5_000) -> int:
    """Let up to ``limit`` clocks climb what they have reached; returns how many did.

    Who is busy with a case (its row is locked) is not disturbed: that clock climbs at
    the next run. About eight queries for 500 clocks. A clock that fails holds up none
    of the others.
    """
    on = at.astimezone(HOME).date()
    ladder = ladder_on(on)
    known = thresholds(ladder, at=at)
    keys = iter(due_clocks(known, limit=limit))
    climbed = 0
    while batch := list(islice(keys, BATCH)):
        try:
            climbed += _climb_batch(batch, ladder, known, on, at)
        except OperationalError:
            raise
        except Exception:
            log.exception("A batch did not climb; its clocks are tried one by one")
            climbed += one_by_one(
                batch, lambda key: _climb_batch([key], ladder, known, on, at)
            )
    return climbed


@transaction.atomic
def _climb_batch(
    keys: Sequence[int],
    ladder: Mapping[str, Sequence[Rung]],
    known: Known,
    on: date,
    at: datetime,
) -> int:
    # What changed after this moment waits: whose clock is behind writes no history.
    clocks = (
        Clock.objects.select_for_update(of=("self", "case"), skip_locked=True)
        .filter(pk__in=keys, stopped_at=None, case__updated_at__lte=at)
        .select_related("case", "assignment__organisation")
        .only(*LOOKED_AT)
        .order_by("due_at", "pk")
    )
    reached = list(_reached(clocks, ladder, known))
    if not reached:
        return 0
    around = surroundings([_place(clock) for clock, _ in reached], on=on)
    told = [
        [receivers(map(Audience, rung.audience), where) for rung in rungs]
        for (_, rungs), where in zip(reached, around, strict=True)
    ]
    bulk.copy_in(
        Climb,
        COLUMNS,
        (
            (
                *(clock.case_id, clock.pk, rung.pk, rung.step, at),
                [one.as_json() for one in offices],
                rung.opens == Opens.REMINDER_LETTER,
            )
            for (clock, rungs), every in zip(reached, told, strict=True)
            for rung, offices in zip(rungs, every, strict=True)
        ),
    )
    note_climbs(_notes(reached, told), at=at)
    return len(reached)


def _place(clock: Clock) -> Late:
    """Return whose lateness it is: the helper's for his own clock, else the lead's."""
    if clock.assignment is None:
        return clock.case
    office = clock.assignment.organisation
    unit = None if office.is_agency else office.pk
    case = clock.case
    agency = office.agency_id or office.pk
    return _Place(agency, unit, case.programme, case.accused_id)


def _reached(
    clocks: Iterable[Clock],
    ladder: Mapping[str, Sequence[Rung]],
    known: Known,
) -> Iterator[Reached]:
    """Look again now that the rows are locked: somebody may have been faster."""
    for clock in clocks:
        until = known.get((clock.timer, clock.term_id, clock.zone, clock.calendar), {})
        steps = set(steps_reached(until, clock.due_at, clock.climbed))
        if steps:
            yield clock, [r for r in ladder[clock.timer] if r.step in steps]


def _notes(
    reached: Sequence[Reached], told: Sequence[Sequence[Sequence[Receiver]]]
) -> list[ClimbedClock]:
    """Put into words: facts for every step, one line for the highest."""
    highest = [every[-1] for every in told]
    codes = {one.organisation for offices in highest for one in offices}
    names = dict(
        Organisation.objects.filter(code__in=codes).values_list("code", "name")
    )
    return [
        ClimbedClock(
            clock=clock,
            case=clock.case,
            height=rungs[-1].step,
            steps=[
                Step(rung.code, [one.ref for one in offices])
                for rung, offices in zip(rungs, every, strict=True)
            ],
            name=rungs[-1].name,
            offices=_offices(every[-1], names),
            is_public=any(rung.to_public for rung in rungs),
        )
        for (clock, rungs), every in zip(reached, told, strict=True)
    ]


def _offices(told: Sequence[Receiver], names: Mapping[str, str]) -> list[str]:
    """Name those told, once each; what is told to the reporter is about him alone."""
    if any(one.role == REPORTER for one in told):
        return []
    known = (names[one.organisation] for one in told if one.organisation in names)
    return list(dict.fromkeys(known))
