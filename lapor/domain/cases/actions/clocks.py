"""Starting, pausing and stopping the terms of a case; folding them again."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from lapor.domain.cases.models import Case, Clock
from lapor.domain.cases.queries.clocks import standing_of
from lapor.domain.cases.rules import AWAITED, OPEN, State, Step
from lapor.domain.deadlines.queries import calendar_for, term_for
from lapor.domain.deadlines.rules import EventKind, Timer
from lapor.domain.ledger.actions import record
from lapor.kernel.actor import Actor

BATCH = 500


def turn(case: Case, step: Step, *, at: datetime) -> None:
    """Do to the clocks what the row of the table says, then note what is due next."""
    running = {
        clock.timer: clock
        for clock in Clock.objects.filter(case=case, stopped_at=None)
        .select_related("term")
        .order_by("pk")
    }
    for timer in step.stops & running.keys():
        _add(running.pop(timer), EventKind.STOPPED, at)
    for timer in step.pauses & running.keys():
        _add(running[timer], EventKind.PAUSED, at)
    for timer in step.resumes & running.keys():
        if running[timer].events[-1][0] == EventKind.PAUSED:
            _add(running[timer], EventKind.RESUMED, at)
    for timer in sorted(step.starts - running.keys()):
        running[timer] = start(case, Timer(timer), at=at)
    note_due(case, running.values())


def start(case: Case, timer: Timer, *, at: datetime) -> Clock:
    """Start a term under the law that was valid when the report arrived."""
    clock = prepare(case, timer, at=at)
    clock.save()
    return clock


def prepare(case: Case, timer: Timer, *, at: datetime) -> Clock:
    """Make a running clock without saving it."""
    agency = case.agency
    arrived_on = case.received_at.astimezone(ZoneInfo(agency.zone)).date()
    term = term_for(
        timer,
        classification=case.classification_id or "",
        organisation_id=case.agency_id,
        on=arrived_on,
    )
    clock = Clock(
        case=case,
        timer=timer,
        term_id=term.id,
        zone=agency.zone,
        calendar=agency.calendar_code,
        events=[[EventKind.STARTED, at.isoformat()]],
    )
    clock.due_at = standing_of(clock, limit=term).due_at
    return clock


def extend(clock: Clock, days: int, *, at: datetime) -> None:
    """Add days to a running term, in its own unit; the caller has seen to the rest."""
    clock.events = [*clock.events, [EventKind.EXTENDED, at.isoformat(), days]]
    clock.due_at = standing_of(clock, limit=None).due_at
    clock.save(update_fields=["events", "due_at"])


def change_term(case: Case, timer: Timer) -> None:
    """Give a running clock the term of the new class; its start stays."""
    clock = Clock.objects.filter(case=case, timer=timer, stopped_at=None).first()
    if clock is None:
        return
    fresh = prepare(case, timer, at=case.received_at)
    clock.term_id = fresh.term_id
    clock.due_at = standing_of(clock, limit=None).due_at
    clock.save(update_fields=["term", "due_at"])


def note_due(case: Case, running: Iterable[Clock]) -> None:
    """Copy onto the case when its next step is due (not saved here)."""
    due = {Timer(clock.timer): clock.due_at for clock in running}
    awaited = [
        (moment, timer)
        for timer in AWAITED.get(State(case.state), ())
        if (moment := due.get(timer)) is not None
    ]
    case.due_at, case.due_timer = min(awaited) if awaited else (None, "")
    if Timer.VERIFICATION in due:
        case.verification_due_at = due[Timer.VERIFICATION]
    if Timer.FIRST_FOLLOW_UP in due:
        case.follow_up_due_at = due[Timer.FIRST_FOLLOW_UP]
    if Timer.COMPLETION in due:
        case.completion_due_at = due[Timer.COMPLETION]


def recompute(*, calendar: str, by: Actor, at: datetime) -> int:
    """Fold every running clock of a calendar again, after a decree changed it.

    Open clocks only: what has ended keeps the day it had. Returns how many due
    moments moved; each change is a ledger entry. Works in batches; safe to repeat.
    """
    moved, last = 0, 0
    calendar_for(calendar, fresh=True)
    while True:
        with transaction.atomic():
            batch = list(
                Clock.objects.select_for_update(of=("self",))
                .filter(calendar=calendar, stopped_at=None, pk__gt=last)
                .select_related("term", "case", "case__agency")
                .order_by("pk")[:BATCH]
            )
            for clock in batch:
                moved += _refold(clock, by=by, at=at)
        if not batch:
            return moved
        last = batch[-1].pk


def _refold(clock: Clock, *, by: Actor, at: datetime) -> int:
    due_at = standing_of(clock, limit=None).due_at
    if due_at == clock.due_at:
        return 0
    before, clock.due_at = clock.due_at, due_at
    clock.save(update_fields=["due_at"])
    case = Case.objects.select_for_update(of=("self",)).get(pk=clock.case_id)
    if State(case.state) in OPEN:
        note_due(case, Clock.objects.filter(case=case, stopped_at=None))
        case.save(
            update_fields=[
                "due_at",
                "due_timer",
                "verification_due_at",
                "follow_up_due_at",
                "completion_due_at",
            ]
        )
        Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    record(
        "case.due_moved",
        subject=case.ref,
        actor=by,
        at=at,
        timer=clock.timer,
        before=before.isoformat(),
        after=due_at.isoformat(),
    )
    return 1


def _add(clock: Clock, kind: EventKind, at: datetime) -> None:
    clock.events = [*clock.events, [kind, at.isoformat()]]
    if kind == EventKind.STOPPED:
        clock.stopped_at = at
    clock.due_at = standing_of(clock, limit=None).due_at
    clock.save(update_fields=["events", "stopped_at", "due_at"])
