"""Starting, pausing and stopping the terms of a case; folding them again."""

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, QuerySet

from lapor.domain.cases.models import Assignment, Case, Clock
from lapor.domain.cases.queries.clocks import standing_of
from lapor.domain.cases.rules import (
    AWAITED,
    OPEN,
    OTHERWISE,
    Part,
    State,
    Step,
    orders,
    part_due,
)
from lapor.domain.deadlines.queries import calendar_for, term_for
from lapor.domain.deadlines.rules import EventKind, Timer
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.kernel.actor import Actor

BATCH = 500


def turn(case: Case, step: Step, *, at: datetime) -> None:
    """Do to the clocks what the row of the table says, then note what is due next."""
    rows = Clock.objects.filter(case=case, stopped_at=None, assignment=None)
    rows = rows.exclude(timer=Timer.PROMISE)  # goes on when the case has ended
    running = {
        Timer(clock.timer): clock
        for clock in rows.select_related("term").order_by("pk")
    }
    paused = {timer: _is_paused(clock) for timer, clock in running.items()}
    for timer, kind in orders(step, paused):
        if kind == EventKind.STARTED:
            running[timer] = start(case, timer, at=at)
        elif kind == EventKind.STOPPED:
            _add(running.pop(timer), kind, at)
        else:
            _add(running[timer], kind, at)
    if case.is_joint and Timer.COMPLETION in step.stops:  # nothing is asked any more
        for part in _helping(case):
            stop_part(part, at=at)
    note_due(case, running.values())


def start(case: Case, timer: Timer, *, at: datetime) -> Clock:
    """Start a term under the law that was valid when the report arrived."""
    clock = prepare(case, timer, at=at)
    clock.save()
    return clock


def start_part(part: Assignment, timer: Timer, *, at: datetime) -> Clock:
    """Start the clock of a helper, in his zone and on his calendar."""
    office = part.organisation
    clock = prepare(part.case, timer, at=at, office=office.agency or office)
    clock.assignment = part
    clock.save()
    return clock


def stop_part(
    part: Assignment, timers: Collection[Timer] = frozenset(Timer), *, at: datetime
) -> None:
    """Stop those clocks of a helper that still run."""
    for clock in Clock.objects.filter(assignment=part, stopped_at=None):
        if Timer(clock.timer) in timers:
            _add(clock, EventKind.STOPPED, at)


def public_end(case: Case) -> datetime | None:
    """Return when the reporter's clock ends (UTC), None when none runs."""
    return (
        Clock.objects.filter(case=case, assignment=None, stopped_at=None)
        .filter(timer__in=OTHERWISE)
        .order_by("due_at")
        .values_list("due_at", flat=True)
        .first()
    )


def prepare(
    case: Case, timer: Timer, *, at: datetime, office: Organisation | None = None
) -> Clock:
    """Make a running clock without saving it; ``office`` is a helper's agency."""
    agency = office or case.agency
    arrived_on = case.received_at.astimezone(ZoneInfo(agency.zone)).date()
    term = term_for(
        timer,
        classification=case.classification_id or "",
        organisation_id=agency.pk,
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
    clock = Clock.objects.filter(
        case=case, timer=timer, stopped_at=None, assignment=None
    ).first()
    if clock is None:
        return
    fresh = prepare(case, timer, at=case.received_at)
    clock.term_id = fresh.term_id
    clock.due_at = standing_of(clock, limit=None).due_at
    clock.save(update_fields=["term", "due_at"])


def note_due(case: Case, running: Iterable[Clock]) -> None:
    """Copy onto the case when its next step is due (not saved here)."""
    due = {Timer(clock.timer): clock.due_at for clock in running}
    awaited = _awaited(due, AWAITED.get(State(case.state), ()))
    if not awaited and case.state == State.DISPATCHED:
        awaited = _awaited(due, OTHERWISE)
    case.due_at, case.due_timer = min(awaited) if awaited else (None, "")
    if Timer.VERIFICATION in due:
        case.verification_due_at = due[Timer.VERIFICATION]
    if Timer.FIRST_FOLLOW_UP in due:
        case.follow_up_due_at = due[Timer.FIRST_FOLLOW_UP]
    if Timer.COMPLETION in due:
        case.completion_due_at = due[Timer.COMPLETION]


def _awaited(
    due: dict[Timer, datetime], timers: Iterable[Timer]
) -> list[tuple[datetime, Timer]]:
    return [(due[timer], timer) for timer in timers if timer in due]


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
        own = Clock.objects.filter(case=case, stopped_at=None, assignment=None)
        note_due(case, own)
        if case.is_joint:
            _refresh_parts(case)
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


def _refresh_parts(case: Case) -> None:
    """Let the days of the helpers follow the days of their clocks."""
    public = public_end(case)
    for part in _helping(case):
        own = part.clocks.filter(timer=Timer.COMPLETION, stopped_at=None).first()
        if own is not None:
            part.due_at = part_due(own.due_at, public=public, at=part.assigned_at)
            part.save(update_fields=["due_at"])


def _helping(case: Case) -> QuerySet[Assignment]:
    """Return the contributors whose part has not come yet."""
    rows = Assignment.objects.filter(case=case, part=Part.CONTRIBUTOR)
    return rows.filter(ended_at=None, handed_in_at=None)


def _is_paused(clock: Clock) -> bool:
    """Say whether the last pause has not ended yet."""
    turns = {EventKind.STARTED, EventKind.PAUSED, EventKind.RESUMED}
    last = next(event[0] for event in reversed(clock.events) if event[0] in turns)
    return bool(last == EventKind.PAUSED)


def _add(clock: Clock, kind: EventKind, at: datetime) -> None:
    clock.events = [*clock.events, [kind, at.isoformat()]]
    if kind == EventKind.STOPPED:
        clock.stopped_at = at
    clock.due_at = standing_of(clock, limit=None).due_at
    clock.save(update_fields=["events", "stopped_at", "due_at"])
