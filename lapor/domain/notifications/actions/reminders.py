"""What time brings: reminders of data and silence, one of rating, weekly news."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import OPEN
from lapor.domain.cases.rules import State as CaseState
from lapor.domain.deadlines.queries import calendar_for
from lapor.domain.deadlines.rules import Unit, due, local_day
from lapor.domain.notifications.models import Outgoing, Reminder
from lapor.domain.notifications.queries.places import Happening
from lapor.domain.notifications.queries.texts import number_of
from lapor.domain.notifications.rules import opening

from .planning import plan

WEEK: Final = timedelta(days=7)
#: Weekly news are left out when something was sent so lately.
LATELY: Final = timedelta(days=6)
DATA_DAYS: Final = (5, 8)  # working days after the question (domain §11)
BEFORE_CLOSING: Final = 3  # working days before silence closes
_DATA: Final = frozenset({"case.held", "case.data_requested"})
_CLOSED: Final = frozenset({"case.closed", "case.closed_by_silence", "case.accepted"})
_FACTS: Final[Mapping[str, str]] = {
    **{f"data_{day}": "reminder.data" for day in DATA_DAYS},
    "closing": "reminder.closing",
    "rate": "reminder.rate",
    "progress": "reminder.progress",
}


def set_reminders(happenings: Sequence[Happening], *, at: datetime) -> int:
    """Note what will be due after these happenings; returns how many were noted.

    A reminder of the same kind is moved, never doubled.
    """
    wanted = [e for e in happenings if e.fact in _DATA | _CLOSED | _STARTS]
    if not wanted:
        return 0
    numbers = {number_of(each.subject) for each in wanted}
    cases = {
        case.number: case
        for case in Case.objects.filter(number__in=numbers).select_related("agency")
    }
    noted: dict[tuple[str, str], Reminder] = {}
    for each in wanted:
        case = cases.get(number_of(each.subject))
        for what, moment in _due(each.fact, case, at) if case else ():
            key = (each.subject, what)
            noted[key] = Reminder(subject=each.subject, what=what, due_at=moment)
    Reminder.objects.bulk_create(
        noted.values(),
        update_conflicts=True,
        unique_fields=["subject", "what"],
        update_fields=["due_at"],
        batch_size=1_000,
    )
    return len(noted)


_STARTS: Final = frozenset({"case.received", "case.answered"})


def _due(fact: str, case: Case, at: datetime) -> Iterator[tuple[str, datetime]]:
    agency = case.agency
    calendar = calendar_for(agency.calendar_code)
    if fact == "case.received":
        yield "progress", at + WEEK
    elif fact in _DATA:
        for days in DATA_DAYS:
            day = due(at, days, Unit.WORKING_DAYS, agency.zone, calendar).due_on
            yield f"data_{days}", opening(day, agency.zone)
    elif fact == "case.answered" and case.due_at and case.state == CaseState.ANSWERED:
        day = local_day(case.due_at, agency.zone)
        left = BEFORE_CLOSING
        while left:
            day -= timedelta(days=1)
            left -= calendar.is_working(day)
        yield "closing", opening(day, agency.zone)
    elif fact in _CLOSED:
        yield "rate", at + WEEK


def send_reminders(*, at: datetime, limit: int = 500) -> int:
    """Send what fell due by ``at`` where it still holds; returns how many were due.

    After days down each reminder comes once; weekly news do not pile up.
    """
    with transaction.atomic():
        batch = list(
            Reminder.objects.select_for_update(skip_locked=True)
            .filter(due_at__lte=at)
            .order_by("due_at", "pk")[:limit]
        )
        if not batch:
            return 0
        numbers = {number_of(row.subject) for row in batch}
        cases = {
            case.number: case
            for case in Case.objects.filter(number__in=numbers).select_related("agency")
        }
        lately = _told_lately(batch, at)
        told, again, done = [], [], []
        for row in batch:
            case = cases.get(number_of(row.subject))
            if case is not None and _holds(row, case, lately):
                told.append(
                    Happening(
                        f"r:{row.what}:{case.number}:{row.due_at:%Y%m%d%H}",
                        _FACTS[row.what],
                        row.subject,
                    )
                )
            if case is not None and row.what == "progress" and _is_open(case):
                row.due_at += WEEK * ((at - row.due_at) // WEEK + 1)
                again.append(row)
            else:
                done.append(row.pk)
        plan(told, at=at).write()
        Reminder.objects.bulk_update(again, ["due_at"])
        Reminder.objects.filter(pk__in=done).delete()
    return len(batch)


def _told_lately(batch: Sequence[Reminder], at: datetime) -> set[str]:
    subjects = [row.subject for row in batch if row.what == "progress"]
    rows = Outgoing.objects.filter(
        subject__in=subjects, receiver__in=subjects, created_at__gt=at - LATELY
    )
    return set(rows.values_list("receiver", flat=True)) if subjects else set()


def _holds(row: Reminder, case: Case, lately: set[str]) -> bool:
    if row.what == "progress":
        return _is_open(case) and row.subject not in lately
    if row.what == "closing":
        return case.state == CaseState.ANSWERED
    if row.what == "rate":
        return case.state == CaseState.CLOSED
    return case.state == CaseState.ON_HOLD or case.is_waiting_for_reporter


def _is_open(case: Case) -> bool:
    return CaseState(case.state) in OPEN
