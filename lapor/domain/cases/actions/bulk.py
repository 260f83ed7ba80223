"""Many cases at once, as they are in another system: no act of ours made them so."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Final

from django.db import transaction
from django.db.models import F

from lapor.domain.cases.models import Case, Clock, Message
from lapor.domain.cases.rules import State
from lapor.domain.deadlines.rules import EventKind, Timer
from lapor.domain.ledger.actions import copy_entries
from lapor.kernel import bulk, ids
from lapor.kernel.actor import Actor
from lapor.kernel.errors import NotFound

from . import clocks
from .copying import CASE_COLUMNS, CLOCK_COLUMNS, reserve_cases

BATCH: Final = 500
IMPORTED_COLUMNS: Final = (*CASE_COLUMNS, "tracking_id")
TAKEN: Final = (
    *("title", "content", "classification", "category", "region", "channel"),
    *("is_anonymous", "is_secret", "source", "state", "agency", "unit"),
    *("received_at", "updated_at", "verification_due_at", "due_at", "due_timer"),
    *("closing", "archive_reason"),
)
"""What a later export of the same case may correct."""


def take_over(cases: Sequence[Case], *, by: Actor, at: datetime) -> None:
    """Write cases of another system, one fact each; the caller's transaction.

    They get a number here and no access code. Only a case that nobody has looked at
    has running clocks, by the law of its arrival; every other moment stays unknown.
    """
    if not cases:
        return
    for key, case in enumerate(cases, start=reserve_cases(len(cases))):
        case.pk, case.number, case.updated_at = key, ids.new_number(), at
    running = _started(cases)
    bulk.copy_in(Case, IMPORTED_COLUMNS, map(attrgetter(*IMPORTED_COLUMNS), cases))
    bulk.copy_in(Clock, CLOCK_COLUMNS, map(attrgetter(*CLOCK_COLUMNS), running))
    _record("case.imported", cases, by=by, at=at)


@transaction.atomic
def correct_taken_over(cases: Sequence[Case], *, by: Actor, at: datetime) -> None:
    """Write what a later export says of cases on which nobody has worked here."""
    still = Clock.objects.filter(case__in=cases, stopped_at=None)
    for clock in still:
        clock.events = [*clock.events, [EventKind.STOPPED, at.isoformat()]]
        clock.stopped_at = at
        clock.save(update_fields=["events", "stopped_at"])
    for case in cases:
        case.updated_at = at
        case.due_at, case.due_timer = None, ""
    running = _started(cases)
    Case.objects.bulk_update(cases, TAKEN, batch_size=BATCH)
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(
        version=F("version") + 1
    )
    Clock.objects.bulk_create(running)
    _record("case.import_corrected", cases, by=by, at=at)


def worked_on(cases: Iterable[Case]) -> set[int]:
    """Return the keys of those cases to which somebody has said something here."""
    keys = [case.pk for case in cases]
    said = Message.objects.filter(case__in=keys).values_list("case_id", flat=True)
    return set(said)


def _started(cases: Iterable[Case]) -> list[Clock]:
    running: list[Clock] = []
    for case in cases:
        if case.state != State.RECEIVED:
            continue
        try:
            own = [
                clocks.prepare(case, timer, at=case.received_at)
                for timer in (Timer.VERIFICATION, Timer.OMBUDSMAN)
            ]
        except NotFound:  # it arrived before any decree set a limit
            continue
        clocks.note_due(case, own)
        running += own
    return running


def _record(fact: str, cases: Iterable[Case], *, by: Actor, at: datetime) -> None:
    copy_entries(
        (at, fact, case.ref, by.ref, {"state": case.state, "agency": case.agency.code})
        for case in cases
    )
